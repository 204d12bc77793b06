"""What all answers share: things by reference, evidence, and the records that models are filled from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Role = Literal["lead", "responsible", "support"]
Part = Literal["body", "annex"]
_EVIDENCE = ("source", "start", "end", "quote", "page")


class Model(BaseModel):
    """A type that names all its members."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Evidence(Model):
    """Where the text says so: `quote` is the source's code points `start` to `end` (exclusive), on `page` of its file."""

    source: str
    start: int
    end: int
    quote: str
    page: int | None = None


class Ref(Model):
    """Any thing, by id, primary label and name."""

    id: str
    label: str
    name: str


class ItemRef(Ref):
    """A work item with its number and plan."""

    number: str | None
    ref: str
    plan: str


class CountedRef(Ref):
    """A thing with a number of items."""

    items: int


class CountedSection(CountedRef):
    """A chapter of a plan with a number of items."""

    plan: str


class Words(Model):
    """A sentence in every language that people are spoken to in."""

    model_config = ConfigDict(extra="allow", frozen=True)

    zh: str
    en: str


def evidence(stated: Mapping[str, Any]) -> Evidence | None:
    """Where the text says so, or None."""
    if stated.get("quote") is None:
        return None
    return Evidence.model_validate({key: stated.get(key) for key in _EVIDENCE})


def ref(record: Mapping[str, Any]) -> Ref:
    """A record as reference."""
    return Ref(id=record["id"], label=record["label"], name=record["name"])


def refs(records: Iterable[Mapping[str, Any]]) -> list[Ref]:
    """Each thing once, in order."""
    return [ref(record) for record in {record["id"]: record for record in records}.values()]


def item_ref(record: Mapping[str, Any]) -> ItemRef:
    """A record of a work item as reference."""
    keys = ("id", "label", "name", "number", "ref", "plan")
    return ItemRef(**{key: record[key] for key in keys})
