"""From the words of a query's header to parameters and columns, by the shared vocabulary.

A header says only what is its own: which parameters and columns, which may be empty, which defaults differ. What
they are called and mean stands once, in ``vocabulary.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from graph.errors import QueryError
from graph.languages import LANGUAGES, in_all_languages
from graph.schema import load_yaml, schema
from queries.model import COLUMN_TYPES, REFERENCE_KINDS, VALUE_TYPES, Column, Parameter

_PARAMETER_FIELDS = {"kind", "default", "values", "minimum", "end", *LANGUAGES, "required", "example"}
_COLUMN_FIELDS = {"type", "kind", "fields", *LANGUAGES}


@cache
def vocabulary() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """The shared parameters and columns by name, as in the data file."""
    raw: Mapping[str, Mapping[str, Mapping[str, Any]]] = in_all_languages(
        load_yaml(files("queries").joinpath("vocabulary.yaml").read_text("utf-8")), "vocabulary"
    )
    return raw


def parameters(raw: Mapping[str, Mapping[str, Any] | None], where: str) -> tuple[Parameter, ...]:
    """The parameters that a header names, in order; raises QueryError that names ``where``."""
    key = where.rpartition(" ")[2].removesuffix(".cypher")
    words = in_all_languages(raw, f"parameters.{key}")
    return tuple(_parameter(name, own or {}, f"{where}: parameter {name}") for name, own in words.items())


def _parameter(name: str, own: Mapping[str, Any], where: str) -> Parameter:
    spec = {**vocabulary()["parameters"].get(name, {}), **own}
    _only(spec, _PARAMETER_FIELDS, where)
    kind = spec.get("kind")
    if kind not in REFERENCE_KINDS and kind not in VALUE_TYPES:
        raise QueryError(f"{where}: kind {kind!r} is none of {', '.join((*REFERENCE_KINDS, *VALUE_TYPES))}")
    _described(spec, where)
    default = None if spec.get("required") else spec.get("default")
    value_type = VALUE_TYPES.get(str(kind), "string")
    if default is not None and isinstance(default, str) != (value_type in ("string", "date")):
        raise QueryError(f"{where}: the default {default!r} is no {value_type}")
    return Parameter(
        name, str(kind), value_type, _said(spec), default, _words(spec.get("values", ()), where),
        spec.get("minimum"), bool(spec.get("end")), spec.get("example", "") if default is None else "",
    )  # fmt: skip


def _words(values: Any, where: str) -> tuple[str, ...]:
    """The words allowed: as listed, or the primary labels of a super-label."""
    if not isinstance(values, str):
        return tuple(values)
    if values not in schema().super_labels:
        raise QueryError(f"{where}: values: {values!r} is no super-label of the schema")
    return schema().primary_labels(values)


def columns(words: str, where: str) -> tuple[Column, ...]:
    """The columns that a header names, in order: ``name``, or ``name?`` where a cell may be empty, with commas between.

    Raises QueryError that names ``where``.
    """
    return tuple(_column(word.strip(), where) for word in words.split(",") if word.strip())


def _column(word: str, where: str) -> Column:
    name = word.removesuffix("?")
    where = f"{where}: column {name}"
    spec = vocabulary()["columns"].get(name, {})
    _only(spec, _COLUMN_FIELDS, where)
    _described(spec, where)
    if spec["type"] not in COLUMN_TYPES:
        raise QueryError(f"{where}: {spec['type']!r} is no type of a column")
    fields = tuple(_column(field, where) for field in spec.get("fields", ()))
    return Column(name, spec["type"], _said(spec), spec.get("kind", ""), word.endswith("?"), fields)


def _only(spec: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(spec) - known):
        raise QueryError(f"{where}: unknown field {unknown[0]!r}; known: {', '.join(sorted(known))}")


def _said(spec: Mapping[str, Any]) -> dict[str, str]:
    return {code: spec[code] for code in LANGUAGES if code in spec}


def _described(spec: Mapping[str, Any], where: str) -> None:
    if not spec.get("zh") or not spec.get("en"):
        raise QueryError(f"{where}: not in the vocabulary, and a description in zh and en is missing")
