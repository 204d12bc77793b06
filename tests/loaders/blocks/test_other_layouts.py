"""Layouts of plans from other places: front matter in a web page's table, flat tables with merged cells, groups."""

from __future__ import annotations

import re

import pytest

from loaders.document import PlanMeta, SourceText
from loaders.parse import parse_text
from tests.loaders.plans import HEAD, owners, parse, task

BODY = "\n一、任务\n1.建设平台。(责任单位:区科委)\n"


def meta(head: str) -> PlanMeta:
    """The metadata of a plan with that head."""
    return parse(head + BODY).meta


@pytest.mark.parametrize(
    "front",
    [
        "索 引 号 MB15/2023-05 发文日期 2023-01-03\n发布机构 区人民政府办公室 文    号 蔡政办〔2023〕1号\n有 效 性 有效 分   类 政务\n",
        "文 号 | 蔡政办〔2023〕1号 | 发文日期 | 2023-01-03 09:00 |\n---|---|---|---|\n发布机构 | 区政府办 | 有 效 性 | 有效 |\n",
        "索引号： | MB15/2023-05 | 发布日期： | 2023-01-03 |\n发文字号： | 蔡政办〔2023〕1号 | 成文日期： | |\n",
        "文号 :蔡政办〔2023〕1号\n发布日期:2023年1月3日\n",
    ],
)
def test_front_matter_of_a_web_page(front: str) -> None:
    title = "区人民政府办公室关于印发《2023年责任分解方案》的通知\n"
    signed = "现印发给你们。\n\n蔡甸区人民政府办公室\n\n2023年1月3日\n\n2023年责任分解方案\n"
    for head in (front + title, title + "\n2023-01-05 10:00 区人民政府办公室\n" + front):
        found = meta(f"{head}\n各街道办事处:\n\n{signed}")
        assert (found.name, found.doc_number) == ("2023年责任分解方案", "蔡政办〔2023〕1号")
        assert (found.issuer, found.date, found.jurisdiction) == ("蔡甸区人民政府办公室", "2023-01-03", "420114")


@pytest.mark.parametrize("who", ["区建设管理委", "区建管委制订的", "区发改委等部门", ""])
def test_a_notice_that_names_who_drafted_the_plan(who: str) -> None:
    found = meta(f"云岭区人民政府办公室关于转发{who}《云岭区更新行动方案(2023-2025年)》的通知\n\n各街道:\n")
    assert (found.name, found.period) == ("云岭区更新行动方案(2023-2025年)", "2023-2025")


def test_a_notice_without_title_announces_the_plan() -> None:
    document = parse(
        "云政办字〔2023〕1号\n各乡镇人民政府:\n经区政府同意,现将《云岭区绿色发展分工落实方案》(以下简称《方案》)印发给你们。\n"
        "一、高度重视。各单位要认真落实。\n二、压实责任。各单位要按时完成。\n云岭区人民政府办公室\n2023年1月5日\n"
        "云岭区绿色发展分工落实方案\n一、总体要求\n1.建设先行区。(牵头单位:区发改委,参与单位:区直有关部门)\n"
    )
    assert (document.meta.name, document.meta.issuer) == ("云岭区绿色发展分工落实方案", "云岭区人民政府办公室")
    assert [owners(item) for item in document.items] == ["区发改委 lead, 区直有关部门 support"]
    assert document.findings == []


def test_a_title_over_four_lines_that_hands_nothing_on() -> None:
    found = meta(
        "县人民政府办公室关于\n对县《政府工作报告》确定的2021年\n重点工作及市《政府工作报告》涉及我县的\n"
        "重点事项进行责任分解的通知\n各镇人民政府:\n现将责任分解给你们。\n2021年5月12日\n"
    )
    assert found.name.startswith("县人民政府办公室关于对县《政府工作报告》确定的2021年重点工作及市")
    assert (found.issuer, found.year) == ("县人民政府办公室", 2021)


def test_a_note_of_publication_is_no_title() -> None:
    assert meta("现予印发。\n(此件公开发布)\n云岭区增收实施方案\n根据要求,制定本方案。\n").name == "云岭区增收实施方案"


@pytest.mark.parametrize(
    "group",
    [
        "各市、州、县人民政府",
        "各省、自治区、直辖市人民政府",
        "各县(市、区)人民政府",
        "各市(州)、县(市、区)人民政府",
        "各市、县人民政府",
        "各镇、街道",
        "各市、县(市、区)政府",
    ],
)
def test_a_group_of_places_is_one_owner(group: str) -> None:
    assert owners(task(f"(省财政厅、{group}负责)")) == f"省财政厅 responsible, {group} responsible"
    assert owners(task(f"(省财政厅等部门和{group}负责)")) == f"省财政厅 responsible, {group} responsible"


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("年内持续推进", ["年内持续推进"]),
        ("6月底前出台政策,年内持续推进", ["6月底前", "年内持续推进"]),
        ("12月底前完成", ["12月底前"]),
    ],
)
def test_times_beside_owners(said: str, printed: list[str]) -> None:
    item = task(f"(区科委牵头,区经委等按职责分工负责,{said})")
    assert owners(item) == "区科委 lead, 区经委 responsible"
    assert [deadline.printed for deadline in item.deadlines] == printed


