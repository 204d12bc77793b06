"""The sheet that Chinese portals ask for beside DCAT: core metadata of the resource and its items (信息项).

What the owner has not said stays empty: codes, sharing and openness are decisions, not facts of the data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from graph.errors import ExportError
from graph.export.files import atomic
from graph.export.rdf.facts import DataFile, Facts, description, publisher, title
from graph.export.rdf.settings import RdfSettings
from graph.export.rdf.tables import Table
from graph.export.rdf.workbook import write_sheets
from graph.schema import load_yaml

STEM = "catalogue-sheet"
_TYPES = {
    "string": "字符型 C", "strings": "字符型 C", "iri": "字符型 C", "integer": "数值型 N", "number": "数值型 N",
    "boolean": "布尔型 B", "date": "日期型 D", "day": "日期型 D",
}  # fmt: skip


@cache
def catalogue_fields() -> Sequence[Mapping[str, str]]:
    """The fields of the sheet: key, zh, en, and where the value is from."""
    found: Sequence[Mapping[str, str]] = load_yaml(
        files("graph.export.rdf").joinpath("catalogue.yaml").read_text("utf-8")
    )
    return found


def check_portal(settings: RdfSettings) -> None:
    """Raises ExportError for a field that the owner can't set."""
    known = [field["key"] for field in catalogue_fields() if field["from"] == "set"]
    for key, _ in settings.portal:
        if key not in known:
            raise ExportError(f"--portal {key}=…: no such field; known: {', '.join(known)}")


def write_catalogue(
    folder: Path, of: Facts, data_files: Sequence[DataFile], tables: Sequence[Table], settings: RdfSettings
) -> None:
    """Writes ``catalogue-sheet.json`` and ``.xlsx`` into ``folder``."""
    fields = [
        {"字段": field["zh"], "field": field["key"], "值": _value(field, of, data_files, settings)}
        for field in catalogue_fields()
    ]
    counts = {**of.labels, **of.relationships}
    items = [
        {
            "表": f"{table.name} {table.zh}", "信息项名称": column.zh, "item": column.key,
            "数据类型": _TYPES[column.type], "说明": column.en, "条数": counts.get(table.name, 0),
        }
        for table in tables
        for column in table.columns
        if column.type != "iri" or column.key == "iri"
    ]  # fmt: skip
    with atomic(folder / f"{STEM}.json") as held:
        held.write(json.dumps({"核心元数据": fields, "信息项": items}, ensure_ascii=False, indent=1).encode() + b"\n")
    write_sheets(folder / f"{STEM}.xlsx", [("核心元数据", _rows(fields)), ("信息项", _rows(items))])


def _value(field: Mapping[str, str], of: Facts, data_files: Sequence[DataFile], settings: RdfSettings) -> str:
    values = {
        "title": lambda: title(of, settings)["zh"],
        "publisher": lambda: publisher(of, settings),
        "description": lambda: description(of)["zh"],
        "formats": lambda: "、".join(file.name.partition(".")[2] for file in data_files),
        "records": lambda: str(sum(of.labels.values()) + sum(of.relationships.values())),
        "issued": lambda: settings.issued or "",
        "set": lambda: dict(settings.portal).get(field["key"], ""),
    }
    return values[field["from"]]()


def _rows(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    return [list(rows[0]), *(list(row.values()) for row in rows)]
