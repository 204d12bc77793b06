import pytest

from loaders.content.dates import find_dates


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
        ("上半年开工", "上半年", "2024-06", False),
        ("“十四五”期间新增".replace("“", '"').replace("”", '"'), '"十四五"期间', "2025", False),
        ('"十四五"末达到', '"十四五"末', "2025-12-31", True),
        ("2026年至2030年推进", "2026年至2030年", "2030", False),
        ("明年底前建成", "明年底前", "2025-12-31", True),
    ],
)
def test_a_time_limit_as_printed_and_as_iso(text: str, printed: str, iso: str, firm: bool) -> None:
    (date,) = find_dates(text, 0, len(text), 2024)
    assert (text[date.start : date.end], date.iso, date.firm) == (printed, iso, firm)


@pytest.mark.parametrize("text", ["持续推进", "第12条", "3.5版本", "新增12个", "海底隧道", "一年一度"])
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text, 0, len(text), 2024) == []


def test_without_a_year_of_the_plan_a_year_less_date_says_nothing() -> None:
    assert find_dates("年底前完成", 0, 5, None) == []
