import pytest

from loaders.content.goals.milestones import find_milestones
from loaders.content.goals.targets import find_targets
from loaders.document import MilestoneMention
from loaders.text.view import Span
from tests.loaders.content.texts import reading


def milestones(text: str) -> list[tuple[str, str, str]]:
    read = reading(text)
    found = find_milestones(read, 2024, find_targets(read, 2024))
    return [(m.name, m.deadline, m.deadline_as_printed) for m in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("卫星工厂年底具备投产能力", [("卫星工厂具备投产能力", "2024-12-31", "年底")]),
        ("2026年底前，完成系统方案编制", [("完成系统方案编制", "2026-12-31", "2026年底前")]),
        ("6月底前上线运行", [("上线运行", "2024-06-30", "6月底前")]),
        ("到2025年，基本建成服务体系", [("基本建成服务体系", "2025", "2025年")]),
    ],
)
def test_a_dated_goal_without_a_number(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert milestones(text) == expected


@pytest.mark.parametrize(
    "text", ["2024年推进平台建设", "全年打造品牌", "年底前完成2处", "落实2030年达标要求", "持续推进平台上线"]
)
def test_what_is_no_milestone(text: str) -> None:
    assert milestones(text) == []


def test_its_text_and_place() -> None:
    read = reading("甲。乙站 年底\n启用，丙。")
    assert find_milestones(read, 2024, []) == [
        MilestoneMention("乙站启用", "乙站年底启用", Span(2, 10), "2024-12-31", "年底")
    ]
