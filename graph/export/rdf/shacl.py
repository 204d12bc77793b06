"""Our SHACL shapes run over triples by pySHACL."""

from __future__ import annotations

from collections.abc import Iterator

import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from graph.export.rdf.mapping import RdfMapping
from graph.export.rdf.report import Problem
from graph.export.rdf.shapes import shapes


def shape_problems(data: rdflib.Graph, mapping: RdfMapping) -> Iterator[Problem]:
    """What of ``data`` breaks our shapes, sorted; the name of the shape stands in ``check``."""
    rules = rdflib.Graph().parse(data=shapes(mapping), format="turtle")
    _, found, _ = pyshacl.validate(data, shacl_graph=rules)
    assert isinstance(found, rdflib.Graph)
    problems = {_problem(found, rules, result) for result in found.subjects(RDF.type, SH.ValidationResult)}
    yield from sorted(problems, key=lambda p: (p.severity, p.check, p.where, p.message))


def _problem(found: rdflib.Graph, rules: rdflib.Graph, result: rdflib.term.Node) -> Problem:
    # Some results lose the language of their message; the English one is the one in ASCII.
    messages = sorted((str(m) for m in found.objects(result, SH.resultMessage)), key=lambda m: (not m.isascii(), m))
    severity = "warning" if found.value(result, SH.resultSeverity) == SH.Warning else "error"
    shape = _named(rules, found.value(result, SH.sourceShape))
    return Problem(f"shape {shape}", severity, messages[0] if messages else "", str(found.value(result, SH.focusNode)))


def _named(rules: rdflib.Graph, shape: rdflib.term.Node | None) -> str:
    """The name of the node shape that a property shape, which has no name of its own, belongs to."""
    while isinstance(shape, rdflib.BNode):
        shape = next(iter(rules.subjects(None, shape)), None)
    return str(shape).rpartition("#")[2]
