"""The way through content analysis: each item is read once, then each grammar takes from the reading what is its own."""

from __future__ import annotations

from collections.abc import Iterator

from graph.findings import Finding
from loaders.content.citations.basis import find_basis, find_repealed, own_names
from loaders.content.citations.policies import find_policies
from loaders.content.citations.short_names import spell_out
from loaders.content.details import find_details
from loaders.content.entities import Words, find_entities, find_reliances, plan_scope, scan_findings, spread_names
from loaders.content.goals.milestones import find_milestones
from loaders.content.goals.of_plan import plan_goals
from loaders.content.goals.targets import find_targets
from loaders.content.reading import Reading
from loaders.document import Item, PlanDocument
from loaders.text.deadlines import read_deadlines
from loaders.text.lexicon import lexicon
from loaders.text.view import Span

# Signs that open a title, as pages print them.
_OPENINGS = "《〈"


def analyse(document: PlanDocument) -> None:
    """Fill in what the items of ``document`` say, its basis and its details; what a person should look at is reported.

    Needs the items with their spans, owners and the plan's metadata; replaces what an earlier call filled in.
    """
    source = document.source.text
    own = own_names(document)
    scope = plan_scope(document)
    readings = [Reading.of(source, item.spans, item.name_span, document.view_of(item)) for item in document.items]
    said: list[Words] = []
    for item, reading in zip(document.items, readings, strict=True):
        deadlines, item.periods = read_deadlines(
            reading.view, reading.times, document.meta.year, document.meta.date, reading.cited
        )
        item.deadlines = [*deadlines, *(stated for stated in item.deadlines if stated not in deadlines)]
        item.policies = find_policies(reading, own)
        _add_references(document, item, own)
        item.targets = find_targets(reading, document.meta.year)
        item.milestones = find_milestones(reading, document.meta.year, item.targets)
        words = Words(reading, scope.known.proper, scope.topic)
        said.append(words)
        item.entities = find_entities(words, scope)
        document.findings.extend(_without_unit(source, item))
    spread_names(document, said)
    for item, reading in zip(document.items, readings, strict=True):
        document.findings.extend(scan_findings(document, item, reading))
    document.basis = find_basis(document)
    document.repealed = find_repealed(document, own)
    document.targets, document.milestones = plan_goals(document)
    spell_out(document, own)
    document.details, lost = find_details(document, readings)
    document.findings.extend(lost)
    document.reliances = find_reliances(document, scope)


def _add_references(document: PlanDocument, item: Item, own: list[str]) -> None:
    """Titles that stand in the item's row but in neither its name nor its text: its column of references."""
    text = document.source.text
    rest = [span for span in _rest(item) if any(sign in text[span.start : span.end] for sign in _OPENINGS)]
    if not rest:
        return
    cue = str(lexicon().policies.reference_cue)
    held = {policy.name for policy in item.policies}
    found = find_policies(Reading.of(text, rest), own, fixed_cue=cue)
    item.policies.extend(policy for policy in found if policy.name not in held)


def _rest(item: Item) -> Iterator[Span]:
    """The parts of the item's extent that its name and text leave over."""
    at = item.span.start
    for span in sorted(item.spans):
        if span.start > at:
            yield Span(at, span.start)
        at = max(at, span.end)
    if at < item.span.end:
        yield Span(at, item.span.end)


def _without_unit(source: str, item: Item) -> Iterator[Finding]:
    for target in item.targets:
        if not target.unit:
            start, end = target.span.start, target.span.end
            yield Finding("target-without-unit", start, end, source[start:end], item.ref, {"text": target.text})
