"""Names as pages print them: groups with 和 in them, verbs beside them, quoted names, programmes, routes; and what is none."""

from __future__ import annotations

import pytest

from loaders.content.entities import Words, find_entities
from loaders.document import SourceText
from loaders.parse import parse_text
from tests.loaders.content.test_entities import SCOPE
from tests.loaders.content.texts import reading


def names(text: str) -> list[str]:
    return [entity.name for entity in find_entities(Words(reading(text), SCOPE.known.proper), SCOPE)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # 和 and 及 inside one name, and between two
        ("推进武汉生物材料及特殊物品进出口公共服务平台常态化运行", ["武汉生物材料及特殊物品进出口公共服务平台"]),
        ("探索设立青禾电子元器件和集成电路国际交易平台", ["青禾电子元器件和集成电路国际交易平台"]),
        ("推动青禾快递和中国物流集团建设区域总部", ["青禾快递", "中国物流集团"]),
        ("围绕青禾数字干线和北斗空间信息应用示范区建设", ["青禾数字干线", "北斗空间信息应用示范区"]),
        ("发挥昆明航空港区临空区位、物流枢纽和功能口岸等优势", ["昆明航空港区"]),
        # a verb that is part of a name, and one that is none
        ("深化昆明市工程建设审批管理系统网上办事大厅应用", ["昆明市工程建设审批管理系统网上办事大厅"]),
        ("改版微信公众号办理模块", []),
        ("谋划储备一批概念验证平台", []),
        ("共建昆明、大理两个高端医疗器械产业集聚区", []),
        # quoted names
        ("推进“万福”商城建设", ["“万福”商城"]),
        ("深化“E企惠-惠企政策服务专区”建设", ["E企惠-惠企政策服务专区"]),
        ("设立“税费争议调解室”", ["税费争议调解室"]),
        ("推出“金关保”等产品", ["金关保"]),
        ("纳入“十五五”科创中心规划", []),
        ("推动“种子”清单落地", []),
        ("对接中国（云南）国际贸易“单一窗口”", ["中国（云南）国际贸易“单一窗口”"]),
        # programmes that are carried out
        ("开展惠企直达服务能力提升行动", ["惠企直达服务能力提升行动"]),
        ("实施普惠托育服务专项行动", ["普惠托育服务专项行动"]),
        ("鼓励专项行动", []),
        # roads and lines
        ("推进昆明（福德立交）至宜良、长水机场至双龙等高速公路建设", ["昆明（福德立交）至宜良", "长水机场至双龙"]),
        ("推进渝昆高铁昆明段用地工作", ["渝昆高铁昆明段"]),
        ("推动豫桂东盟物流大通道建设", ["豫桂东盟物流大通道"]),
        ("拓展中欧班列（中豫号）至欧洲、中亚等地区的线路", ["中欧班列（中豫号）"]),
        # a place at the head of a quote, of a portal, after a verb
        ("推进“上海市青禾品牌创新创业基地”建设", ["上海市青禾品牌创新创业基地"]),
        ("登录“昆明市政府采购网”", ["昆明市政府采购网"]),
        ("依托昆明国际贸易“单一窗口”推进信息共享", ["昆明国际贸易“单一窗口”"]),
        ("畅通对接昆明港的通道", ["昆明港"]),
        ("登录省青禾服务平台办理", ["省青禾服务平台"]),
        ("赴昆明、香港、丽江调研", []),
        # names of the services of a province, with quotes and without
        ("并入闽政通统一入口", ["闽政通"]),
        ("推广“八闽青禾码”", ["八闽青禾码"]),
        # programmes and activities with quotes
        ("实施“教具进校园工程”", ["教具进校园工程"]),
        ("开展“青禾味道”餐饮品牌推广活动", ["“青禾味道”餐饮品牌推广活动"]),
        ("开展“送岗进校园”“局长荐岗位”等扩岗行动", ["送岗进校园", "局长荐岗位"]),
        ("深化“见贷即保”“交房即交证”服务", []),
        ("推广“货物装运证明书”", []),
        # heads of places and bodies
        ("建设昆明综合保税区、昆明跨境电商综试区", ["昆明综合保税区", "昆明跨境电商综试区"]),
        ("聚焦昆明金融集聚带", ["昆明金融集聚带"]),
        ("共建昆明航运联合交易中心", ["昆明航运联合交易中心"]),
        ("支持昆明青禾交易所（以下简称青禾所）建设", ["昆明青禾交易所"]),
        ("依托昆明市特殊需要儿童干预中心", ["昆明市特殊需要儿童干预中心"]),
        ("依托昆明青禾商贸城市场采购试点", ["昆明青禾商贸城"]),
        ("在高新区建设合成食品开发先行区", ["合成食品开发先行区"]),
        ("推进市政建设领域全国信用信息平台建设", ["全国信用信息平台"]),
        ("加快智慧劳动保障监察信息平台建设", ["智慧劳动保障监察信息平台"]),
        ("推进昆明市职称网上申报系统建设", ["昆明市职称网上申报系统"]),
        ("推广“八闽办税码”", ["八闽办税码"]),
        ("擦亮“青禾帮办”政务品牌", ["“青禾帮办”政务品牌"]),
        ("推进“青禾小二”等街道服务企业品牌升级", ["青禾小二"]),
        ("运用“青禾塔”地方金融组织智能监管系统", ["“青禾塔”地方金融组织智能监管系统"]),
        ("培育昆明理财子公司、资产管理子公司等机构", []),
        ("推进昆明高新区青禾园高质量发展", ["昆明高新区", "昆明高新区青禾园"]),
        ("推进自贸试验区青禾联动创新区建设", ["自贸试验区青禾联动创新区"]),
        ("深化昆明数学与交叉学科研究院建设", ["昆明数学与交叉学科研究院"]),
        ("举办亚洲青禾科学交流会", ["亚洲青禾科学交流会"]),
        ("举办“青禾创业活动周”", ["青禾创业活动周"]),
        ("建设校园、家园和各类产业园", []),
        # bodies and systems that every place has
        ("借助跨境电子商务平台和外贸综合服务平台开展培训", []),
        ("推广“果青畜”“菜青畜”等种养模式", []),
        ("用好“好差评”评价体系", []),
        ("对接本部门自建业务系统、国家垂管系统", []),
        ("审批意见通过工程审批系统推送至住建部门", []),
        ("推进区两级审批审查中心升级", []),
        ("服务××区政务服务中心", []),
        # kinds of things
        ("对每年每个机场给予补助", []),
        ("建设港区及其后方物流园区", []),
        ("推动企业在园区建立技术研发中心、产业研究院等新型研发机构", []),
        ("打造沉浸式、体验式、互动式消费场景", []),
        ("推进昆明县、大理县等县区项目建设", []),
        ("支持第三方检验平台", []),
        ("建立市、县两级行政争议多元调处中心", ["行政争议多元调处中心"]),
        ("参加进博会等重要展会", ["进博会"]),
    ],
)  # fmt: skip
def test_names_and_what_is_none(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_list_with_a_plain_name_tells_what_its_others_are() -> None:
    assert names("完成文明街历史文化街区、青禾街历史文化街区保护工作") == ["文明街历史文化街区", "青禾街历史文化街区"]


def test_a_part_of_an_owner_is_no_name() -> None:
    text = "云岭区方案\n一、任务\n1.强化能力。支持国家药监局器械检查长三角分中心开展研究。（责任单位：国家药监局器械检查长三角分中心）\n"
    assert parse_text(SourceText(text)).items[0].entities == []


def test_a_short_name_that_the_plan_gives_stands_for_the_full_one() -> None:
    text = (
        "1.支持昆明青禾交易所（以下简称青禾所）建设。（责任单位：市商务局）\n"
        "2.发挥青禾所功能作用。（责任单位：市商务局）\n"
    )
    document = parse_text(SourceText(text, "plan.txt"))
    found = [(entity.name, entity.printed) for entity in document.items[1].entities]
    assert found == [("昆明青禾交易所", "青禾所")]
