"""Goals of the whole plan: what its chapter of goals (发展目标) says outside of all work items."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from loaders.content.goals.milestones import find_milestones
from loaders.content.goals.targets import find_targets
from loaders.content.reading import Reading
from loaders.document import MilestoneMention, PlanDocument, TargetMention
from loaders.text.lexicon import lexicon
from loaders.text.patterns import any_of
from loaders.text.view import Span


def plan_goals(document: PlanDocument) -> tuple[list[TargetMention], list[MilestoneMention]]:
    """(targets, milestones) of the chapters whose headings speak of goals."""
    targets: list[TargetMention] = []
    milestones: list[MilestoneMention] = []
    for span in _chapters(document):
        reading = Reading.of(document.source.text, [span])
        found = find_targets(reading, document.meta.year)
        targets += [_dated(target, reading, document.meta.year) for target in found]
        milestones += find_milestones(reading, document.meta.year, found)
    return targets, milestones


def _dated(target: TargetMention, reading: Reading, year: int | None) -> TargetMention:
    """``target`` with the date that leads its chapter (到2025年, …), where its own sentence names none."""
    if target.deadline is not None:
        return target
    starts = {clauses[0].start for clauses in reading.sentences.values()}
    at = reading.view.index(target.span.start)
    leads = [t for t in reading.times if t.start < at and t.lead and (t.start in starts or t.start - 1 in starts)]
    if not leads or not (iso := leads[-1].iso(year)):
        return target
    return replace(target, deadline=iso, deadline_as_printed=reading.printed(leads[-1].start, leads[-1].end))


def _chapters(document: PlanDocument) -> list[Span]:
    """The text below each heading of goals, up to the next heading or item; annexes have none."""
    called = re.compile(any_of(lexicon().targets.goal_chapters))
    parts = [part.span.start for part in document.sections] + [item.span.start for item in document.items]
    starts = sorted({*parts, len(document.source.text)})
    found = []
    for section in document.sections:
        if section.part == "body" and called.search(section.name):
            end = starts[bisect_right(starts, section.span.start)]
            if document.source.text[section.span.end : end].strip():
                found.append(Span(section.span.end, end))
    return found
