"""The registry of owners, as plans use it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.errors import RegistryError
from graph.ids import owner_id
from loaders.registry import load_registry, registry
from loaders.registry.records import read_common, read_owners

SONGJIANG = "310117"
TOWN_CODES = Path(__file__).parents[4] / "shared/plans/songjiang_towns_codes.csv"

OWNERS = """
jurisdiction: "310117"
sources: {paper: a paper}
owners:
  - {name: 区甲局, aliases: [区乙局], known_by: text, source: paper}
"""


def body(printed: str, jurisdiction: str) -> tuple[str, str, str]:
    owner = registry().resolve(printed, jurisdiction)
    return owner.name, owner.label, owner.jurisdiction


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("区规划资源局", "区规资局"),
        ("区建设管理委", "区建管委"),
        ("区文化旅游局", "区文旅局"),
        ("区住房保障房屋管理局", "区房管局"),
        ("上海市松江区科学技术委员会", "区科委"),
        ("松江区卫生健康委员会", "区卫健委"),
        ("发改委", "区发改委"),
        ("区 科\n委", "区科委"),
        ("区数字化办", "区数字化办"),
    ],
)
def test_short_names_of_songjiang_mean_one_department(printed: str, name: str) -> None:
    assert body(printed, SONGJIANG) == (name, "Department", SONGJIANG)
    assert registry().resolve(printed, SONGJIANG).known


@pytest.mark.parametrize(
    ("printed", "name", "label"), [("区域运中心", "区城运中心", "Department"), ("水丰街道", "永丰街道", "Town")]
)
def test_forms_that_a_scan_printed_by_mistake(printed: str, name: str, label: str) -> None:
    owner = registry().resolve(printed, SONGJIANG)
    assert (owner.name, owner.label, owner.scan_form) == (name, label, True)
    assert not registry().resolve(name, SONGJIANG).scan_form


@pytest.mark.parametrize(
    ("printed", "plan", "expected"),
    [
        ("区科委", "310114", ("区科委", "Department", "310114")),
        ("市大数据中心", SONGJIANG, ("市大数据中心", "Department", "310000")),
        ("市科技局", "320505", ("市科技局", "Department", "320500")),
        ("市科技局", "320583", ("市科技局", "Department", "320583")),
        ("省教育厅", "320505", ("省教育厅", "Department", "320000")),
        ("国家发改委", SONGJIANG, ("国家发展改革委", "Department", "CN")),
        ("科技部", SONGJIANG, ("科技部", "Department", "CN")),
        ("发展改革委", "CN", ("国家发展改革委", "Department", "CN")),
        ("市场监管局", "310114", ("区市场监管局", "Department", "310114")),
        ("市场监管总局", SONGJIANG, ("市场监管总局", "Department", "CN")),
        ("松江区科委", "310000", ("区科委", "Department", SONGJIANG)),
        ("国家税务总局松江区税务局", SONGJIANG, ("区税务局", "Department", SONGJIANG)),
        ("中国移动松江分公司", SONGJIANG, ("中国移动松江分公司", "Enterprise", SONGJIANG)),
        ("国务院相关部门", SONGJIANG, ("国务院相关部门", "OwnerGroup", "CN")),
        ("北滩街道办事处", "云岭区", ("北滩街道", "Town", "云岭区")),
    ],
)
def test_whose_body_a_name_means(printed: str, plan: str, expected: tuple[str, str, str]) -> None:
    assert body(printed, plan) == expected


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("各街镇", "OwnerGroup"),
        ("各县(市、区)政府", "OwnerGroup"),
        ("区直有关部门", "OwnerGroup"),
        ("各区属集团", "OwnerGroup"),
        ("重点园区", "OwnerGroup"),
        ("云岭高新区", "Town"),
        ("城北镇人民政府", "Town"),
        ("某某城建集团", "Enterprise"),
        ("区“两旧”专班", "Department"),
        ("区公安分局(交管)", "Department"),
    ],
)
def test_labels_of_names_that_no_list_has(printed: str, label: str) -> None:
    owner = registry().resolve(printed, "310101")
    assert owner.label == label
    assert owner.known == (label == "OwnerGroup")
    assert owner.known_by == ("pattern" if label == "OwnerGroup" else "text")


def test_width_and_white_space_do_not_make_two_owners() -> None:
    variants = ["区公安分局（交管）", "区公安分局(交管)", "区 公安分局( 交管 )"]
    assert {registry().resolve(printed, "310101") for printed in variants} == {
        registry().resolve("区公安分局(交管)", "310101")
    }


def test_two_plans_of_songjiang_share_their_owners_and_jiading_stays_apart() -> None:
    def key(printed: str, plan: str) -> str:
        owner = registry().resolve(printed, plan)
        return owner_id(owner.jurisdiction, owner.name)

    assert key("区规资局", SONGJIANG) == key("区规划资源局", SONGJIANG)
    assert key("区科委", SONGJIANG) != key("区科委", "310114")


def test_how_a_name_is_known() -> None:
    owner = registry().resolve("区科委", SONGJIANG)
    assert (owner.full_name, owner.level, owner.known_by) == ("上海市松江区科学技术委员会", "district", "source")
    assert registry().resolve("区发改委", SONGJIANG).known_by == "pattern"
    assert registry().resolve("区科委", "310114").known_by == "pattern"
    assert registry().resolve("区投资处", "310114").known_by == "text"


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["松江区城市数字化转型2023年重点工作安排", "上海市松江区科学技术委员会", "松科委[2023]6号"], SONGJIANG),
        (["关于印发《黄浦区可再生能源发展行动方案》的通知"], "310101"),
        (["松江新城数字化转型“十四五”规划"], SONGJIANG),
        (["2023年上海市城市数字化转型重点工作安排"], "310000"),
        (["国务院办公厅关于深入开展消费扶贫的指导意见"], "CN"),
        (["国家发展改革委 财政部关于某事的通知"], "CN"),
        (["重点工作安排", "沪松府办〔2025〕31号"], SONGJIANG),
        (["重点工作安排", "沪府办发〔2021〕29号"], "310000"),
        (["重点工作安排", "青政办〔2021〕29号"], "630000"),
        (["重点工作安排", "青府办发〔2021〕29号"], "CN"),
        (["朝阳区2024年重点任务", "京朝政办发〔2024〕3号"], "110105"),
        (["朝阳区2024年重点任务"], "朝阳区"),
        (["昆山市2024年实事项目"], "320583"),
        (["红河州2024年行动方案"], "532500"),
        (["宁夏自治区科技厅关于印发工作方案的通知"], "640000"),
        (["峨山县2024年重点任务"], "530426"),
        (["河南县域商业体系建设方案"], "410000"),
        (["云岭区2024年重点任务责任分解方案"], "云岭区"),
        (["南浔湖管理局2023年工作任务分解表"], "南浔湖管理局"),
        (["中山街道2024年工作要点"], "中山街道"),
        (["中山街道2024年工作要点", "上海市松江区人民政府中山街道办事处"], SONGJIANG),
        (["中共上海市松江区委办公室关于印发工作要点的通知"], SONGJIANG),
        (["上海市人民政府办公厅关于支持浦东新区的意见"], "310000"),
        (["重点任务分工"], "CN"),
        ([], "CN"),
    ],
)
def test_whose_plan_it_is(texts: list[str], code: str) -> None:
    assert registry().jurisdiction_of(texts) == code


def test_rosters_are_dated_lists() -> None:
    roster = registry().roster("各街镇及经开区", SONGJIANG)
    assert roster is not None
    assert (len(roster.members), roster.as_of) == (17, "2023")
    assert not registry().resolve("各街镇及经开区", SONGJIANG).open_ended
    assert registry().roster("重点园区", SONGJIANG) is None
    assert registry().resolve("重点园区", SONGJIANG).open_ended


def test_towns_have_the_published_codes() -> None:
    if not TOWN_CODES.exists():
        pytest.skip("../shared is not there")
    with TOWN_CODES.open(encoding="utf-8", newline="") as file:
        published = {row[1]: row[0] for row in csv.reader(file)}
    for name, code in published.items():
        assert registry().resolve(name, SONGJIANG).code == code


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("aliases: [区乙局]", "aliases: [区甲 局]"), "o.yaml: 区甲 局 names both 区甲局 and 区甲局; keep one"),
        (("source: paper}", "source: rumour}"), "o.yaml: owners: 区甲局: source 'rumour' is not under sources"),
        (
            ("known_by: text", "known_by: dream"),
            "o.yaml: owners: 区甲局: known_by must be one of source, pattern, text",
        ),
        (("known_by: text", "colour: red"), "o.yaml: owners: unknown key 'colour'"),
        (("aliases: [区乙局]", "label: Person"), "o.yaml: owners: 区甲局: label must be one of Department, Town"),
        (("aliases: [区乙局]", "roster: all"), "o.yaml: 区甲局: unknown roster 'all'"),
        (("aliases: [区乙局]", 'code: "320000001"'), "o.yaml: owners: 区甲局: code '320000001' must be in quotes"),
        (("sources: {paper: a paper}", "sources: {}\nsources: {}"), "'sources' stands twice"),
        (('jurisdiction: "310117"\n', ""), "o.yaml: jurisdiction is missing"),
    ],
)
def test_a_contradiction_in_the_data_stops_the_load(change: tuple[str, str], message: str) -> None:
    with pytest.raises(RegistryError) as error:
        read_owners(OWNERS.replace(*change), "o.yaml")
    assert message in str(error.value)


def test_a_form_that_means_two_common_bodies_is_refused() -> None:
    with pytest.raises(RegistryError, match="科委 names both 科技局 and 科委; keep one"):
        read_common("jurisdiction: common\nforms: [[科技局, 科委], [科委]]", "c.yaml")


def test_a_folder_of_ones_own_adds_owners_and_aliases(tmp_path: Path) -> None:
    text = OWNERS + "  - {name: 区科委, aliases: [区科学委], known_by: text, source: paper}\n"
    (tmp_path / "owners-mine.yaml").write_text(text, "utf-8")
    mine = load_registry(tmp_path)
    assert mine.resolve("区乙局", SONGJIANG).name == "区甲局"
    assert mine.resolve("区科学委", SONGJIANG).full_name == "上海市松江区科学技术委员会"
    assert not registry().resolve("区乙局", SONGJIANG).known


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no such folder"):
        load_registry(tmp_path / "nowhere")


def test_a_jurisdiction_without_a_code_is_refused(tmp_path: Path) -> None:
    (tmp_path / "owners-mine.yaml").write_text(OWNERS.replace("310117", "999999"), "utf-8")
    with pytest.raises(RegistryError, match="unknown jurisdiction '999999'"):
        load_registry(tmp_path)
