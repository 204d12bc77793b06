"""The dataset record that a portal ingests as it is: DCAT 3 under DCAT-AP 3.0.1, with VoID counts."""

from __future__ import annotations

from collections.abc import Sequence

from graph.export.rdf import terms as t
from graph.export.rdf.facts import DataFile, Facts, Written, description, publisher, publisher_iri, title, version
from graph.export.rdf.lines import Lines, iri
from graph.export.rdf.mapping import RdfMapping
from graph.export.rdf.places import covering, jurisdiction_iri, jurisdictions
from graph.export.rdf.settings import RdfSettings
from graph.ids import digest

_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
# The name of a format that a person would write, by the end of a file's name.
FORMATS = {
    ".ttl": "Turtle", ".nt.gz": "N-Triples", ".jsonld": "JSON-LD", ".rdf": "RDF/XML", ".trig": "TriG",
    "-csv.zip": "CSV", ".xlsx": "XLSX", ".graphml": "GraphML",
}  # fmt: skip
_SHA256 = "spdx:checksumAlgorithm_sha256"


def record(
    of: Facts, written: Written, data_files: Sequence[DataFile], settings: RdfSettings, mapping: RdfMapping
) -> Lines:
    """The record: catalogue, dataset, one distribution a file, VoID; raises ExportError without a licence."""
    licence = settings.required_license()
    lines = Lines(mapping)
    dataset = f"{mapping.base}/dataset"
    _catalog(lines, of, settings, mapping, dataset)
    _dataset(lines, of, written, settings, mapping, dataset)
    _authorities(lines, settings)
    lines.say(licence, ("rdf:type", "dct:LicenseDocument"))
    lines.say(dataset, ("dct:license", iri(licence)))
    if settings.endpoint:
        _service(lines, settings.endpoint, dataset, mapping)
    for file in data_files:
        _distribution(lines, of, written, file, licence, settings, mapping, dataset)
    _void(lines, of, written, data_files, settings.endpoint, mapping, dataset)
    return lines


def _both(spec: dict[str, str], predicate: str) -> list[tuple[str, str | None]]:
    return [(predicate, t.zh(spec["zh"])), (predicate, f"{t.quoted(spec['en'])}@en")]


def _day(value: str | None) -> str | None:
    return t.day(value) if value else None


def _catalog(lines: Lines, of: Facts, settings: RdfSettings, mapping: RdfMapping, dataset: str) -> None:
    catalog, agent = f"{mapping.base}/catalog", publisher_iri(of, settings, mapping)
    lines.say(
        catalog,
        ("rdf:type", "dcat:Catalog"),
        *_both({"zh": "政府工作计划图谱目录", "en": "Catalogue of graphs of work plans"}, "dct:title"),
        *_both(
            {"zh": "由计划原文生成的关联数据。", "en": "Linked data made from the texts of plans."}, "dct:description"
        ),
        ("dct:publisher", iri(agent)),
        ("dct:language", iri(f"{_EU}language/ZHO")),
        ("dcat:dataset", iri(dataset)),
    )
    # A name without a language as well: readers that look for their own language's name find none.
    name = publisher(of, settings)
    lines.say(agent, ("rdf:type", "foaf:Agent"), ("foaf:name", t.quoted(name)), ("foaf:name", t.zh(name)))


