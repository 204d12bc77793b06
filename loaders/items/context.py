"""What all builders of items share: the parse context, and how names and deadlines are read from ranges."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.findings import Finding
from graph.ids import part_id
from loaders.document import Item, OwnerMention, PlanDocument
from loaders.responsibility.clauses import Clauses
from loaders.responsibility.markers import Marker, Responsibility
from loaders.responsibility.names import Names, group_key
from loaders.text.view import Span, View, fold

_LONGEST_NAME = 40
_SHORTEST_NAME = 4
# A lead-in (围绕“十四五”规划,) is no name where more follows.
_LONG_ENOUGH = 12
_CLAUSE_ENDS = ",;:!?"
_OPENS, _CLOSES = "([《", ")]》"


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
    once: set[str] = field(default_factory=set)

    def report_once(self, code: str, span: Span, /, **words: str) -> None:
        """Reports the first of many places that say the same."""
        if code not in self.once:
            self.once.add(code)
            self.finding(code, span, None, **words)

    def finding(self, code: str, span: Span, ref: str | None = None, /, **words: str) -> None:
        """Reports what was seen at ``span``."""
        quote = self.document.source.text[span.start : span.end]
        self.document.findings.append(Finding(code, span.start, span.end, quote, ref, words))


def name_end(text: str, start: int, end: int) -> int:
    """Where the name of a text ends: before the first 。, or in a long sentence after its first clauses, brackets and
    quotes closed; a sentence without clauses is the name whole."""
    stop = text.find("。", start, end)
    stop = end if stop < 0 else stop
    if stop - start <= _LONGEST_NAME:
        return max(stop, start + 1)
    best, depth, quoted = -1, 0, False
    for at in range(start, stop):
        char = text[at]
        if char in _OPENS:
            depth += 1
        elif char in _CLOSES:
            depth = max(0, depth - 1)
        elif char == '"':
            quoted = not quoted
        elif char in _CLAUSE_ENDS and not depth and not quoted and at - start >= _SHORTEST_NAME:
            long = at - start > _LONGEST_NAME
            if long and best - start >= _LONG_ENOUGH:
                break
            best = at
            if long:
                break
    return best if best > 0 else stop


def give_owners(
    context: Context, item: Item, said: Responsibility, at: int, marker: Marker | None = None, scope: Span | None = None
) -> None:
    """Owners and open end of a marker, or of a cell at view position ``at``, put on the item with the leads that an
    order clause makes. ``scope`` are the words that the marker rules; an owner of several rules all of theirs."""
    held = {group_key(owner.printed): owner for owner in item.owners}
    for owner in context.clauses.with_leads(said, marker, at):
        key = group_key(owner.printed)
        before = held.get(key)
        chosen = owner if before is None or (owner.role == "lead" and before.role != "lead") else before
        printed = max((before or owner, owner), key=lambda mention: len(mention.printed))
        ruled = [span for span in (before.scope if before else None, scope) if span]
        both = Span(min(span.start for span in ruled), max(span.end for span in ruled)) if ruled else None
        if printed is not chosen or both != chosen.scope:
            chosen = chosen._replace(printed=printed.printed, span=printed.span, scope=both)
        held[key] = chosen
    item.owners = list(held.values())
    item.open_ended |= said.open_ended


def give_from_above(item: Item, owners: list[OwnerMention]) -> None:
    """The owners that a heading states for the items below it, where these state no lead (or nobody) themselves."""
    if any(owner.role == "lead" for owner in item.owners):
        return
    given = {
        group_key(owner.printed): owner._replace(role_basis="clause")
        for owner in owners
        if owner.role == "lead" or not item.owners
    }
    others = []
    for owner in item.owners:
        above = given.get(group_key(owner.printed)) or given.get(fold(owner.printed).partition("(")[0])
        if above:  # the item names it, too
            given[group_key(above.printed)] = owner._replace(role=above.role, role_basis=above.role_basis)
        else:
            others.append(owner)
    item.owners = [*given.values(), *others]


def finish(context: Context, item: Item) -> None:
    """Clause owners and positions."""
    held = {owner.printed for owner in item.owners}
    for clause in context.clauses.below:
        if clause.rules(item.span):
            item.owners += [owner for owner in clause.owners if owner.printed not in held]
    item.owners = [
        owner if owner.position == position else owner._replace(position=position)
        for position, owner in enumerate(item.owners, 1)
    ]


def report_unowned(context: Context) -> None:
    """A finding for each item that states no owner, or one for a plan that states none at all."""
    items = context.document.items
    unowned = [item for item in items if not item.owners]
    if len(unowned) > 1 and len(unowned) == len(items):
        context.finding("plan-without-owners", unowned[0].name_span, None, count=str(len(items)))
        return
    for item in unowned:
        context.finding("item-without-owner", item.name_span, item.ref, item=item.name)
