"""Standing clauses, which rule many markers: the first-named leads, what stands before the comma leads, those with a
star lead, and all that follows is also owned by the bodies that the clause names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from loaders.document import OwnerMention
from loaders.responsibility import grammar
from loaders.responsibility.lists import read_owners
from loaders.responsibility.markers import Marker, Responsibility, fold_name, names_before
from loaders.responsibility.names import Names
from loaders.text.lexicon import lexicon
from loaders.text.view import Span, View

_NEAR = 400
_MOST_OWNERS = 50
# 其中,列第一位者为牵头单位: what may stand between a bracket and the clause without being a name.
_LONGEST_LEAD_IN = 6
_LONGEST_REST = 16


@dataclass(frozen=True, slots=True)
class Below:
    """A clause at a code point with the owners that it gives to all that follows; with ``later`` not to the item that
    holds the clause."""

    at: int
    later: bool
    owners: tuple[OwnerMention, ...]

    def rules(self, span: Span) -> bool:
        """Whether an item at ``span`` is ruled."""
        return span.start > self.at or (span.end > self.at and not self.later)


@dataclass(slots=True)
class Clauses:
    """What the clauses of a text say: owners of all that follows, and from which view character on the first-named (or
    with ``by_comma`` all before the first comma) lead; what ``brackets`` without a word of responsibility name."""

    below: list[Below] = field(default_factory=list)
    order_from: int | None = None
    by_comma: bool = False
    brackets: grammar.BracketClause | None = None

    def take(self, marker: Marker) -> None:
        """An order clause inside a marker that rules all later ones."""
        if marker.ordered and marker.same_below and self.order_from is None:
            self.order_from, self.by_comma = marker.start, marker.by_comma

    def with_leads(self, said: Responsibility, marker: Marker | None, at: int) -> list[OwnerMention]:
        """The owners of a marker (or of a cell at view position ``at``) with the leads that an order clause makes."""
        own = marker is not None and marker.ordered
        ruled = own or (self.order_from is not None and at >= self.order_from)
        owners = said.owners
        if not ruled or not owners or any(o.role == "lead" for o in owners):
            return owners
        by_comma = marker.by_comma if marker is not None and own else self.by_comma
        leading = said.leading if by_comma else 1
        return [
            owner._replace(role="lead", role_basis="order-clause")
            if index < leading and owner.role == "responsible"
            else owner
            for index, owner in enumerate(owners)
        ]


def read_clauses(view: View, names: Names, line_at: Callable[[int], int | None]) -> Clauses:
    """The clauses of a text; signs that mark leads are put on ``names``. ``line_at`` gives the first view character
    of the line that holds one."""
    text, clauses = view.text, Clauses()
    names.lead_marks = "".join({match["mark"] for match in grammar.mark_pattern().finditer(text)})
    said = clauses.brackets = _brackets(text, names, line_at)
    for match in grammar.below_pattern().finditer(text):
        _all_below(view, names, clauses, match)
    for match in grammar.order_pattern().finditer(text):
        beside = said is not None and 0 <= match.start() - said.end < _NEAR
        if (_in_marker(text, match.start()) and not beside) or clauses.order_from is not None:
            continue
        line = line_at(match.start())
        note = _is_note(text, line)
        clauses.order_from = 0 if note else match.start() if line is None else line
        clauses.by_comma = match["comma"] is not None
    return clauses


def _brackets(text: str, names: Names, line_at: Callable[[int], int | None]) -> grammar.BracketClause | None:
    """The clause that says what brackets name; in a note it rules the whole text. Whether persons stand beside the
    bodies is put on ``names``."""
    said = grammar.bracket_clause(text, 0, len(text))
    if said is None:
        return None
    names.with_persons = any(
        text.find(word, said.end, said.end + _LONGEST_REST) >= 0 for word in lexicon().responsibility.with_persons
    )
    return said._replace(start=0) if _is_note(text, line_at(said.start)) else said


def _is_note(text: str, line: int | None) -> bool:
    """Whether the line that begins at ``line`` is a note."""
    return line is not None and text.startswith(lexicon().responsibility.note_words, line + (text[line] in "(["))


def _in_marker(text: str, at: int) -> bool:
    """Whether a clause stands inside a bracket after names: then it belongs to that marker."""
    near = max(0, at - _NEAR)
    opening = max(text.rfind("(", near, at), text.rfind("[", near, at))
    closing = max(text.rfind(")", near, at), text.rfind("]", near, at))
    return opening > closing and at - opening > _LONGEST_LEAD_IN


def _all_below(view: View, names: Names, clauses: Clauses, match: re.Match[str]) -> None:
    if match["middle"]:
        start, end = names_before(view.text, match.start()), match.start()
        opening = grammar.below_opening_pattern().match(view.text, start, end)
        start = opening.end() if opening else start
    else:
        start, end = match.span(next(name for name in ("names", "few", "between") if match[name]))
    listed = read_owners(view.part(start, end), names)
    owners = [
        OwnerMention(named.printed, named.span, "responsible", "clause", position, named.whole)
        for position, named in enumerate(listed.names, 1)
        if names.complete(fold_name(view, named.span))
    ]
    held = {owner.printed for clause in clauses.below for owner in clause.owners}
    owners = [owner for owner in owners if owner.printed not in held][: _MOST_OWNERS - len(held)]
    if owners:
        later = bool(match["middle"]) or match[0].startswith(lexicon().responsibility.all_below.later)
        clauses.below.append(Below(view.offsets[match.start()], later, tuple(owners)))
