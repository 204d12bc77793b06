"""The human page about the data set, in zh and en, beside the files it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import jinja2

from graph.export.rdf.facts import DataFile, Facts, Written, description, publisher, title, version
from graph.export.rdf.mapping import RdfMapping
from graph.export.rdf.settings import RdfSettings


def page(
    of: Facts, written: Written, data_files: Sequence[DataFile], settings: RdfSettings, mapping: RdfMapping
) -> bytes:
    """``index.html``: what the data hold, under which licence, and every file with its size and digest."""
    counts = [
        (count, label.zh, label.en) for name, label in mapping.schema.labels.items() if (count := of.labels.get(name))
    ]
    relations = [
        (count, r.zh, r.en) for name, r in mapping.schema.relationships.items() if (count := of.relationships.get(name))
    ]
    return (
        _template()
        .render(
            title=title(of, settings),
            description=description(of),
            publisher=publisher(of, settings),
            license=settings.required_license(),
            issued=settings.issued,
            plans=of.plans,
            counts=counts,
            relations=relations,
            triples=written.triples,
            files=data_files,
            base=mapping.base,
            version=version(written, settings),
        )
        .encode("utf-8", "replace")
    )


@cache
def _template() -> jinja2.Template:
    text = files("graph.export.rdf").joinpath("page.html").read_text("utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(text)
