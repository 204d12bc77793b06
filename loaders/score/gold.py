"""Annotated plans: ``NAME.gold.json`` beside ``NAME.txt`` (or any type the loader reads) says what a reader finds there.

The models below are the form, checked when a file is read; ``gold.schema.json`` is made from them. What they do not
name may stand in a file as a note to its readers.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from graph.errors import SourceError
from loaders.readers import is_plan_file
from loaders.score.annotation import read_annotation

ENDING = ".gold.json"

Role = Literal["lead", "responsible", "support"]
Key = Annotated[str, Field(description="The item that it belongs to: its `key`")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class GoldOwner(_Model):
    """Who owns an item."""

    as_printed: str = Field(description="The name as the page prints it, white space left out")
    name: str = Field(description="The canonical name; the printed one where no other is known. Either one counts")
    role: Role
    role_alt: Role | None = Field(None, description="A second role that is right, too")


class GoldTask(_Model):
    """A work item: a task, or an annex row."""

    key: str = Field(description="What the rest of the file calls it: the printed number, annex1/2, 一/3 …")
    head: str = Field(description="The first characters of its title or text; twelve of them are compared")
    owners: list[GoldOwner] = Field(description="Everyone who owns it; [] where the page names nobody")
    policies: list[str] = Field([], description="Titles of the documents that it cites, carries out or is to issue")
    deadline: str | None = Field(None, description="Its time limits as printed, joined by ；")
    truncated: bool = Field(False, description="Cut in this sample: neither asked for nor wrong when found")


class GoldTarget(_Model):
    """A quantified goal."""

    task: str | None = Field(description="The `key` of its item; null for a goal of the plan, which is not measured")
    value: float
    unit: str
    text: str = Field(description="Its words as printed")
    optional: bool = Field(False, description="May be read as a goal or not")


class GoldEntity(_Model):
    """A platform, project, place, organisation, product or event that an item names."""

    task: Key
    name: str
    as_printed: str
    optional: bool = Field(False, description="May be read as a name or not")


class Gold(_Model):
    """What a careful reader finds in one plan."""

    tasks: list[GoldTask]
    title: str | None = None
    notice_title: str | None = Field(
        None, description="The title of the notice that hands the plan on; right as title, too"
    )
    doc_number: str | None = None
    issuer: str | None = None
    date: str | None = Field(None, description="ISO date")
    meta_not_in_file: list[Literal["title", "doc_number", "issuer", "date"]] = Field(
        [], description="Known from elsewhere: not measured"
    )
    basis_policies: list[str] = Field([], description="The documents that the plan's preface says it carries out")
    targets: list[GoldTarget] | None = Field(
        None, description="All goals of all items; left out, they are not measured"
    )
    details: list[tuple[str, str]] | None = Field(None, description="Pairs: an annex row and the task that it details")
    details_alternative: list[tuple[str, str]] = Field([], description="Pairs that are not wrong")
    entities: list[GoldEntity] = []
    entities_complete: bool = Field(
        False, description="Items without an entity here name none; else they are not measured"
    )


class GoldFile(NamedTuple):
    """An annotated plan: its name, where it lies, and the text beside it."""

    name: str
    gold: Path
    text: Path


def read_gold(path: Path) -> Gold:
    """The annotations of ``path``; raises SourceError that names the place of the first fault."""
    return read_annotation(path, Gold, "gold file", "; `plangraph score --schema` prints the form")


def gold_files(paths: Iterable[Path]) -> list[GoldFile]:
    """The annotated plans that ``paths`` name: gold files, or folders that hold them; sorted within a folder.

    Raises SourceError where there is none, or no text lies beside one that was named.
    """
    found: dict[Path, GoldFile] = {}
    for path in paths:
        named = [path] if not path.is_dir() else sorted(path.glob(f"*{ENDING}"))
        if not named:
            raise SourceError(f"{path}: no gold file in this folder; they are called NAME{ENDING}")
        for gold in named:
            found[gold] = _with_text(gold)
    return list(found.values())


def _with_text(gold: Path) -> GoldFile:
    if not gold.is_file():
        raise SourceError(f"{gold}: no such file")
    name = gold.name.removesuffix(".json").removesuffix(".gold")
    beside = sorted(p for p in gold.parent.iterdir() if p.stem == name and is_plan_file(p))
    if not beside:
        raise SourceError(
            f"{gold}: no text beside it; put {name}.txt (or another type that can be read) into its folder"
        )
    return GoldFile(name, gold, beside[0])


def gold_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a gold file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Gold.model_json_schema()}
