"""Time limits as printed and as ISO dates; year-long windows apart."""

from __future__ import annotations

import re

import pytest

from loaders.text.dates import times
from loaders.text.deadlines import column_deadline, looks_like_deadline, read_deadlines
from loaders.text.view import View

LIMITS = {
    "2023年12月底前完成": ("2023年12月底前", "2023-12-31"),
    "2020年底前将": ("2020年底前", "2020-12-31"),
    "年底前完成2处": ("年底前", "2024-12-31"),
    "工厂年底具备能力": ("年底", "2024-12-31"),
    "到2025年底，达到99%": ("2025年底", "2025-12-31"),
    "4月底前印发": ("4月底前", "2024-04-30"),
    "2月底前印发": ("2月底前", "2024-02-29"),
    "5月31日前完成": ("5月31日前", "2024-05-31"),
    "今年年底前完成": ("今年年底前", "2024-12-31"),
    "明年6月底前完成": ("明年6月底前", "2025-06-30"),
    "年内完成投资": ("年内", "2024-12-31"),
    "力争2024年6月开工": ("2024年6月", "2024-06"),
    "三季度启用": ("三季度", "2024-09-30"),
    "上半年完成": ("上半年", "2024-06-30"),
    "2030年前建成": ("2030年前", "2030"),
    "10月中旬前完成": ("10月中旬前", "2024-10-20"),
    "本意见印发之日起30日内": ("本意见印发之日起30日内", "2024-03-31"),
    "完成时限:2024年6月": ("2024年6月", "2024-06"),
    "后年年底建成": ("后年年底", "2026-12-31"),
    "自印发之日起6个月内": ("印发之日起6个月内", "2024-09-01"),
}


@pytest.mark.parametrize("text", LIMITS)
def test_limits(text: str) -> None:
    view = View(text)
    deadlines, _ = read_deadlines(view, times(view.text), 2024, "2024-03-01")
    assert [(d.printed, d.iso) for d in deadlines] == [LIMITS[text]]
    assert text[deadlines[0].span.start : deadlines[0].span.end] == deadlines[0].printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2023年新建350个", ["2023年"]),
        ("今年完成80个，今年开工", ["今年"]),
        ("到2025年，达到99%", ["2025年"]),
        ("2019年1月1日至12月31日，返还", ["2019年1月1日至12月31日"]),
        ("2020年-2023年", ["2020年-2023年"]),
        ("2000亩以上，3年以上，压缩至4个月以内", []),
        ("目前、日前、此前、前后、每年、近年来", []),
        ("本方案自2024年5月1日起施行，有效期至2026年12月31日", ["2024年5月1日", "2026年12月31日"]),
        ("政策执行期限至2025年6月底", ["2025年6月底"]),
        ("最长可延至2025年6月30日", ["2025年6月30日"]),
        ("利率不高于上一季度水平", []),
        ("1998年12月10日前已建成的房屋", []),
        ("调整2023年底到期的政策", []),
        ("较2020年下降", []),
        ("按照《2023年工作方案（2023-2025年）》", []),
    ],
)
def test_windows_are_periods(text: str, printed: list[str]) -> None:
    view = View(text)
    titles = [(m.start(), m.end()) for m in re.finditer("《.*?》", view.text)]
    deadlines, periods = read_deadlines(view, times(view.text), 2024, None, titles)
    assert ([d.printed for d in periods], deadlines) == (printed, [])


@pytest.mark.parametrize(
    ("cell", "printed", "iso"),
    [
        ("2026年12月", "2026年12月", "2026-12"), ("5-7月", "5-7月", "2024-07"), ("持续推进", "持续推进", None),
        ("2025年12月。", "2025年12月", "2025-12"), ("2024.6.30", "2024.6.30", "2024-06-30"), ("每季度末", "每季度末", None),
        ("（2024 年6 月）", "2024年6月", "2024-06"), ("2024年\n12月", "2024年12月", "2024-12"),
        ("2024年3月-2025年\n6月底", "2024年3月-2025年6月底", "2025-06-30"), ("全年", "全年", None),
    ],
)  # fmt: skip
def test_columns(cell: str, printed: str, iso: str | None) -> None:
    assert [(d.printed, d.iso) for d in column_deadline(View(cell), 2024, None)] == [(printed, iso)]
    assert looks_like_deadline(View(cell).text)


@pytest.mark.parametrize("cell", ["", "无", "/", "—"])
def test_empty_columns(cell: str) -> None:
    assert column_deadline(View(cell), 2024, None) == []


@pytest.mark.parametrize(
    "text",
    [
        "对年内组织游客的旅行社给予奖励", "对2024年上半年举办的各类活动，支持当地财政给予资金补助",
        "2024年4月1日（含当日）以后取得许可的旅行社可申请暂缓", "2024年6月后签发的证照全部入库", "自2024年7月1日起施行",
    ],
)  # fmt: skip
def test_times_of_conditions_and_beginnings_are_no_deadlines(text: str) -> None:
    view = View(text)
    assert read_deadlines(view, times(view.text), 2024, None)[0] == []


def test_what_is_drafted_by_a_time_is_due_then() -> None:
    view = View("2024年6月底前起草管理办法")
    assert [d.iso for d in read_deadlines(view, times(view.text), 2024, None)[0]] == ["2024-06-30"]
