"""The human page about the data set, in zh and en, beside the files it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2

from graph.export.rdf.facts import DataFile, Facts, Written, description, publisher, publisher_iri, title, version
from graph.export.rdf.mapping import RdfMapping
from graph.export.rdf.places import chain
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
            schema_org=_schema_org(of, written, data_files, settings, mapping),
        )
        .encode("utf-8", "replace")
    )


def _schema_org(
    of: Facts, written: Written, data_files: Sequence[DataFile], settings: RdfSettings, mapping: RdfMapping
) -> dict[str, Any]:
    """The data set in the terms of schema.org, as search engines for data sets read it."""
    told = title(of, settings)
    said: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{mapping.base}/dataset",
        "name": told["zh"],
        "alternateName": told["en"],
        "description": description(of)["zh"],
        "url": f"{mapping.base}/",
        "identifier": settings.identifier or f"{mapping.base}/dataset",
        "license": settings.required_license(),
        "version": version(written, settings),
        "keywords": list(settings.keywords),
        "inLanguage": "zh-Hans",
        "isAccessibleForFree": True,
        "creator": {
            "@type": "Organization",
            "@id": publisher_iri(of, settings, mapping),
            "name": publisher(of, settings),
        },
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.zh,
                "encodingFormat": file.media_type,
                "contentUrl": f"{mapping.base}/export/{file.name}",
                "contentSize": f"{file.size} B",
                "sha256": file.sha256,
            }
            for file in data_files
        ],
    }
    if settings.issued:
        said["datePublished"] = settings.issued
    if of.years:
        said["temporalCoverage"] = f"{of.years[0]:04}-01-01/{of.years[-1]:04}-12-31"
    named = [chain(code)[0][1] for code in of.jurisdictions if chain(code)]
    if named:
        said["spatialCoverage"] = [{"@type": "Place", "name": name} for name in named]
    return said


@cache
def _template() -> jinja2.Template:
    text = files("graph.export.rdf").joinpath("page.html").read_text("utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(text)
