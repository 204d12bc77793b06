"""The one grammar of dates: what is a time, where it ends, and its ISO form."""

import pytest

from loaders.text.dates import Times, date_at_end, date_in, last_numeric, times


@pytest.mark.parametrize(
    ("text", "printed", "iso", "firm"),
    [
        ("2024年12月底前完成", "2024年12月底前", "2024-12-31", True),
        ("年底前完成", "年底前", "2024-12-31", True),
        ("到2025年底建成", "2025年底", "2025-12-31", True),
        ("至2035年达到", "2035年", "2035", True),
        ("2024年新建", "2024年", "2024", False),
        ("今年完成", "今年", "2024", False),
        ("全年打造", "全年", "2024", False),
        ("年内开工", "年内", "2024-12-31", True),
        ("4月底前上报", "4月底前", "2024-04-30", True),
        ("5月31日前报送", "5月31日前", "2024-05-31", True),
        ("2026年2月底前", "2026年2月底前", "2026-02-28", True),
        ("2026年12月", "2026年12月", "2026-12", True),
        ("9月份举办", "9月份", "2024-09", True),
        ("6月份底前完成", "6月份底前", "2024-06-30", True),
        ("上半年开工", "上半年", "2024-06-30", False),
        ("三季度启用", "三季度", "2024-09-30", False),
        ('"十四五"期间新增', '"十四五"期间', "2025", False),
        ('"十四五"末达到', '"十四五"末', "2025-12-31", True),
        ("2026年至2030年推进", "2026年至2030年", "2030", False),
        ("2026-2028年推进", "2026-2028年", "2028", False),
        ("5-7月集中整治", "5-7月", "2024-07", True),
        ("明年底前建成", "明年底前", "2025-12-31", True),
        ("二〇二五年六月底前", "二〇二五年六月底前", "2025-06-30", True),
        ("10月中旬前", "10月中旬前", "2024-10-20", True),
        ("1.2026年底前建成", "2026年底前", "2026-12-31", True),
        ("印发之日起6个月内", "印发之日起6个月内", "2024-09-01", True),
        ("印发之日起30日内", "印发之日起30日内", "2024-03-31", True),
        ("印发之日起5个工作日内", "印发之日起5个工作日内", None, True),
    ],
)
def test_a_time_as_printed_and_as_iso(text: str, printed: str, iso: str | None, firm: bool) -> None:
    (time,) = times(text)
    assert (text[time.start : time.end], time.iso(2024, "2024-03-01"), time.firm) == (printed, iso, firm)


@pytest.mark.parametrize(
    "text",
    [
        "持续推进", "第12条", "3.5版本", "新增12个", "海底隧道", "一年一度", "6月龄幼儿", "前后、每年、近年来",
        "2000亩以上", "3年以上", "压缩至4个月以内", "5000年底蕴", "多年内涝",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert [text[time.start : time.end] for time in times(text)] == []


def test_without_a_year_of_the_plan_a_year_less_date_says_nothing() -> None:
    (time,) = times("年底前完成")
    assert time.iso(None) is None


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2023年6月底前编制方案,12月底前完成验收", ["2023-06-30", "2023-12-31"]),
        ("2023年9月底前编制方案,3月底前完成验收", ["2023-09-30", "2022-03-31"]),
        ("2023年6月底前编制方案。12月底前完成验收", ["2023-06-30", "2022-12-31"]),
        ("2021年6月底前已编制方案,12月底前完成验收", ["2021-06-30", "2022-12-31"]),
        ("2019年1月1日至12月31日", ["2019-12-31"]),
        ("2023年6月底前完成,年底前验收", ["2023-06-30", "2023-12-31"]),
    ],
)
def test_a_second_date_without_a_year_has_that_of_the_first_it_comes_after(text: str, dates: list[str]) -> None:
    assert [time.iso(2022) for time in times(text)] == dates


def test_times_are_asked_for_by_place_and_outside_titles() -> None:
    text = "《2023年要点》年底前完成,比2020年下降,明年再评"
    found = times(text)
    assert [(text[t.start : t.end], t.measured) for t in found] == [
        ("2023年", False), ("年底前", False), ("2020年", True), ("明年", False),
    ]  # fmt: skip
    assert [t.start for t in Times(found).within(9, len(text))] == [t.start for t in found[1:]]
    assert [t.start for t in Times(found).outside([(0, 9)])] == [t.start for t in found[1:]]
    assert Times([]).outside([(0, 3)]) == []


def test_days_of_issue() -> None:
    assert date_at_end("青禾区人民政府2024年3月1日") == ("2024-03-01", 7)
    assert date_at_end("二〇二四年十二月二十一日(此件公开发布)") == ("2024-12-21", 0)
    assert date_at_end("(2024年2月30日)") is None
    assert date_in("发布时间:2024/6/30 09:00") == "2024-06-30"
    assert (last_numeric("2024.3-2024.12"), last_numeric("3.5版本")) == ("2024-12", None)
