"""Clauses that rule many markers: the first-named leads, those with a star lead, those below are owned by all
districts."""

from __future__ import annotations

import re

from loaders.document import OwnerMention
from loaders.items.context import Context
from loaders.outline.tree import Zone
from loaders.responsibility.grammar import below_pattern, mark_pattern, order_pattern
from loaders.responsibility.lists import read_owners
from loaders.text.lexicon import lexicon

_NEAR = 400
_MOST_OWNERS = 50
# 其中,列第一位者为牵头单位: what may stand between a bracket and the clause without being a name.
_LONGEST_LEAD_IN = 6


def read_clauses(context: Context, zones: list[Zone]) -> None:
    """Puts clauses of the whole text on the context: owners of all that follows, where the order clause begins, and
    the signs that mark leads."""
    text = context.view.text
    context.names.lead_marks = "".join({match["mark"] for match in mark_pattern().finditer(text)})
    for match in below_pattern().finditer(text):
        _all_below(context, match)
    for match in order_pattern().finditer(text):
        if _in_marker(text, match.start()):
            continue
        if context.order_from is None:
            line = next(
                (
                    line
                    for zone in zones
                    for node in zone.root.walk()
                    for line in node.lines
                    if line.start <= match.start() < line.end
                ),
                None,
            )
            note = line is not None and text.startswith(lexicon().responsibility.note_words, line.start)
            context.order_from = 0 if note else line.start if line else match.start()


def _in_marker(text: str, at: int) -> bool:
    """Whether a clause stands inside a bracket after names: then it belongs to that marker."""
    near = max(0, at - _NEAR)
    opening, closing = text.rfind("(", near, at), text.rfind(")", near, at)
    return opening > closing and at - opening > _LONGEST_LEAD_IN


def _all_below(context: Context, match: re.Match[str]) -> None:
    view = context.view
    listed = read_owners(view.part(match.start("names"), match.end("names")), context.names)
    owners = [
        OwnerMention(named.printed, named.span, "responsible", "clause", position)
        for position, named in enumerate(listed.names, 1)
    ]
    held = {owner.printed for _, listed_before in context.clause_owners for owner in listed_before}
    owners = [owner for owner in owners if owner.printed not in held][: _MOST_OWNERS - len(held)]
    if owners:
        context.clause_owners.append((view.offsets[match.start()], owners))
