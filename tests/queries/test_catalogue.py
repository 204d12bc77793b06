"""A contradiction between a query's header, its text and the schema is refused, with the place and the reason."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from graph.errors import QueryError
from graph.schema import schema
from queries import catalogue as catalogue_module
from queries.catalogue import catalogue, collected, parse_query

GOOD = """\
// question:
//   zh: 这个部门负责哪些工作？
//   en: Which items does it carry?
// group: responsibility
// parameters: {owner: , limit: }
// columns: item_id, item, deadline?
// :param owner => '松江区科委';
// :param limit => 100;
MATCH (:Owner {id: $owner})-[:OWNS]->(i:WorkItem)
RETURN i.id AS item_id, i.name AS item, i.deadline AS deadline
ORDER BY item_id
LIMIT $limit
"""


def test_a_file_becomes_a_query() -> None:
    query = parse_query("items.cypher", GOOD)
    assert (query.name, query.group, query.kind) == ("items", "responsibility", "cypher")
    assert query.question == {"zh": "这个部门负责哪些工作？", "en": "Which items does it carry?"}
    assert [(p.name, p.kind, p.type, p.default, p.required) for p in query.parameters] == [
        ("owner", "owner", "string", None, True),
        ("limit", "integer", "integer", 100, False),
    ]
    assert [(c.name, c.type, c.optional) for c in query.columns] == [
        ("item_id", "string", False),
        ("item", "string", False),
        ("deadline", "date", True),
    ]
    assert query.text.startswith("MATCH (:Owner")


FAULTS = {
    "parameter used but not declared": ("i.name AS item", "$other AS item", r"\$other is used but not declared"),
    "parameter declared but not used": ("LIMIT $limit", "LIMIT 5", "parameter limit is declared but not used"),
    "column not declared": (", item, deadline?", ", item", "the text returns item_id, item, deadline, declared are"),
    "column not returned": ("i.name AS item, ", "", "declared are item_id, item, deadline"),
    "column unnamed": ("i.name AS item", "i.name", "the text returns item_id, name, deadline"),
    "unknown column": ("deadline?", "dedline?", "column dedline: not in the vocabulary"),
    "unknown parameter": ("{owner: , limit: }", "{ovner: , limit: }", "parameter ovner: kind None is none of"),
    "unknown field of a parameter": ("owner: ,", "owner: {defualt: x},", "unknown field 'defualt'"),
    "wrong default": ("limit: }", "limit: {default: many}}", "the default 'many' is no integer"),
    "unknown field of the header": ("group:", "grupp:", "unknown field 'grupp' in the header"),
    "unknown group": ("responsibility", "nonsense", "group 'nonsense' is none of"),
    "question in one language": ("//   en: Which items does it carry?\n", "", "must be given in zh and en"),
    "no YAML": ("question:", "question: [", "the header is no YAML"),
    "a key twice": ("// group:", "// group: workload\n// group:", "'group' stands twice"),
    "stale line of parameters": ("limit => 100", "limit => 50", "the lines to set parameters with must read"),
    "no order": ("ORDER BY item_id", "", "the last RETURN has no ORDER BY"),
    "unknown label": (":WorkItem", ":WorkItm", "the schema has no label WorkItm"),
    "unknown relationship": (":OWNS", ":OWNED_BY", "the schema has no relationship OWNED_BY"),
    "unknown property": ("i.deadline", "i.dedline", "the schema has no property dedline"),
    "no text": (GOOD[GOOD.index("MATCH") :], "", "there is no text below the header"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_refused(fault: str) -> None:
    right, wrong, message = FAULTS[fault]
    assert right in GOOD
    with pytest.raises(QueryError, match=message) as caught:
        parse_query("items.cypher", GOOD.replace(right, wrong))
    assert str(caught.value).startswith("items.cypher: ")
    assert "\n" not in str(caught.value)


FORBIDDEN = [
    "MATCH (i)-[:PART_OF*]->(s)",
    "MATCH (i)-[:PART_OF*2..]->(s)",
    "MATCH (i)-[:PART_OF*..3]->(s)",
    "MATCH (i)-->(s)",
    "MATCH (i)<--(s)",
    "MATCH (i)--(s)",
    "MATCH ((a)-[:PART_OF]->(b)){1,3}",
    "MATCH p = SHORTEST 1 (a)-[:OWNS]->(b)",
    "MATCH (i:Task&WorkItem)",
    "MATCH (i:!Task)",
    "MATCH (i:Task WHERE i.ref = 1)",
    "MATCH (i) WITH i {.name} AS m",
    "MATCH (i) WITH keys(i) AS k",
    "MATCH (i) WITH COLLECT { MATCH (x) RETURN x } AS k",
    "MATCH (i) CALL { WITH i RETURN 1 AS one }",
    "MATCH (i) SET i.name = 1",
    "MATCH (i) DETACH DELETE i",
    "MATCH (i) WITH percentileCont(i.position, 0.5) AS k",
    "MATCH (i) WITH apoc.text.join([], '') AS k",
    "MATCH (i:Task) USING INDEX i:Task(id)",
]


@pytest.mark.parametrize("clause", FORBIDDEN)
def test_what_one_engine_alone_understands_is_refused(clause: str) -> None:
    with pytest.raises(QueryError, match="is not allowed: "):
        parse_query("items.cypher", GOOD.replace("MATCH (:Owner", f"{clause}\nMATCH (:Owner"))


def test_words_in_strings_and_comments_are_no_clauses() -> None:
    harmless = GOOD.replace("ORDER BY", "// SET nothing, use $nothing\nORDER BY").replace(
        "RETURN i.id", "WHERE i.name <> 'DELETE -- $x'\nRETURN i.id"
    )
    assert parse_query("items.cypher", harmless).name == "items"


def test_a_name_is_lower_case_words() -> None:
    with pytest.raises(QueryError, match="lower-case words"):
        parse_query("Items_Of.cypher", GOOD)


@pytest.mark.parametrize(
    ("name", "changed"),
    [("items", ""), ("others", ""), ("others", "?"), ("others", "Which")],
    ids=["same name", "same everything", "same English question", "same Chinese question and text"],
)
def test_two_of_a_kind_are_refused(name: str, changed: str) -> None:
    again = GOOD.replace(f"{changed} items" if changed == "Which" else "这个", "那个") if changed else GOOD
    with pytest.raises(QueryError, match="the same name, question or text as items; keep one"):
        collected([parse_query("items.cypher", GOOD), parse_query(f"{name}.cypher", again)])


def test_the_catalogue_has_every_file() -> None:
    stems = {file.name.removesuffix(".cypher") for file in files("queries").joinpath("catalogue").iterdir()}
    assert {name for name, query in catalogue().items() if query.kind == "cypher"} == stems
    assert catalogue_module.catalogue() is catalogue()


def test_look_ups_by_primary_labels_name_all_of_them() -> None:
    """``(i:Task|Scene|Project {id: …})`` is there for the index; a new label must be added to it."""
    items = set(schema().primary_labels("WorkItem"))
    for query in catalogue().values():
        for group in re.findall(r":((?:\w+\|)+\w+)\s*\{id:", query.text):
            found = set(group.split("|"))
            assert not found & items or found >= items, query.name


def test_every_file_can_be_pasted_as_it_stands() -> None:
    for file in files("queries").joinpath("catalogue").iterdir():
        content = file.read_text("utf-8")
        lines = content.splitlines()
        text = [line for line in lines if not line.startswith("//")]
        assert lines[: len(lines) - len(text)] == [line for line in lines if line.startswith("//")], file.name
        assert ";" not in "".join(text), file.name
        assert content.endswith("\n"), file.name
