"""Names that OCR misread in one character: mended where the registry knows one of the others, always with a finding."""

from __future__ import annotations

import pytest

from loaders.assemble import assemble
from loaders.document import SourceText
from loaders.parse import parse_structure, parse_text

TITLE = "上海市2024年数字化工作要点\n"


def plan(named: str, others: dict[str, str], title: str = TITLE) -> SourceText:
    """A plan whose only item names ``named``; ``others`` are what OCR saw in these characters besides."""
    text = f"{title}1.推进数据共享应用。（责任单位：{named}）\n"
    return SourceText(text, "a.pdf", others=tuple(sorted((text.rindex(char), seen) for char, seen in others.items())))


def owners(source: SourceText) -> list[tuple[str, str]]:
    return [(owner.printed, owner.whole) for item in parse_structure(source).items for owner in item.owners]


def test_a_known_name_is_meant_by_one_doubtful_character_and_a_finding_names_both() -> None:
    source = plan("市经济和信急化委、市财政局", {"急": "悬息", "财": "材"})
    graph, findings = assemble(parse_text(source))
    names = {node: told["name"] for node, told in graph.nodes("Owner")}
    (said,) = [(names[owner], told) for owner, _, told in graph.edges("OWNS") if told["position"] == 1]
    assert (said[0], said[1]["as_printed"]) == ("市经信委", "市经济和信急化委")
    assert source.text[said[1]["start"] : said[1]["end"]] == "市经济和信急化委"
    (finding,) = [finding for finding in findings if finding.code == "owner-scan-form"]
    assert finding.words == {"printed": "市经济和信急化委", "name": "市经济和信息化委"}
    assert finding.quote == "市经济和信急化委"


@pytest.mark.parametrize(
    ("named", "others"),
    [
        ("市经济和信急化委", {}),  # OCR was sure
        ("市经济和信急化委", {"信": "伩"}),  # of this one, though not of another
        ("市料委", {"料": "科农"}),  # two bodies that the registry knows
        ("市经委", {"经": "科"}),  # a body as it stands
        ("市奇术委", {"奇": "科"}),  # none, whatever it is
    ],
)
def test_what_is_not_plainly_one_body_stays_as_printed(named: str, others: dict[str, str]) -> None:
    source = plan(named, others)
    assert owners(source) == [(named, "")]
    assert "owner-scan-form" not in {finding.code for finding in parse_structure(source).findings}


def test_a_body_that_the_item_names_already_is_not_meant_again() -> None:
    source = plan("市财政局、市料政局", {"料": "财"})
    assert owners(source) == [("市财政局", ""), ("市料政局", "")]


def test_the_plans_own_place_is_known_in_the_names_of_its_bodies() -> None:
    title = "云岭区2024年重点任务\n"
    assert owners(plan("云哈高新区、区财政局", {"哈": "峪岭"}, title)) == [
        ("云哈高新区", "云岭高新区"),
        ("区财政局", ""),
    ]
    assert owners(plan("云龙高新区", {"龙": "尤"}, title)) == [("云龙高新区", "")]
    assert owners(plan("云南高新区", {"南": "岭"}, title)) == [("云南高新区", "")]  # of another place
