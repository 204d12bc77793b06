"""What all builders of items share: the parse context, and how names and deadlines are read from ranges."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from graph.findings import Finding
from graph.ids import part_id
from loaders.document import Item, PlanDocument
from loaders.responsibility.clauses import Clauses
from loaders.responsibility.markers import Marker, Responsibility
from loaders.responsibility.names import Names
from loaders.text.view import Span, View

_LONGEST_NAME = 40
_SHORTEST_NAME = 4
_CLAUSE_ENDS = ",;:!?"


class Refs:
    """Hands out references, each once: a second 3 is 3.2. References that make the same id (㈠, 一) are the same."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def free(self, ref: str) -> str:
        """``ref``, or the next form of it that is free."""
        while (key := part_id("", "", ref)) in self._taken:
            self._taken[key] += 1
            ref = f"{ref}.{self._taken[key]}"
        self._taken[key] = 1
        return ref


@dataclass(slots=True)
class Context:
    """One parse: the view, the document being filled, the names of its jurisdiction and what rules later markers."""

    view: View
    document: PlanDocument
    names: Names
    clauses: Clauses = field(default_factory=Clauses)
    refs: Refs = field(default_factory=Refs)

    def finding(self, code: str, span: Span, ref: str | None = None, /, **words: str) -> None:
        """Reports what was seen at ``span``."""
        quote = self.document.source.text[span.start : span.end]
        self.document.findings.append(Finding(code, span.start, span.end, quote, ref, words))


def name_end(text: str, start: int, end: int) -> int:
    """Where the name of a text ends: before the first 。, or in a long sentence after its first clauses."""
    stop = text.find("。", start, end)
    stop = end if stop < 0 else stop
    if stop - start <= _LONGEST_NAME:
        return max(stop, start + 1)
    best = -1
    for at in range(start + _SHORTEST_NAME, min(stop, start + _LONGEST_NAME + 1)):
        if text[at] in _CLAUSE_ENDS:
            best = at
    return best if best > 0 else start + _LONGEST_NAME


def give_owners(context: Context, item: Item, said: Responsibility, at: int, marker: Marker | None = None) -> None:
    """Owners and open end of a marker, or of a cell at view position ``at``, put on the item with the leads that an
    order clause makes."""
    held = {owner.printed: owner for owner in item.owners}
    for owner in context.clauses.with_leads(said, marker, at):
        if owner.printed not in held or (owner.role == "lead" and held[owner.printed].role != "lead"):
            held[owner.printed] = owner
    item.owners = list(held.values())
    item.open_ended |= said.open_ended


def finish(context: Context, item: Item) -> None:
    """Clause owners, positions, and the finding for an item that states no owner."""
    held = {owner.printed for owner in item.owners}
    for clause in context.clauses.below:
        if clause.rules(item.span):
            item.owners += [owner for owner in clause.owners if owner.printed not in held]
    item.owners = [replace(owner, position=position) for position, owner in enumerate(item.owners, 1)]
    if not item.owners:
        context.finding("item-without-owner", item.name_span, item.ref, item=item.name)
