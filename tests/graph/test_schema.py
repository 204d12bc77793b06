"""The schema file: what it holds, and that a contradiction in it is refused with its place."""

from importlib.resources import files
from pathlib import Path

import pytest

from graph.errors import SchemaError
from graph.schema import parse_schema, schema
from graph.schema_docs import render

TEXT = files("graph").joinpath("schema.yaml").read_text("utf-8")


def test_labels_carry_their_super_label() -> None:
    assert schema().label("Scene").labels == ("Scene", "WorkItem")
    assert schema().label("Section").labels == ("Section",)


def test_a_super_label_stands_for_its_primary_labels() -> None:
    assert schema().primary_labels("WorkItem")[:3] == ("Task", "Scene", "Project")
    assert schema().primary_labels("Policy") == ("Plan", "Policy")
    assert schema().primary_labels("Town") == ("Town",)


def test_every_relationship_carries_its_plan() -> None:
    assert all(r.properties["plan"].required for r in schema().relationships.values())


@pytest.mark.parametrize("name", ["label", "relationship"])
def test_an_unknown_name_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(SchemaError, match=f"unknown {name} 'Nothing'; known: "):
        getattr(schema(), name)("Nothing")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("super: Owner", "super: Boss", "labels.Department: unknown super-label 'Boss'"),
        ("ends: [[Owner, WorkItem]]", "ends: [[Ghost, WorkItem]]", "relationships.OWNS: unknown label 'Ghost'"),
        ("    version: {type: string", "    title: {type: string", "title: reserved by the embedded engine"),
        ("code: {type: string", "code: {type: text", "type 'text' is none of string"),
        ("code: {type: string", "名: {type: string", "a key is ASCII letters"),
        ("code: {type: string, zh:", "code: {kind: string, zh:", "unknown field 'kind'"),
        (
            "code: {type: string, zh: 统计用区划代码",
            "code: {type: string, zh: ''",
            "description in zh and en is missing",
        ),
        ("scope: shared", "scope: everybody", "scope must be one of plan, shared"),
        ("evidence: optional", "evidence: perhaps", "evidence must be one of"),
        ("groups: [policy]", "groups: [politics]", "unknown property group 'politics'"),
        ("  Milestone:\n    prefix", "  Target:\n    prefix", "'Target' stands twice"),
        (
            "  Entity: {zh: 实体",
            "  Thing: {zh: 物, en: thing}\n  Entity: {zh: 实体",
            "super_labels.Thing: no label uses it",
        ),
        ("      version: {", "      number: {", "number: stated twice"),
    ],
)
def test_a_contradiction_is_refused_with_its_place(old: str, new: str, message: str) -> None:
    assert old in TEXT
    with pytest.raises(SchemaError, match=message):
        parse_schema(TEXT.replace(old, new, 1))


def test_the_reference_page_is_what_the_schema_says() -> None:
    page = Path(__file__).parent.parent.parent / "docs" / "schema.md"
    assert page.read_text("utf-8") == render(), "run `make docs`"
