"""References of annex rows: the printed number of the annex and the count of its rows."""

from __future__ import annotations

from loaders.assemble import assemble
from loaders.document import SourceText
from loaders.parse import parse_text
from tests.loaders.plans import HEAD, parse

HEADER = "序号\t任务名称\t主要内容\t责任单位\n"
BODY = f"{HEAD}1.推进平台建设。(责任单位:区科委)\n\n"


def refs(text: str) -> list[tuple[str, str]]:
    return [(item.ref, item.name) for item in parse(text).items]


def test_rows_count_over_all_bands_of_a_numbered_annex() -> None:
    text = (
        f"{BODY}附件1\n指标表\n指标\t2024年\n产值\t100\n\n附件2\n任务表\n{HEADER}一、产业类\n1\t企业培育\t培育企业。\t区经委\n"
        "二、设施类\n1\t算力中心\t建成中心。\t区科委\n2\t基站\t新建基站。\t区经委\n"
    )
    assert refs(text) == [
        ("1", "推进平台建设"),
        ("annex2/1", "企业培育"),
        ("annex2/2", "算力中心"),
        ("annex2/3", "基站"),
    ]
    document = parse(text)
    assert [item.number for item in document.items] == ["1", "1", "1", "2"]
    assert [section.ref for section in document.sections] == ["一", "annex2/1", "annex2/2"]


def test_rows_count_over_all_tables_of_a_numbered_annex() -> None:
    row = "1\t企业培育\t培育企业。\t区经委\n"
    text = f"{BODY}附件3\n任务表\n{HEADER}{row}\n表2\n{HEADER}{row}"
    assert [ref for ref, _ in refs(text)] == ["1", "annex3/1", "annex3/2"]


def test_two_tables_without_annex_have_rows_of_their_own() -> None:
    text = f"云岭区任务清单\n{HEADER}1\t企业培育\t培育企业。\t区经委\n\n表2\n{HEADER}1\t基站\t新建基站。\t区经委\n"
    assert [ref for ref, _ in refs(text)] == ["1", "1.2"]
    assert len([n for n, a in assemble(parse_text(SourceText(text))).graph.nodes() if n.startswith("task-")]) == 2


def test_references_that_make_one_id_are_told_apart() -> None:
    text = "云岭区方案\n一、建设平台。(责任单位:区科委)\n\n㈠推广应用。(责任单位:区经委)\n"
    items = parse(text).items
    assert len({item.ref for item in items}) == len(items)
    assert assemble(parse_text(SourceText(text))).graph.nodes()


def test_tasks_right_below_an_annex_are_no_list_of_annexes() -> None:
    text = f"{BODY}附件:\n1.建设网络。新建基站。(责任单位:区经委)\n2.推广应用。(责任单位:区科委)\n"
    assert [name for _, name in refs(text)] == ["推进平台建设", "建设网络", "推广应用"]
