"""Whether an export is what it says: SHACL, and what SHACL can't see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.errors import SourceError
from graph.export.rdf.checks import (
    check_formats,
    check_quotes,
    check_record,
    check_rewrite,
    class_counts,
    data_lines,
)
from graph.export.rdf.export import STEM
from graph.export.rdf.mapping import rdf_mapping
from graph.export.rdf.reading import read_rdf_base
from graph.export.rdf.report import Problem, ValidationReport

MAX_RDFLIB_TRIPLES = 300_000  # beyond, rdflib and pySHACL would take minutes and gigabytes


def validate_export(folder: Path) -> ValidationReport:
    """Checks the export in ``folder``; raises SourceError (one line) where there is none or it can't be read.

    Checks: formats (all hold the same triples, by pyoxigraph and rdflib), quotes (equal the source), record (licence,
    counts, sizes, digests), rewrite (export, load, export is a fixed point), shapes (SHACL).
    """
    data = folder / f"{STEM}.nt.gz"
    if not data.is_file():
        raise SourceError(f"{folder}: holds no {data.name}; is it the folder that plangraph export rdf --out wrote?")
    graph, base = read_rdf_base(data)
    mapping = rdf_mapping(base)
    counts, triples = class_counts(folder, mapping)
    small = triples <= MAX_RDFLIB_TRIPLES
    report = ValidationReport(str(folder), triples)

    def run(name: str, problems: Iterator[Problem]) -> None:
        report.checks.append(name)
        report.problems.extend(problems)

    run("formats", check_formats(folder, mapping, rdflib_too=small))
    run("quotes", check_quotes(graph, mapping))
    run("record", check_record(folder, mapping, counts, triples))
    run("rewrite", check_rewrite(folder, graph, mapping))
    if small:
        # Half a second of imports that no other command needs.
        import rdflib

        from graph.export.rdf.shacl import shape_problems

        lines = "".join(data_lines(folder))
        run("shapes", shape_problems(rdflib.Graph().parse(data=lines, format="nt"), mapping))
    else:
        report.left_out["shapes"] = f"more than {MAX_RDFLIB_TRIPLES} triples; validate the plans one by one"
    return report
