import pytest

from graph.errors import RegistryError
from loaders.content.analysis import analyse
from loaders.content.entities.candidates import Known
from loaders.content.entities.find import Scope, find_entities
from loaders.content.entities.known_names import read_names
from loaders.content.entities.words import Words
from loaders.document import EntityMention
from loaders.text.view import Span
from tests.loaders.content.texts import plan, reading

SCOPE = Scope(
    Known(("青禾区", "青禾"), ("白塔镇", "柳河镇"), frozenset({"区科委"})),
    "CN",
    {"白塔镇": "白塔镇", "柳河镇": "柳河镇"},
)


def found(text: str) -> list[tuple[str, str, str]]:
    read = reading(text)
    words = Words(read, SCOPE.known.proper)
    return [(e.name, e.label, e.relation) for e in find_entities(words, SCOPE)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # by head noun and cue
        ("推进视频中台优化完善", [("视频中台", "Platform", "BUILDS")]),
        ("建设城市体征管理平台", [("城市体征管理平台", "Platform", "BUILDS")]),
        ("完善青禾区长护险智能管理平台功能", [("青禾区长护险智能管理平台", "Platform", "BUILDS")]),
        ("依托青禾科创云平台加强合作", [("青禾科创云平台", "Platform", "DEPENDS_ON")]),
        ("围绕国家海洋数据中心等重大项目", [("国家海洋数据中心", "Organisation", "MENTIONS")]),
        ("推动青沙生态联合实验室探索新产品", [("青沙生态联合实验室", "Organisation", "BUILDS")]),
        ("与临江大学合作", [("临江大学", "Organisation", "MENTIONS")]),
        ("完成沙溪公路等路段改造", [("沙溪公路", "Place", "BUILDS")]),
        ("加快上海(白塔)高科技影视基地等项目建设", [("上海(白塔)高科技影视基地", "NamedProject", "BUILDS")]),
        ("承办柳溪论坛", [("柳溪论坛", "Event", "BUILDS")]),
        ("建成区图书馆", [("区图书馆", "Place", "BUILDS")]),
        # lists
        ("推进星空影视制作基地、星湾国际影视产业园建设", [
            ("星空影视制作基地", "NamedProject", "BUILDS"), ("星湾国际影视产业园", "Place", "BUILDS"),
        ]),
        ("支持玩出梦想、曼恒数字等龙头企业", [
            ("玩出梦想", "Organisation", "MENTIONS"), ("曼恒数字", "Organisation", "MENTIONS"),
        ]),
        ("完成欢乐谷、云山植物园等2家景区创建", [("欢乐谷", "Place", "BUILDS"), ("云山植物园", "Place", "BUILDS")]),
        ("参与进口博览会、世界数商大会等重点活动", [
            ("进口博览会", "Event", "MENTIONS"), ("世界数商大会", "Event", "MENTIONS"),
        ]),
        ("依托上海脑科学与类脑研究中心,打造国家脑科学中心", [
            ("上海脑科学与类脑研究中心", "Organisation", "DEPENDS_ON"), ("国家脑科学中心", "Organisation", "BUILDS"),
        ]),
        ("依托云栖智算,建设平台", [("云栖智算", "Organisation", "DEPENDS_ON")]),
        ("举办柳溪庙会、临江美食节", [("柳溪庙会", "Event", "BUILDS"), ("临江美食节", "Event", "BUILDS")]),
        ("提升武林商圈、大河天地、城西银泰等重点商圈", [
            ("武林商圈", "Place", "BUILDS"), ("大河天地", "Place", "BUILDS"), ("城西银泰", "Place", "BUILDS"),
        ]),
        ("推进东方大道、南桥源等区域绿化", [("东方大道", "Place", "BUILDS"), ("南桥源", "Place", "BUILDS")]),
        ("建成柳溪公园以及沙河中学", [("柳溪公园", "Place", "BUILDS"), ("沙河中学", "Organisation", "BUILDS")]),
        ("以上海动物园为重点", [("上海动物园", "Place", "LOCATED_IN")]),
        ("启动青禾文化公园建设", [("青禾文化公园", "Place", "BUILDS")]),
        ("招引青云创新中心", [("青云创新中心", "Organisation", "BUILDS")]),
        ("加快莫干路改造", [("莫干路", "Place", "BUILDS")]),
        ("依托云栖软件、临江智能，建设平台", [
            ("云栖软件", "Organisation", "DEPENDS_ON"), ("临江智能", "Organisation", "DEPENDS_ON"),
        ]),
        ("打造大河科技馆、顾村公园等数字景区", [("大河科技馆", "Place", "BUILDS"), ("顾村公园", "Place", "BUILDS")]),
        ("推进临江数据中心绿色化改造", [("临江数据中心", "Organisation", "BUILDS")]),
        ("推动临江数据交易所服务基地揭牌", [("临江数据交易所服务基地", "NamedProject", "BUILDS")]),
        ("在沙河街道、顾村镇开展宣传", [("沙河街道", "Place", "LOCATED_IN"), ("顾村镇", "Place", "LOCATED_IN")]),
        ("在白塔镇开展宣传", [("白塔镇", "Town", "LOCATED_IN")]),
        ("实现上海市第二康复医院检查互认", [("上海市第二康复医院", "Organisation", "MENTIONS")]),
        ("推进“雪亮工程”", [("雪亮工程", "NamedProject", "BUILDS")]),
        # what stands before a name
        ("材料推送至临江数据平台", [("临江数据平台", "Platform", "MENTIONS")]),
        ("打造一所柳溪学校", [("柳溪学校", "Organisation", "BUILDS")]),
        ("我局青禾监测中心", [("青禾监测中心", "Organisation", "MENTIONS")]),
        ("扫描青禾综合服务系统二维码", [("青禾综合服务系统", "Platform", "MENTIONS")]),
        ("参见柳溪论坛网站", [("柳溪论坛网站", "Platform", "MENTIONS")]),
        # quotes
        ("论证“慧作业”平台试点", [("“慧作业”平台", "Platform", "BUILDS")]),
        ("推进青禾区“链上材料”项目建设", [("“链上材料”项目", "NamedProject", "BUILDS")]),
        ("推进“智慧公园”管理系统建设", [("“智慧公园”管理系统", "Platform", "BUILDS")]),
        ("建设“柔性机器人产业基地”", [("柔性机器人产业基地", "NamedProject", "BUILDS")]),
        ("打造“青禾之眼”“云上影都”和“绿谷枢纽”三大超级场景", [
            ("青禾之眼", "NamedProject", "BUILDS"), ("云上影都", "Place", "BUILDS"), ("绿谷枢纽", "Place", "BUILDS"),
        ]),
        ("拓展“一码游”服务体系", [("“一码游”服务体系", "Product", "BUILDS")]),
        ("建设“一网办”区级平台", [("“一网办”区级平台", "Platform", "BUILDS")]),
        ("拓展“随手办市民云”服务多样性", [("随手办市民云", "Product", "BUILDS")]),
        ("开展青禾新城“数智绿谷”品牌建设", [
            ("青禾新城", "Place", "LOCATED_IN"), ("“数智绿谷”品牌", "Product", "BUILDS"),
        ]),
        ("建设一站式出行服务系统(MaaS)服务系统", [("一站式出行服务系统(MaaS)", "Platform", "BUILDS")]),
        # other patterns
        ("推进以云胶片为代表的应用", [("云胶片", "Product", "MENTIONS")]),
        ("按照市数字化办要求", [("市数字化办", "Organisation", "MENTIONS")]),
        ("打造青禾新城6G示范网络", [("青禾新城", "Place", "LOCATED_IN"), ("青禾新城6G示范网络", "Platform", "BUILDS")]),
        ("加快白塔、柳河等镇无人农场建设", [("白塔镇", "Town", "LOCATED_IN"), ("柳河镇", "Town", "LOCATED_IN")]),
        ("依托白塔镇同济大学机器人研究中心", [
            ("白塔镇", "Town", "LOCATED_IN"), ("同济大学机器人研究中心", "Organisation", "DEPENDS_ON"),
        ]),
    ],
)  # fmt: skip
def test_a_named_thing(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "推进重点项目建设", "打造一批应用场景", "建设公共服务平台", "加强专题数据库建设", "依托社会力量推动建设",
        "利用人工智能、大数据等技术", "聚焦健康、养老等领域", "培育智能工厂", "推动5G网络深度覆盖", "新建5G基站",
        "加强网络安全保障", "推动产业创新发展", "落实“满山绿”行动计划", "发布《青禾区平台建设报告》", "应用“揭榜挂帅”模式",
        "提供“一站式”综合服务", "推动生物医药、集成电路等重点企业", "全区持续推进", "区科委统筹推进", "搭建高效的数字底座",
        "平安青禾建设", "形成“链主”平台", "围绕“廊道、绿道”两大网络", "建成“公园型”街区", "公园出入口、人流密集处、水域周边等重点区域",
        "举办自行车、户外运动等赛事", "打通断头路", "完成市“十四五”规划纲要", "建设智慧公园", "打造万个微项目", "实现“免申即享”政策服务事项", "各部门使用工程建设项目审批管理平台办理审批", "建立企业+合作社+基地模式", "建设分布式光伏发电系统", "支持全国大学生创业", "覆盖各街镇",
    ],
)  # fmt: skip
def test_what_names_nothing(text: str) -> None:
    assert found(text) == []


