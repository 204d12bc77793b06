"""Tables in every form: tabs, Markdown, flattened cells; shifted and merged cells, bands, headers printed again."""

from __future__ import annotations

from tests.loaders.plans import codes, owners, parse


def rows(text: str) -> list[tuple[str, str, str | None, str, str]]:
    """(ref, name, category, owners, deadlines) of each item."""
    return [
        (i.ref, i.name, i.category, owners(i), "；".join(d.printed for d in i.deadlines)) for i in parse(text).items
    ]


TITLE = "云岭区2024年任务分解表\n"
TABLE = [
    ("1", "建设平台", "产业", "区科委 lead, 区经委 support, 区财政局 support", "12月底"),
    ("2", "培育企业", "产业", "区经委 lead, 区商务委 lead", "5-7月"),
    ("3", "新建学校", "民生", "区教育局 lead, 各街镇 support", "持续推进"),
]


def test_tabs_with_a_category_printed_once() -> None:
    text = f"""{TITLE}序号\t任务类别\t重点任务\t工作内容\t牵头单位\t配合单位\t完成时限
1\t产业\t建设平台\t完成一期建设。\t区科委\t区经委、区财政局\t12月底
2\t\t培育企业\t新增企业20家。\t区经委（牵头）、区商务委\t无\t5-7月
3\t民生\t新建学校\t新增学位900个。\t区教育局\t各街镇\t持续推进
"""
    assert rows(text) == TABLE
    assert [(f.code, f.words) for f in parse(text).findings] == [("category-merged", {"name": "产业", "rows": "1-2"})]


def test_markdown_with_the_header_repeated() -> None:
    text = f"""# {TITLE}
| 序号 | 重点任务 | 牵头单位 | 责任单位 | 完成时限 |
| :--- | :---: | ---: | --- | --- |
| 1 | 建设平台，完成一期。 | 区科委 | 区经委<br>区财政局 | 2024.12 |
| 序号 | 重点任务 | 牵头单位 | 责任单位 | 完成时限 |
| 2 | 新建学校。 | 区教育局 | / | 2024年9月 |
"""
    assert rows(text) == [
        ("1", "建设平台，完成一期", None, "区科委 lead, 区经委 responsible, 区财政局 responsible", "2024.12"),
        ("2", "新建学校", None, "区教育局 lead", "2024年9月"),
    ]


def test_a_header_in_two_lines() -> None:
    text = f"""{TITLE}序号\t任务\t责任单位\t\t完成时限
\t\t牵头单位\t配合单位\t
1\t建设平台\t区科委\t区经委\t6月底前
"""
    assert rows(text) == [("1", "建设平台", None, "区科委 lead, 区经委 support", "6月底前")]


def test_role_words_and_labels_inside_a_cell() -> None:
    text = f"""{TITLE}序号\t工作任务\t责任单位
1\t建设平台\t牵头单位：区科委 配合单位：区经委 区财政局
2\t发展产业\t牵头：区经委；配合：区科委
3\t改善环境\t区经委牵头，区科委、各街镇配合
"""
    assert [row[3] for row in rows(text)] == [
        "区科委 lead, 区经委 support, 区财政局 support",
        "区经委 lead, 区科委 support",
        "区经委 lead, 区科委 support, 各街镇 support",
    ]


def test_cells_flattened_to_lines_between_pipes() -> None:
    cells = ["工作任务", "具体要求", "责任科室", "时限要求", "深化共享", "1", "编制目录。", "信息科", "每季度末"]
    cells += ["2", "清理接口。", "信息科", "6月底前", "工作任务", "具体要求", "责任科室", "时限要求"]
    cells += ["规范管理", "3", "修订制度。", "各科室", "持续推进"]
    assert rows(TITLE + "\n|\n".join(cells) + "\n|\n") == [
        ("1", "编制目录", "深化共享", "信息科 responsible", "每季度末"),
        ("2", "清理接口", "深化共享", "信息科 responsible", "6月底前"),
        ("3", "修订制度", "规范管理", "各科室 responsible", "持续推进"),
    ]


