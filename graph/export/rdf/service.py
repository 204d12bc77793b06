"""What the SPARQL endpoint says of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterable

from graph.export.rdf.lines import Lines, iri
from graph.export.rdf.mapping import RdfMapping

_FORMATS = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
}


def service_description(mapping: RdfMapping, media_types: Iterable[str]) -> str:
    """N-Triples: the language, the forms of answers, and the data set that is asked."""
    lines = Lines(mapping)
    endpoint, dataset = f"{mapping.base}/sparql", f"{mapping.base}/dataset"
    lines.say(
        endpoint,
        ("rdf:type", "sd:Service"),
        ("sd:endpoint", iri(endpoint)),
        ("sd:supportedLanguage", "sd:SPARQL11Query"),
        ("sd:feature", "sd:UnionDefaultGraph"),
        *(("sd:resultFormat", iri(f"http://www.w3.org/ns/formats/{_FORMATS[name]}")) for name in media_types),
        ("sd:defaultDataset", iri(f"{endpoint}#dataset")),
    )
    lines.say(f"{endpoint}#dataset", ("rdf:type", "sd:Dataset"), ("sd:defaultGraph", iri(dataset)))
    lines.say(dataset, ("rdf:type", "sd:Graph"), ("rdf:type", "void:Dataset"), ("void:sparqlEndpoint", iri(endpoint)))
    return lines.text()