def test_all_that_is_known_of_a_mention() -> None:
    read = reading("推进“慧作业”\n平台试点。")
    assert find_entities(Words(read), SCOPE) == [
        EntityMention("“慧作业”平台", "“慧作业”平台", Span(2, 10), "Platform", "BUILDS", "推进", "platform")
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("支持玩出梦想、曼恒数字等龙头企业", ["company", "company"]),
        ("深化与柳溪理工、青沙师范等高校合作", ["school", "school"]),
        ("推进东方大道、柳南线等路段改造", ["road", "road"]),
        ("依托云栖智算,建设平台", [None]),
    ],
)
def test_the_class_of_a_list_gives_the_kind_of_its_names(text: str, kinds: list[str | None]) -> None:
    assert [entity.kind for entity in find_entities(Words(reading(text)), SCOPE)] == kinds


def test_a_thing_named_twice_is_one_with_its_strongest_relation() -> None:
    assert found("青禾科创云平台。建设青禾科创云平台") == [("青禾科创云平台", "Platform", "BUILDS")]


def test_a_company_that_one_item_makes_known_is_found_in_another() -> None:
    document = plan("加快星海宏图长三角总部建设。甲。", "星海宏图加大投入。乙。")
    analyse(document)
    assert [e.name for e in document.items[0].entities] == ["星海宏图长三角总部"]
    assert [(e.name, e.relation) for e in document.items[1].entities] == [("星海宏图", "MENTIONS")]