def test_cells_flattened_to_paragraphs_in_an_annex() -> None:
    text = """云岭区2024年工作方案

一、任务

（一）建设平台。（责任单位：区科委）

附件：任务分解表

序号

任务类型

重点内容

责任单位

1

平台
建设

完成一期，形成能力。

区科委、
区经委

序号

任务类型

重点内容

责任单位

2

网络

新建基站。

区经委等相关部门，
各街镇
"""
    assert rows(text)[1:] == [
        ("annex1/1", "完成一期，形成能力", "平台建设", "区科委 responsible, 区经委 responsible", ""),
        ("annex1/2", "新建基站", "网络", "区经委 responsible, 各街镇 responsible", ""),
    ]
    assert [item.open_ended for item in parse(text).items] == [False, False, True]


def test_flattened_to_bare_lines() -> None:
    lines = "序号 任务 牵头单位 配合单位 完成时限 1 建设平台。 区科委 区经委、 区财政局 6月底前 2 建设网络。 区经委 无 持续推进"
    assert rows(TITLE + lines.replace(" ", "\n")) == [
        ("1", "建设平台", None, "区科委 lead, 区经委 support, 区财政局 support", "6月底前"),
        ("2", "建设网络", None, "区经委 lead", "持续推进"),
    ]


BANDS = """云岭区2024年工作方案
一、任务
1.建设平台。(责任单位:区科委)
附件
重点工作清单
序号\t分类\t名称\t主要内容\t责任单位\t\t
\t(一)三项供给\t\t\t\t
1\t\t目录机制\t编目录。\t区科委
2\t机制类\t考核机制\t抓考核，将宣传纳入。\t区科委、各街
镇
3\t平台类\t数据平台\t建平台。\t区经委

\t(二)三个场景
序号\t分类\t名称\t主要内容\t责任单位\t\t
1\t\t“智慧站”超级场景\t建设车站。\t区交通委
2\t超级\t“影都”超级场景\t建设影都。\t区文旅局
3\t场景\t少等待 3.0\t推广应用。\t区卫健委
\t(三)\t两大产业工程
1\t引领工程\t建设园区，打造基地。\t区科委、各街镇
"""


def test_bands_categories_and_labels_of_an_annex() -> None:
    document = parse(BANDS.replace("各街\n镇", "各街镇"))
    assert [(i.ref, i.label, i.name, i.category, i.version) for i in document.items[1:]] == [
        ("annex1/1", "Task", "目录机制", "机制类", None),
        ("annex1/2", "Task", "考核机制", "机制类", None),
        ("annex1/3", "Task", "数据平台", "平台类", None),
        ("annex2/1", "Scene", "“智慧站”超级场景", "超级场景", None),
        ("annex2/2", "Scene", "“影都”超级场景", "超级场景", None),
        ("annex2/3", "Scene", "少等待3.0", "超级场景", "3.0"),
        ("annex3/1", "Project", "引领工程", None, None),
    ]
    assert [(s.ref, s.name, s.part) for s in document.sections] == [
        ("一", "任务", "body"), ("annex1", "三项供给", "annex"),
        ("annex2", "三个场景", "annex"), ("annex3", "两大产业工程", "annex"),
    ]  # fmt: skip
    assert codes(document) == ["category-merged"] * 2


def test_a_column_that_a_row_leaves_out() -> None:
    text = f"""{TITLE}序号\t分类\t名称\t主要内容\t责任单位
1\t平台\t数据平台\t完善平台，扩大共享，推进全区平台建设应用。\t区科委
2\t数字农业\t加快推动全镇数字化数据基础平台建设，推进改造升级。\t新浜镇
"""
    assert rows(text) == [
        ("1", "数据平台", "平台", "区科委 responsible", ""),
        ("2", "数字农业", "平台", "新浜镇 responsible", ""),
    ]


def test_a_row_that_a_page_break_parts() -> None:
    text = f"""{TITLE}序号\t任务\t工作内容\t责任单位
1\t建设平台\t完成一期建设，扩大
\t\t共享范围。\t区科委、区经委
2\t建设网络\t新建基站。\t区经委
"""
    assert rows(text)[0] == ("1", "建设平台", None, "区科委 responsible, 区经委 responsible", "")


def test_tables_without_owners_are_no_tasks() -> None:
    text = """云岭区2024年工作方案
1.建设平台。(责任单位:区科委)
附件
指标表
序号\t指标名称\t目标值
1\t基站数\t100
"""
    assert [item.ref for item in parse(text).items] == ["1"]


