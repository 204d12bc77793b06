"""Content analysis as a whole: every span slices to its printed form, and the facts of the Songjiang plan."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.content.analysis import analyse
from loaders.document import PlanDocument
from loaders.parse import parse_text
from loaders.readers import read_source
from loaders.text.view import Span, squeeze
from tests.loaders.content.texts import plan

SONGJIANG = Path(__file__).parents[3] / "data" / "songjiang-2023.txt"
PIECES = [
    "推进", "建设", "依托", "落实", "发布", "新建", "达到", "《", "》", "〈", "〉", "“", "”", '"', "(", "）", "[", "、", "，", "。", "；", "和", "等", "的",
    "平台", "中心", "项目", "大学", "白塔镇", "上海", "规划", "行动计划", "号", "〔2023〕", "2024年", "年底", "前", "5", "300", "1,200", ".5", "%", "个", "万元", "三大",
    "以上", "不少于", "甲", "乙丙", "G60", "\n", "\n\n", " ", "\t", "企业", "以", "为代表", "\u200b", "😀",
]  # fmt: skip


def printed_and_spans(document: PlanDocument) -> list[tuple[str, Span]]:
    pairs = [(policy.printed, policy.span) for policy in document.basis]
    for item in document.items:
        pairs += [(policy.printed, policy.span) for policy in item.policies]
        pairs += [(target.text, target.span) for target in item.targets]
        pairs += [(milestone.text, milestone.span) for milestone in item.milestones]
        pairs += [(entity.printed, entity.span) for entity in item.entities]
    return pairs


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60), st.lists(st.sampled_from(PIECES), max_size=30))
def test_every_span_slices_to_what_is_printed(body: list[str], other: list[str]) -> None:
    text = "".join(piece for piece in body if piece != "\t") or "甲"
    cell = "".join(piece for piece in other if piece.strip()) or "乙"
    document = plan(text, preface="".join(other), annex=((cell, cell),))
    analyse(document)
    for printed, span in printed_and_spans(document):
        assert squeeze(document.source.text[span.start : span.end]) == printed
    for finding in document.findings:
        assert document.source.text[finding.start : finding.end] == finding.quote


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_analysis_says_the_same_twice(body: list[str]) -> None:
    text = "".join(body) or "甲"
    first, second = plan(text), plan(text)
    analyse(first)
    analyse(second)
    assert first == second


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([p for p in PIECES if p.isascii() or "\u4e00" <= p[0] <= "\u9fff"]), max_size=40))
def test_width_changes_nothing(body: list[str]) -> None:
    text = "甲" + "".join(body)
    wide = text.translate({ord(c): ord(c) + 0xFEE0 for c in "(),;:%"})
    narrow_plan, wide_plan = plan(text), plan(wide)
    analyse(narrow_plan)
    analyse(wide_plan)
    for narrow, full in zip(narrow_plan.items, wide_plan.items, strict=True):
        assert [(t.value, t.unit, t.span) for t in narrow.targets] == [(t.value, t.unit, t.span) for t in full.targets]
        assert [e.span for e in narrow.entities] == [e.span for e in full.entities]
        assert [p.span for p in narrow.policies] == [p.span for p in full.policies]


def test_a_target_without_a_unit_is_reported() -> None:
    document = plan("推进建设。接口总量达到5400，推广。")
    analyse(document)
    assert [(t.indicator, t.value, t.unit) for t in document.items[0].targets] == [("接口总量", 5400.0, "")]
    assert [(f.code, f.quote) for f in document.findings] == [("target-without-unit", "接口总量达到5400")]


@pytest.fixture(scope="module")
def songjiang() -> PlanDocument:
    return parse_text(read_source(SONGJIANG))


def test_songjiang_in_numbers(songjiang: PlanDocument) -> None:
    assert sum(len(item.targets) for item in songjiang.items) == 26
    assert sum(len(item.milestones) for item in songjiang.items) == 3
    assert len(songjiang.details) == 33
    assert len({detail.row for detail in songjiang.details}) == 33


def test_songjiang_goes_by_three_policies(songjiang: PlanDocument) -> None:
    assert [(policy.name, policy.cue) for policy in songjiang.basis] == [
        ("2023年上海市城市数字化转型重点工作安排", "按照"),
        ('松江区城市数字化转型"十四五"规划', "按照"),
        ("松江区城市数字化转型三年行动方案(2021-2023年)", "按照"),
    ]


def test_songjiang_cites_issues_and_carries_out(songjiang: PlanDocument) -> None:
    assert Counter(policy.relation for item in songjiang.items for policy in item.policies) == {
        "IMPLEMENTS": 7, "ISSUES": 4, "CITES": 1,
    }  # fmt: skip


def test_songjiang_spans_slice_to_what_is_printed(songjiang: PlanDocument) -> None:
    for printed, span in printed_and_spans(songjiang):
        assert squeeze(songjiang.source.text[span.start : span.end]) == printed