def test_a_misread_word_is_reported() -> None:
    document = plan("优化布局。全理适度增设终端。")
    analyse(document)
    (finding,) = document.findings
    assert (finding.code, finding.quote, finding.words["name"]) == ("scan-form", "全理适度", "合理适度")


def test_a_scan_form_keeps_what_the_page_says_and_is_reported() -> None:
    document = plan("打造卫星工厂。打造海尔智谷、吴海生物等一批超级场景。")
    document.meta.jurisdiction = "310117"
    analyse(document)
    mention = next(e for e in document.items[0].entities if e.printed == "吴海生物")
    assert mention.name == "昊海生物"
    assert [(f.code, f.quote, f.message("en")) for f in document.findings] == [
        ("scan-form", "吴海生物", "“吴海生物” is probably “昊海生物” (scan fault)")
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("entities: [{name: 甲, jurisdiction: CN}]", "source is missing"),
        (
            "entities: [{name: 甲, jurisdiction: CN, aliases: [丙], source: 书}, {name: 乙, jurisdiction: CN, aliases: [丙], source: 书}]",
            "丙 stands for 甲 and 乙",
        ),
    ],
)
def test_a_registry_of_names_that_contradicts_itself_is_refused(text: str, wrong: str) -> None:
    with pytest.raises(RegistryError, match=wrong):
        read_names(text)