def _dataset(
    lines: Lines, of: Facts, written: Written, settings: RdfSettings, mapping: RdfMapping, dataset: str
) -> None:
    standard, series = mapping.namespace.rstrip("#"), f"{mapping.base}/series"
    # One span, as readers of such records expect: from the first year to the last.
    years = dict.fromkeys((of.years[0], of.years[-1])) if of.years else ()
    span = f"{mapping.base}/id/period/{'-'.join(str(year) for year in years)}" if years else None
    lines.say(
        dataset,
        ("rdf:type", "dcat:Dataset"),
        ("rdf:type", "void:Dataset"),
        *_both(title(of, settings), "dct:title"),
        *_both(description(of), "dct:description"),
        ("dct:publisher", iri(publisher_iri(of, settings, mapping))),
        ("dct:identifier", t.quoted(settings.identifier or dataset)),
        *((("dcat:keyword"), t.zh(word)) for word in settings.keywords),
        ("dcat:theme", iri(f"{_EU}data-theme/{settings.theme}")),
        ("dct:language", iri(f"{_EU}language/ZHO")),
        ("dct:accrualPeriodicity", iri(f"{_EU}frequency/{settings.frequency}")),
        ("dct:accessRights", iri(f"{_EU}access-right/PUBLIC")),
        ("dct:issued", _day(settings.issued)),
        ("dct:modified", _day(settings.modified or settings.issued)),
        ("dct:conformsTo", iri(standard)),
        ("dcat:version", t.quoted(version(written, settings))),
        ("dcat:inSeries", iri(series)),
        ("dcat:landingPage", iri(f"{mapping.base}/")),
        *(("dct:spatial", iri(jurisdiction_iri(mapping, code))) for code in covering(of.jurisdictions)),
        ("dct:temporal", iri(span) if span else None),
    )
    lines.say(f"{mapping.base}/", ("rdf:type", "foaf:Document"))
    lines.say(standard, ("rdf:type", "dct:Standard"))
    lines.labels(standard, {"zh": "工作计划图谱词汇", "en": "Vocabulary of the graph of work plans"}, "dct:title")
    told = {"zh": "政府工作计划图谱", "en": "Graphs of work plans"}
    lines.say(series, ("rdf:type", "dcat:DatasetSeries"), *_both(told, "dct:title"), *_both(told, "dct:description"))
    lines.add(jurisdictions(mapping, of.jurisdictions))
    if span:
        first, last = t.day(f"{of.years[0]:04}-01-01"), t.day(f"{of.years[-1]:04}-12-31")
        lines.say(span, ("rdf:type", "dct:PeriodOfTime"), ("dcat:startDate", first), ("dcat:endDate", last))
    _contact(lines, of, settings, mapping, dataset)


def _contact(lines: Lines, of: Facts, settings: RdfSettings, mapping: RdfMapping, dataset: str) -> None:
    if settings.contact:
        here = f"{mapping.base}/id/contact/{digest(settings.contact)}"
        lines.say(dataset, ("dcat:contactPoint", iri(here)))
        mail = "@" in settings.contact
        address = iri(f"mailto:{settings.contact}" if mail else settings.contact)
        lines.say(
            here,
            ("rdf:type", "vcard:Organization"),
            ("vcard:fn", t.zh(publisher(of, settings))),
            ("vcard:hasEmail" if mail else "vcard:hasURL", address),
        )


def _authorities(lines: Lines, settings: RdfSettings) -> None:
    lines.say(f"{_EU}language/ZHO", ("rdf:type", "dct:LinguisticSystem"))
    lines.say(f"{_EU}frequency/{settings.frequency}", ("rdf:type", "dct:Frequency"))
    lines.say(f"{_EU}access-right/PUBLIC", ("rdf:type", "dct:RightsStatement"))
    theme = f"{_EU}data-theme/{settings.theme}"
    lines.say(theme, ("rdf:type", "skos:Concept"), ("skos:prefLabel", t.quoted(settings.theme)))


def _distribution(
    lines: Lines, of: Facts, written: Written, file: DataFile, licence: str, settings: RdfSettings, mapping: RdfMapping, dataset: str
) -> None:  # fmt: skip
    here, address = f"{mapping.base}/id/distribution/{_slug(file.name)}", f"{mapping.base}/export/{file.name}"
    checksum = f"{mapping.base}/id/checksum/{_slug(file.name)}"
    media, packed, container = _media(file)
    name = FORMATS.get(file.name.removeprefix("plangraph"), file.name.rpartition(".")[2].upper())
    lines.say(dataset, ("dcat:distribution", iri(here)))
    lines.say(
        here,
        ("rdf:type", "dcat:Distribution"),
        *_both({"zh": file.zh, "en": file.en}, "dct:title"),
        *_both({"zh": file.zh, "en": file.en}, "dct:description"),
        ("dcat:accessURL", iri(address)),
        ("dcat:downloadURL", iri(address)),
        ("dcat:mediaType", iri(media)),
        ("dct:format", iri(f"{mapping.base}/id/format/{_slug(name)}")),
        ("dcat:compressFormat", iri(packed) if packed else None),
        ("dcat:packageFormat", iri(container) if container else None),
        ("dcat:byteSize", t.typed(str(file.size), "nonNegativeInteger")),
        ("spdx:checksum", iri(checksum)),
        ("dct:license", iri(licence)),
        ("dct:conformsTo", iri(mapping.namespace.rstrip("#")) if container is None else None),
        ("dct:language", iri(f"{_EU}language/ZHO")),
        ("dct:issued", _day(settings.issued)),
        ("dct:modified", _day(settings.modified or settings.issued)),
    )
    # What CKAN shows as the format is the label of the first type here.
    lines.say(
        f"{mapping.base}/id/format/{_slug(name)}",
        ("rdf:type", "dct:IMT"), ("rdf:type", "dct:MediaTypeOrExtent"),
        ("rdfs:label", t.quoted(name)), ("rdf:value", t.quoted(file.media_type)),
    )  # fmt: skip
    if file.name.endswith(".zip"):
        _tables(lines, of, here, mapping)
    elif file.name.endswith(_DUMPS):
        lines.say(here, ("void:triples", t.integer(written.triples)))
    for type_ in filter(None, (media, packed, container)):
        lines.say(type_, ("rdf:type", "dct:MediaType"))
    lines.say(
        checksum,
        ("rdf:type", "spdx:Checksum"),
        ("spdx:algorithm", _SHA256),
        ("spdx:checksumValue", t.typed(file.sha256, "hexBinary")),
    )
    lines.say(mapping.term(_SHA256), ("rdf:type", "spdx:ChecksumAlgorithm"))