def test_a_clause_in_the_header_or_below_the_table() -> None:
    wanted = ["市科技局 lead/order-clause, 市财政局 responsible", "市工信局 lead/order-clause"]
    body = "1\t甲\t市科技局、市财政局\n2\t乙\t市工信局\n"
    header = f"云岭市2024年任务表\n序号\t任务\t责任单位（第一个为牵头单位）\n{body}"
    note = f"云岭市2024年任务表\n序号\t任务\t责任单位\n{body}注：责任单位列首位的为牵头单位。\n"
    assert [row[3] for row in rows(header)] == wanted
    assert [row[3] for row in rows(note)] == wanted


def test_columns_by_longer_names() -> None:
    text = """云岭区2024年工作任务表
编号\t2024年重点工作任务\t牵头单位及负责人\t配合部门\t计划完成时间(月)
1\t建设平台\t区科委\t区经委\t6月
"""
    assert rows(text) == [("1", "建设平台", None, "区科委 lead, 区经委 support", "6月")]


def test_projects_by_the_heading_of_their_table() -> None:
    text = """云岭区2024年工作方案
附件
2024年云岭区重点项目清单
序号\t项目名称\t建设内容\t责任单位\t备注
一、产业项目
1\t物流园二期\t建设仓库。\t北滩街道\t续建
二、民生项目
2\t幼儿园\t新增学位900个。\t区教育局\t
"""
    assert [(i.ref, i.label, i.name) for i in parse(text).items] == [
        ("annex1/1", "Project", "物流园二期"),
        ("annex1/2", "Project", "幼儿园"),
    ]


BROKEN = """澄江市2025年数据工作责任清单
序号
重点任务
主要内容
牵头部门
责任单位
1
1.优化企业开
办服务
推进电子营业执照在市公共资源
交易平台中的应用。
市市场监管委
市政务服务办、市委
网信办、市大数据管
理中心
2
试点推动企业常用电子证照信息
与电子营业执照相关联，
拓展电子
营业执照服务功能。
市住房城乡建
设委、市财政
局
市水务局

— 7 —
序号
重点任务
主要内容
牵头部门
责任单位
、市教育局
3
2.强化数据安
全保障
建立数据安全管理长效机制，完
善制度。
市委网信办
—
"""


def test_cells_broken_over_lines_are_put_together() -> None:
    assert rows(BROKEN) == [
        (
            "1", "推进电子营业执照在市公共资源交易平台中的应用", "1.优化企业开办服务",
            "市市场监管委 lead, 市政务服务办 responsible, 市委网信办 responsible, 市大数据管理中心 responsible", "",
        ),
        (
            "2", "试点推动企业常用电子证照信息与电子营业执照相关联，拓展电子营业执照服务功能", "1.优化企业开办服务",
            "市住房城乡建设委 lead, 市财政局 lead, 市水务局 responsible, 市教育局 responsible", "",
        ),
        ("3", "建立数据安全管理长效机制，完善制度", "2.强化数据安全保障", "市委网信办 lead", ""),
    ]  # fmt: skip


def test_a_table_that_falls_apart_is_refused_with_one_finding() -> None:
    text = "云岭区2024年方案\n一、任务\n1.建设平台。（区科委负责）\n附件\n序号\n主要内容\n牵头部门\n责任单位\n1\n推进甲乙\n丙丁戊己\n庚辛壬癸\n2\n子丑寅卯\n辰巳午未\n申酉戌亥\n乾坤\n"
    found = parse(text)
    assert [item.name for item in found.items] == ["建设平台"]
    assert [finding.code for finding in found.findings] == ["table-not-read"]


def test_columns_that_no_list_names_are_told_by_their_cells() -> None:
    text = "云岭区2024年文旅工作表\n要做的事\t谁来牵头\t协同的\t星级\n推进老城更新改造\t区住建局\t区财政局、区文旅局\t五\n建设滨湖休闲步道\t区文旅局\t区水务局\t四\n"
    found = parse(text)
    assert [(item.ref, item.name, owners(item)) for item in found.items] == [
        ("1", "推进老城更新改造", "区住建局 lead, 区财政局 support, 区文旅局 support"),
        ("2", "建设滨湖休闲步道", "区文旅局 lead, 区水务局 support"),
    ]
    assert [(f.code, f.words) for f in found.findings] == [("column-unknown", {"name": "星级"})]
