"""Reading a plan: source text → plan document → plan graph. Pure but for ``load_plan``, which reads the file."""

from __future__ import annotations

from pathlib import Path

from graph.findings import Finding
from graph.plan_graph import PlanGraph
from loaders.assemble import assemble
from loaders.content import analyse
from loaders.document import PlanDocument, SourceText
from loaders.readers import read_source
from loaders.structure import parse_structure


def parse_text(source: SourceText) -> PlanDocument:
    """The plan document of a source text; raises PlanError when it is no plan."""
    document = parse_structure(source)
    analyse(document)
    return document


def load_plan(path: Path) -> tuple[PlanGraph, list[Finding], SourceText]:
    """The plan graph of a file, what the loader noticed, and the text that all evidence points into.

    Raises SourceError for a file that can't be read and PlanError for one that is no plan.
    """
    source = read_source(path)
    document = parse_text(source)
    return assemble(document), document.findings, source
