"""The documents that a plan names as its basis: those its preface says it is drawn up by.

The preface is what stands before the first chapter. Titles, a notice's own heading and notes of the copy it comes
from (front matter, quoted lines) are no preface.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from functools import cache

from graph.ids import name_key
from loaders.content.citations.policies import find_policies
from loaders.content.citations.policies import find_repealed as repealed
from loaders.content.reading import Reading
from loaders.document import PlanDocument, PolicyMention
from loaders.text.lexicon import lexicon
from loaders.text.patterns import Led, any_of
from loaders.text.view import Span

# A sentence that ends documents is no longer, its titles with it.
_LONGEST_REPEAL = 600
_MOST_REPEALS = 200
_LINE = re.compile(r"[^\n\r]+")
_FRONT_MATTER = re.compile(r"\A﻿?---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)


def find_basis(document: PlanDocument) -> list[PolicyMention]:
    """The basis policies of ``document`` in order; its own title, number and notice are none.

    A plan drawn up 结合 《…》 carries it out like one drawn up 按照 it.
    """
    reading = Reading.of(document.source.text, _preface(document))
    own = own_names(document)
    basis_cues = set(lexicon().policies.basis)
    found = find_policies(reading, own)
    stated = [m for m in found if m.relation == "IMPLEMENTS" or (m.relation == "DEPENDS_ON" and m.cue in basis_cues)]
    return [replace(m, relation="IMPLEMENTS") for m in stated]


def find_repealed(document: PlanDocument, own: list[str]) -> list[PolicyMention]:
    """The documents that the plan ends, wherever it says so: …自印发之日起施行,《甲》同时废止."""
    text = document.source.text
    ends = [match.end() for match in itertools.islice(_repeal().finditer(text), _MOST_REPEALS)]
    spans: list[Span] = []
    for end in ends:
        start = max(0, end - _LONGEST_REPEAL, spans[-1].end if spans else 0)
        start = max(start, text.rfind("。", start, end) + 1)
        stop = text.find("。", end, end + _LONGEST_REPEAL)
        spans.append(Span(start, stop if stop >= 0 else end))
    found = [mention for span in spans for mention in repealed(Reading.of(text, [span]), own)]
    return list({mention.name: mention for mention in reversed(found)}.values())[::-1]


@cache
def _repeal() -> Led:
    return Led.of(any_of(lexicon().policies.repealed_after), lexicon().policies.repealed_after)


def own_names(document: PlanDocument) -> list[str]:
    """The names by which the plan may speak of itself."""
    meta = document.meta
    return [name for name in (meta.name, meta.notice, meta.doc_number) if name]


def _preface(document: PlanDocument) -> tuple[Span, ...]:
    """The lines before the first chapter or item that are neither title nor front matter nor a quoted note."""
    text = document.source.text
    starts = [part.span.start for part in document.sections] + [item.span.start for item in document.items]
    end = min(starts, default=0)
    front = _FRONT_MATTER.match(text, 0, end)
    own = {name_key(name) for name in own_names(document)}
    spans = []
    for line in _LINE.finditer(text, front.end() if front else 0, end):
        printed = line[0].strip()
        if printed and not printed.startswith((">", "#")) and name_key(printed) not in own:
            spans.append(Span(line.start(), line.end()))
    return tuple(spans)
