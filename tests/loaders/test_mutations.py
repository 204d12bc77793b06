"""No text, however it was mangled, makes the loader raise anything but its own word that it is no plan."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from graph.errors import PlanError
from loaders.assemble import assemble
from loaders.document import SourceText
from loaders.parse import parse_text
from tests.loaders.mutations import mutated_plans


def read(text: str) -> None:
    """Parses and assembles; what comes of it must point into the text."""
    try:
        document = parse_text(SourceText(text, "any.txt"))
    except PlanError as error:
        if str(error).startswith("any.txt: "):
            return
        raise
    graph, findings = assemble(document)
    for attributes in [a for _, a in graph.nodes()] + [a for *_, a in graph.edges()]:
        if "quote" in attributes:
            assert text[attributes["start"] : attributes["end"]] == attributes["quote"]
    assert all(text[f.start : f.end] == f.quote for f in findings)


@settings(max_examples=2000, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(mutated_plans())
def test_no_text_raises_anything_but_that_it_is_no_plan(text: str) -> None:
    read(text)