def test_a_flat_table_with_bands_categories_and_merged_owners() -> None:
    cells = (
        "任务类型 序号 工作任务 推进单位 行动一：再造新极行动 1 推进东片整体更新。 区规划局、区商务委 "
        "行动二：重塑新居行动 旧区改造 2 完成旧里改造。 区“两旧”专班、各相关街镇 旧房更新 3 推进成套改造。 4 加装电梯700台。 "
        "“家园”建设 5 创建20个小区。 行动三：新境行动 设施提升 6 推进生活圈行动。 区规划局"
    )
    items = parse("云岭区行动方案\n\n附件\n\n云岭区重点任务清单\n\n" + "\n\n".join(cells.split()) + "\n").items
    assert [(item.number, item.category, owners(item)) for item in items] == [
        ("1", None, "区规划局 responsible, 区商务委 responsible"),
        ("2", "旧区改造", "区“两旧”专班 responsible, 各相关街镇 responsible"),
        ("3", "旧房更新", "区“两旧”专班 responsible, 各相关街镇 responsible"),
        ("4", "旧房更新", "区“两旧”专班 responsible, 各相关街镇 responsible"),
        ("5", "“家园”建设", "区“两旧”专班 responsible, 各相关街镇 responsible"),
        ("6", "设施提升", "区规划局 responsible"),
    ]


def test_a_clause_in_a_marker_about_whom_all_tasks_touch() -> None:
    items = parse(
        "云岭省流通实施方案\n一、任务\n(一)建设市场。〔责任单位:省发改委、商务厅按职责分工负责。具体任务均涉及相关市(州)人民政府,不再做分工,下同。〕\n"
        "(二)优化环境。〔责任单位:省市场监管局〕\n"
    ).items
    touched = "相关市(州)人民政府 responsible/clause"
    assert [owners(item) for item in items] == [
        f"省发改委 responsible, 商务厅 responsible, {touched}",
        f"省市场监管局 responsible, {touched}",
    ]


def test_columns_of_service_projects() -> None:
    (item,) = parse(
        "云岭区2024年为民办实事项目任务分解表\n序号\t项目名称\t项目内容\t牵头单位\t责任主体与协同单位\t完成 时限\n"
        "1\t养老床位\t新增养老床位200张。\t区民政局\t市政局、各街镇\t11月底\n"
    ).items
    assert owners(item) == "区民政局 lead, 市政局 responsible, 各街镇 responsible"
    assert len(item.spans) == 2


def test_owners_with_a_verb_before_a_label_of_time() -> None:
    item = task("(省发改委、人行江城分行、省税务局负责,完成时限:2022年10月)")
    assert owners(item) == "省发改委 responsible, 人行江城分行 responsible, 省税务局 responsible"
    assert [deadline.printed for deadline in item.deadlines] == ["2022年10月"]


def test_a_flat_table_with_bands_without_numbers_and_lost_cells() -> None:
    cells = (
        "序号 事项 工作措施 责任单位 推进示范 1 “光伏+地铁”工程 充分利用既有高架车站、停车场进行光伏项目的开发和建设 云岭地铁集团 "
        "2 联合专业机构对沿线边坡光伏发电和电力消纳进行论证规划 建立推进机制 3 健全运营模式 建立以市场化竞争配置为主的机制 区交通委 "
        "4 加强对重点用能单位的目标责任考核"
    )
    items = parse("云岭区光伏方案\n\n附件\n\n任务分工表\n\n" + "\n\n".join(cells.split()) + "\n").items
    assert [(item.number, item.category, item.name[:6], owners(item)) for item in items] == [
        ("1", "“光伏+地铁”工程", "充分利用既有", "云岭地铁集团 responsible"),
        ("2", "“光伏+地铁”工程", "联合专业机构", "云岭地铁集团 responsible"),
        ("3", "健全运营模式", "建立以市场化", "区交通委 responsible"),
        ("4", "健全运营模式", "加强对重点用", "区交通委 responsible"),
    ]


