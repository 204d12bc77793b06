from loaders.assemble import assemble
from loaders.document import SourceText
from loaders.parse import parse_text

TEXT = """青禾区数字化转型2025年工作要点
一、推进治理转型
以“一网办”和“一网管”为依托，全面推进智慧应用建设。
1、提升“一网办”服务能力。推进青禾区企业服务平台建设。（责任单位：区政务办）
2、保障“一网管”高效运行。依托青禾区企业服务平台，建设预警模块。（责任单位：区城运中心）
3、完善青禾区企业服务平台。围绕青禾数字经济示范区建设，加强指导。（责任单位：区科委）
"""


def test_a_chapter_relies_on_what_it_names_and_on_the_items_named_by_it() -> None:
    document = parse_text(SourceText(TEXT))
    relied = [
        (r.section, r.item, r.mention.name, r.mention.cue, None if r.on is None else document.items[r.on].number)
        for r in document.reliances
    ]
    assert relied == [
        (0, None, "一网办", "依托", None),
        (0, None, "一网办", "依托", "1"),
        (0, None, "一网管", "依托", None),
        (0, None, "一网管", "依托", "2"),
        (None, 1, "青禾区企业服务平台", "依托", "3"),
    ]


def test_the_graph_holds_what_is_relied_on_with_the_words_that_say_so() -> None:
    graph = assemble(parse_text(SourceText(TEXT)))[0].nx
    edges = [
        (graph.nodes[start]["name"], graph.nodes[end]["name"], TEXT[a["start"] : a["end"]])
        for start, end, a in graph.edges(data=True)
        if a["type"] == "DEPENDS_ON"
    ]
    assert ("推进治理转型", "提升“一网办”服务能力", "一网办") in edges
    assert ("推进治理转型", "一网管", "一网管") in edges
    assert ("保障“一网管”高效运行", "完善青禾区企业服务平台", "青禾区企业服务平台") in edges


def test_what_is_built_there_is_not_relied_on() -> None:
    document = parse_text(SourceText(TEXT))
    assert [(m.name, m.relation, m.cue) for m in document.items[2].entities if "示范区" in m.name] == [
        ("青禾数字经济示范区", "BUILDS", "建设")
    ]


def test_an_item_that_relies_on_a_thing_itself_is_not_what_others_wait_for() -> None:
    text = TEXT.replace("3、完善青禾区企业服务平台", "3、用好青禾区企业服务平台")
    assert [r for r in parse_text(SourceText(text)).reliances if r.item is not None] == []
