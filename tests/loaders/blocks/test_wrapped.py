"""Texts whose paragraphs are broken into lines of one width, with page numbers between them."""

from __future__ import annotations

import pytest

from loaders.document import Item
from tests.loaders.plans import owners, parse

PLAN = (
    "云岭区制造业高质量发展三年行动计划（2021-2023年）\n"
    "为推动制造业高质量发展，结合我区实际，制定本行动计划。要坚持新发展理念，加快建设制造强区，推动产业转型升级。\n"
    "一、重点任务\n"
    "（一）实施产业链提升工程。聚焦高端装备、新材料等重点产业链，绘制产业链图谱，引进补链强链项目20个以上，到2023年底产业链规模达到300亿元。"
    "（责任单位：区工业和信息化局、区发展改革委、各乡镇政府）\n"
    "（二）实施智能制造工程，推动企业开展智能化改造并建设智能工厂和数字化车间共五十个以上。2022年底前实现规模以上企业全覆盖。\n"
    "牵头单位：区工业和信息化局\n配合单位：区财政局、区税务局、区科技局、区商务局、区自然资源和规划局、区住房和城乡建设局，各园区管委会\n"
    "（三）实施绿色制造工程。开展绿色工厂创建，累计培育绿色工厂10家；推进节能改造，实施节能项目30个，单位能耗下降5％，完成国家和省下达的目标任务。（区工业和信息化局、区生态环境局按职责分工负责）\n"
    "二、保障措施\n"
    "（一）加强组织领导。建立联席会议制度，统筹推进各项工作，协调解决企业在生产经营中遇到的重大问题。（责任单位：区工业和信息化局）\n"
)


def wrapped(width: int, indent: str, page: str) -> str:
    """The plan in lines of ``width`` characters, paragraphs indented, a page number after every ninth line."""
    lines: list[str] = []
    for paragraph in PLAN.splitlines():
        rest = (indent if "。" in paragraph else "") + paragraph
        while rest:
            lines.append(rest[:width])
            rest = rest[width:]
    pages = [line + (page if number % 9 == 0 else "") for number, line in enumerate(lines, 1)]
    return "\n".join(pages) + "\n"


def facts(item: Item) -> tuple[str, str, str, list[str | None]]:
    return item.ref, "".join(item.name.split()), owners(item), [deadline.iso for deadline in item.deadlines]


@pytest.mark.parametrize("width", [26, 30, 34])
@pytest.mark.parametrize("indent", ["", "　　"])
@pytest.mark.parametrize("page", ["", "\n— 3 —", "\n\n- 3 -\n"])
def test_wrapped_lines_read_as_their_paragraphs(width: int, indent: str, page: str) -> None:
    found = parse(wrapped(width, indent, page))
    assert [facts(item) for item in found.items] == [facts(item) for item in parse(PLAN).items]
    assert found.meta.name.replace(" ", "") == "云岭区制造业高质量发展三年行动计划（2021-2023年）"


def test_a_collective_broken_between_lines_is_one() -> None:
    (item,) = parse("云岭区方案\n一、任务\n1.明确责任。加强统筹。(各有关\n部门和单位负责)\n").items
    assert owners(item) == "各有关部门和单位 responsible"


def test_prose_in_the_place_of_owners_names_nobody() -> None:
    text = "云岭区任务清单\n序号\t工作任务\t责任单位\n1\t海绵设施\t项目应结合海绵城市、排水防涝等规划,因地制宜落实公共设施建设,提升区域蓄排能力和景观品质\n"
    (item,) = parse(text).items
    assert owners(item) == ""


def hard_wrapped(*paragraphs: str) -> str:
    """Paragraphs in lines of thirty characters that keep nothing of their indents; a numbered first line is shorter."""
    lines: list[str] = []
    for paragraph in paragraphs:
        first = 28 if paragraph[0].isdigit() else 30
        lines.append(paragraph[:first])
        lines += [paragraph[at : at + 30] for at in range(first, len(paragraph), 30)]
    return "\n".join(lines) + "\n"


def test_the_first_line_of_a_numbered_paragraph_is_full_two_characters_before_the_edge() -> None:
    text = hard_wrapped(
        "一、加大支持力度",
        "1.落实留抵退税政策，按规定对符合条件的企业继续落实好增值税留抵退税政策，在自愿的基础上应退尽退。（责任单位：市税务局）",
        "2.继续执行工商业用户参与现货市场交易的不承担辅助服务成本补偿等费用政策，降低用能成本。（责任单位：市发展改革委）",
        "3.返还小微企业工会经费，对全年上缴工会经费低于一万元的小额缴费工会组织全额返还，减轻负担。（责任单位：市总工会）",
    )
    items = parse("云岭市2024年稳增长措施\n" + text).items
    assert [item.name for item in items] == [
        "落实留抵退税政策，按规定对符合条件的企业继续落实好增值税留抵退税政策",
        "继续执行工商业用户参与现货市场交易的不承担辅助服务成本补偿等费用政策",
        "返还小微企业工会经费，对全年上缴工会经费低于一万元的小额缴费工会组织全额返还",
    ]


def test_a_page_broken_at_its_marks_goes_on_after_a_bare_piece() -> None:
    text = (
        "云岭市2024年工作要点\n一、重点任务\n"
        "1.提升融资服务。加大信保支持，\n鼓励保险机构推进\n“单一窗口+信保\n”\n统保服务，\n扩大覆盖面。（责任单位：市商务局）\n"
        "2.优化口岸。提升效率，\n降低成本。（责任单位：市商务局）\n"
    )
    assert parse(text).items[0].name == "提升融资服务"
    assert [owners(item) for item in parse(text).items] == ["市商务局 responsible"] * 2