def test_the_printed_title_wins_over_the_one_in_the_notice() -> None:
    found = meta(
        "云岭区人民政府办公室关于印发2021年本区体检工作方案的通知\n\n各乡镇:\n\n《2021年云岭区体检工作方案》已经区政府同意,现印发给你们。\n\n"
        "2021年9月9日\n\n2021年云岭区体检工作方案\n"
    )
    assert found.name == "2021年云岭区体检工作方案"
    assert found.notice == "云岭区人民政府办公室关于印发2021年本区体检工作方案的通知"


def test_a_task_about_a_mechanism_is_a_task() -> None:
    items = parse(
        "云岭区方案\n一、主要任务\n(一)健全工作机制。做好统筹。\n(二)健康舒适。反映基本情况。\n二、工作机制\n(一)加强领导。\n"
    ).items
    assert [item.name for item in items] == ["健全工作机制", "健康舒适"]


def test_months_of_tasks_are_deadlines() -> None:
    text = f"{HEAD}1.青禾任务。5-7月集中公开招生信息。建立机制(8月)。(区教育局、各街道分别落实)\n"
    (item,) = parse_text(SourceText(text)).items
    assert [deadline.printed for deadline in item.deadlines] == ["5-7月", "8月"]
    assert owners(item) == "区教育局 responsible, 各街道 responsible"


FLAT = (
    "现制定如下分工方案。一、落实政策（一）研究直达机制。（财政部、税务总局等国务院相关部门及各地区按职责分工负责）具体措施："
    "1．及时总结经验。（财政部牵头，国务院相关部门及各地区按职责分工负责）2．2020年底前开展专项治理。（市场监管总局牵头）"
    "3．6月底前完成自查。（民政部负责）（二）让融资更便利。（人民银行牵头）具体措施：1．2021年6月底前完善评价。（财政部负责）"
)


@pytest.mark.parametrize("text", [FLAT, re.sub("(一、|（[一二]）|[1-3]．)", r"\n\1", FLAT)])
def test_measures_inside_a_line(text: str) -> None:
    items = parse(text).items
    assert [(item.ref, item.name) for item in items] == [
        ("一/一", "研究直达机制"),
        ("一/一/1", "及时总结经验"),
        ("一/一/2", "2020年底前开展专项治理"),
        ("一/一/3", "6月底前完成自查"),
        ("一/二", "让融资更便利"),
        ("一/二/1", "2021年6月底前完善评价"),
    ]


def test_a_number_before_a_date_is_a_heading() -> None:
    items = parse(
        "云岭区方案\n一、任务\n1.2023年6月底前建成平台。\n2.9月底前上线。\n3.5G基站建成300个。\n4.0版本继续优化。\n"
    ).items
    assert [(item.number, item.name) for item in items] == [
        ("1", "2023年6月底前建成平台"),
        ("2", "9月底前上线"),
        ("3", "5G基站建成300个"),
    ]


@pytest.mark.parametrize(
    ("head", "title", "number"),
    [
        ("云岭市人民政府关于促进就业的意见云政发〔2020〕6号各区人民政府：", "云岭市人民政府关于促进就业的意见", "云政发〔2020〕6号"),
        ("云岭市人民政府关于落实重点工作分工的意见云政发〔2020〕6号各区：", "云岭市人民政府关于落实重点工作分工的意见", "云政发〔2020〕6号"),
        ("云岭市人民政府关于促进就业的意见各区人民政府，各部门：", "云岭市人民政府关于促进就业的意见", None),
        ("云岭市人民政府关于印发就业方案的通知云政发〔2020〕6号各区人民政府：", "就业方案", "云政发〔2020〕6号"),
    ],
)  # fmt: skip
def test_the_title_of_a_text_without_paragraphs(head: str, title: str, number: str | None) -> None:
    found = parse(head + FLAT).meta
    assert (found.name, found.doc_number, found.issuer) == (title, number, "云岭市人民政府")


def test_a_text_without_paragraphs_and_title_has_none() -> None:
    assert parse("各区人民政府：" + FLAT, "plan.txt").meta.name == "plan"


def test_a_first_chapter_glued_to_the_title() -> None:
    items = parse(
        "云岭市2022年优化营商环境工作要点一、推动审批优化1.实行清单管理。(市政府办公室牵头)2.深化改革。(市委编办牵头)"
        "3.扩大投资。(市发改委、市财政局按职责分工负责，2022年12月底前完成)"
    ).items
    assert (
        parse(FLAT.replace("（", "〔").replace("）", "〕").replace("〔一〕", "（一）").replace("〔二〕", "（二）"))
        .items[4]
        .ref
        == "一/二"
    )
    assert [(item.number, item.name, owners(item)) for item in items] == [
        ("1", "实行清单管理", "市政府办公室 lead"),
        ("2", "深化改革", "市委编办 lead"),
        ("3", "扩大投资", "市发改委 responsible, 市财政局 responsible"),
    ]
