"""What holds for any text: a result or a clear error, exact places, the same answer each time and in every width."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import PlanError
from loaders.assemble import assemble
from loaders.document import PlanDocument, SourceText
from loaders.parse import parse_structure, parse_text
from tests.loaders.plans import HEAD, owners, parse

PIECES = [
    "一、", "二、", "（一）", "(二)", "1.", "2、", "- 3、", "行动1", "——任务1：", "第一条", "附件", "附件1：", "表1", "\n", "\n\n",
    "\t", "|", " ", "　", "。", "，", "、", "；", "：", "(", ")", "〔", "］", "《", "》", "“", "责任单位：", "牵头单位:", "完成时限：",
    "区科委", "各街镇", "等", "及", "和", "牵头", "负责", "按职责分工负责", "列第一位者为牵头单位，下同", "2023年12月底前", "年底",
    "5-7月", "建设平台", "序号", "工作任务", "责任部门", "分类", "标题:", "关于印发《方案》的通知", "工作方案", "国办发〔2018〕1号",
    "2024年1月5日", "以下任务均需各区落实，不再一一列出", "\u200b", "\ufeff", "\r\n", "\f", "㈠", "①", "3.0", "99999",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60).map("".join)


def result(text: str) -> PlanDocument | str:
    """The document of a text, or the one line that says why there is none."""
    try:
        return parse_text(SourceText(text, "any.txt"))
    except PlanError as error:
        return str(error)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_gives_a_graph_or_a_clear_error(text: str) -> None:
    found = result(text)
    if isinstance(found, str):
        assert found.startswith("any.txt: ")
        assert "\n" not in found
        return
    graph = assemble(found).graph
    for attributes in [a for _, a in graph.nodes()] + [a for *_, a in graph.edges()]:
        if "quote" in attributes:
            assert text[attributes["start"] : attributes["end"]] == attributes["quote"]
    for item in found.items:
        for owner in item.owners:
            assert "".join(text[owner.span.start : owner.span.end].split()) != ""
    assert all(text[f.start : f.end] == f.quote for f in found.findings)
    again = result(text)
    assert not isinstance(again, str)
    assert assemble(again).graph.digest() == graph.digest()


PLAN = (
    HEAD + "1.推进平台建设。到2025年底，建成(市级)平台。(牵头单位:区科委;责任单位:区公安分局(交管),各街镇等)\n"
    "2.发展产业。(区经委牵头,区财政局、区商务委按职责分工负责)\n责任单位:区税务局\n"
)
WIDE = str.maketrans("().,:;0123456789", "（）．，：；０１２３４５６７８９")


def facts(text: str) -> list[tuple[str, str, bool, list[str | None]]]:
    narrow = str.maketrans("（）．，：；０１２３４５６７８９", "().,:;0123456789")
    return [
        (i.ref.translate(narrow), owners(i).translate(narrow), i.open_ended, [d.iso for d in i.deadlines])
        for i in parse(text).items
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, len(PLAN) - 1), max_size=30), st.lists(st.integers(0, len(PLAN)), max_size=10))
def test_width_and_white_space_do_not_matter(wide: list[int], spaces: list[int]) -> None:
    chars = [char.translate(WIDE) if index in set(wide) else char for index, char in enumerate(PLAN)]
    text = "".join((" " if index in set(spaces) else "") + char for index, char in enumerate(chars))
    assert facts(text) == facts(PLAN)


def test_a_plan_of_a_megabyte_parses_whole() -> None:
    long = "推进基础设施建设,到2025年底建成平台,提升共享水平(含市级平台)。" * 20
    text = HEAD + "".join(f"{n}.推进平台建设。{long}(责任单位:区科委、区经委)\n" for n in range(1, 999)) * 2
    assert len(text) > 1_000_000
    assert len(parse_structure(SourceText(text)).items) == 998 * 2