def _service(lines: Lines, endpoint: str, dataset: str, mapping: RdfMapping) -> None:
    """The endpoint as a data service of the catalogue."""
    here = f"{mapping.base}/id/service/sparql"
    lines.say(f"{mapping.base}/catalog", ("dcat:service", iri(here)))
    lines.say(
        here,
        ("rdf:type", "dcat:DataService"),
        *_both({"zh": "SPARQL 查询", "en": "SPARQL endpoint"}, "dct:title"),
        ("dcat:endpointURL", iri(endpoint)),
        ("dcat:endpointDescription", iri(endpoint)),
        ("dcat:servesDataset", iri(dataset)),
    )


def _tables(lines: Lines, of: Facts, distribution: str, mapping: RdfMapping) -> None:
    """The files in the archive of tables, each with its number of rows."""
    counts = {"nodes": sum(of.labels.values()), **of.labels, **of.relationships}
    for name, count in counts.items():
        here = f"{mapping.base}/id/table/{name.lower().replace('_', '-')}"
        lines.say(distribution, ("dct:hasPart", iri(here)))
        lines.say(
            here,
            ("rdf:type", "csvw:Table"),
            ("dct:title", t.quoted(f"{name}.csv")),
            ("void:entities", t.integer(count)),
        )


def _media(file: DataFile) -> tuple[str, str | None, str | None]:
    """Media type, compression, packaging as IANA IRIs."""
    gzip = f"{_IANA}application/gzip" if file.name.endswith(".gz") else None
    package = f"{_IANA}application/zip" if file.name.endswith(".zip") else None
    return f"{_IANA}{file.media_type}", gzip, package


def _slug(name: str) -> str:
    return name.replace(".", "-").replace("/", "-").lower()


def _void(
    lines: Lines, of: Facts, written: Written, data_files: Sequence[DataFile], endpoint: str | None, mapping: RdfMapping, dataset: str
) -> None:  # fmt: skip
    lines.say(
        dataset,
        ("void:triples", t.integer(written.triples)),
        ("void:entities", t.integer(sum(of.labels.values()))),
        ("void:sparqlEndpoint", iri(endpoint) if endpoint else None),
        ("void:uriSpace", t.quoted(f"{mapping.base}/id/")),
        ("void:vocabulary", iri(mapping.namespace)),
        *(("void:dataDump", iri(f"{mapping.base}/export/{f.name}")) for f in data_files if f.name.endswith(_DUMPS)),
    )
    counts = {mapping.term(f"pg:{name}"): count for name, count in of.labels.items()}
    # A Plan is a Policy too, so the class of all policies counts both.
    if "Plan" in of.labels:
        counts[mapping.term("pg:Policy")] = of.labels["Plan"] + of.labels.get("Policy", 0)
    for name, count in of.relationships.items():
        counts[mapping.edges[name].types[0]] = count
    for class_, count in sorted(counts.items()):
        here = f"{mapping.base}/id/partition/{class_.rpartition('#')[2].lower()}"
        lines.say(dataset, ("void:classPartition", iri(here)))
        lines.say(here, ("rdf:type", "void:Dataset"), ("void:class", iri(class_)), ("void:entities", t.integer(count)))


_DUMPS = (".ttl", ".nt.gz", ".rdf", ".jsonld", ".trig")
