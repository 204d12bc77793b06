"""The desk of those who follow up: tasks and targets of an owner, a plan or a chapter in one list by due date.

Rows of the body and of the annexes that detail each other are one row; what they owe by a date is a row of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from graph.errors import QueryError
from queries.answers.items import (
    Filter,
    ItemSummary,
    Milestone,
    OwnerRole,
    Target,
    item_counts,
    item_page,
    milestone,
    summaries,
    target,
)
from queries.answers.models import Evidence, ItemRef, Model, Ref, Role, evidence, item_ref, ref
from queries.answers.records import links, records
from queries.answers.view import View
from queries.arguments import date_word

MOST_ITEMS = 2_000
ROLES: tuple[Role, ...] = ("lead", "responsible", "support")
What = Literal["item", "target", "milestone"]
SORTS = ("due", "-due", "plan", "name", "section", "role")
_LAST = "9999-12-31"


class DeskRow(Model):
    """Something to be done: a work item, or a target or milestone of one.

    `due` is the last day that the deadline means; `also` are the rows of other parts that say the same; `role` is that
    of the owner asked for, which it may have `via` a group that it belongs to.
    """

    id: str
    what: What
    text: str
    item: ItemRef
    also: list[ItemRef]
    section: Ref | None
    due: str | None
    deadline: str | None
    deadline_as_printed: str | None
    role: Role | None
    via: Ref | None
    owners: list[OwnerRole]
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """What narrows a desk: ``items`` says of which work items, the others what is shown of them.

    ``state`` is due, overdue (before ``today``) or undated.
    """

    items: Filter
    whats: tuple[str, ...] = ()
    due_before: str = ""
    due_after: str = ""
    state: str = ""
    today: str = ""
    sort: str = "due"


def desk(view: View, wanted: DeskFilter) -> list[DeskRow]:
    """The rows of a desk in the order asked for; QueryError where it would be of more than MOST_ITEMS items."""
    rows = view.once(f"desk {wanted.items}", lambda: _rows(view, wanted.items))
    return sorted((row for row in rows if _meant(row, wanted)), key=lambda row: _order(row, wanted.sort))


def state_of(row: DeskRow, today: str) -> str:
    """due, overdue or undated, as seen on a day."""
    return "undated" if row.due is None else "overdue" if row.due < today else "due"


def last_day(deadline: str | None) -> str | None:
    """The last day that a deadline means: a year or a month ends with its last."""
    return date_word(deadline, True, "deadline") if deadline else None


def _meant(row: DeskRow, wanted: DeskFilter) -> bool:
    due = row.due or ""
    return (
        (not wanted.whats or row.what in wanted.whats)
        and (not wanted.due_before or (bool(due) and due <= wanted.due_before))
        and (not wanted.due_after or due >= wanted.due_after)
        and (not wanted.state or state_of(row, wanted.today) == wanted.state)
    )


def _order(row: DeskRow, sort: str) -> tuple[Any, ...]:
    """What a row stands by among others; rows of one key stay as printed."""
    due = int((row.due or _LAST).replace("-", ""))
    return {
        "due": (due,),
        "-due": (row.due is None, -due),
        "plan": (),
        "name": (row.text,),
        "section": (row.section is None, row.section.id if row.section else "", due),
        "role": (ROLES.index(row.role) if row.role else len(ROLES), due),
    }[sort]


def _rows(view: View, wanted: Filter) -> list[DeskRow]:
    groups_of = _groups(view, wanted.owners)
    asked = replace(wanted, owners=(*wanted.owners, *groups_of))
    total = sum(item_counts(view, asked).values())
    if total > MOST_ITEMS:
        raise QueryError(f"a list of {total:,} items is too long to work with; choose an owner, a plan or a chapter")
    found = summaries(view, [key[4] for key in item_page(view, asked, None, MOST_ITEMS)])
    goals = _goals(view, [item.id for item in found])
    said = {item: evidence(stated) for item, stated in records(view, [item.id for item in found]).items()}
    rows: list[DeskRow] = []
    for head, *others in _folded(view, found):
        shared = _shared(head, others, wanted.owners, groups_of)
        rows.append(_item_row(head, others, shared, said[head.id]))
        told = [goal for one in (head, *others) for goal in goals[one.id]]
        rows += [_goal_row(goal, head, others, shared) for goal in _each_once(told)]
    return rows


def _groups(view: View, owners: Sequence[str]) -> dict[str, Ref]:
    """The groups that owners belong to: what a group carries, its members carry."""
    above = links(view, list(owners), ["MEMBER_OF"]) if owners else {}
    return {link["id"]: ref(link) for found in above.values() for link in found}


def _folded(view: View, found: Sequence[ItemSummary]) -> Iterable[list[ItemSummary]]:
    """Items of the body with the rows that detail them behind each, in order; a row that fits several goes to the best."""
    here = {item.id: item for item in found}
    head: dict[str, str] = {}
    for item, details in links(view, [i.id for i in found if i.part == "annex"], ["DETAILS"]).items():
        inside = [link for link in details if link["id"] in here]
        if inside:
            head[item] = max(inside, key=lambda link: (link["score"] or 0, link["id"]))["id"]
    groups: dict[str, list[ItemSummary]] = {item.id: [item] for item in found if item.id not in head}
    for item, above in head.items():
        groups.setdefault(above, [here[above]]).append(here[item])
    return groups.values()


def _shared(
    head: ItemSummary, others: Sequence[ItemSummary], asked: Sequence[str], groups: Mapping[str, Ref]
) -> dict[str, Any]:
    """The owners of folded rows, each once with its strongest role, and the role of the owner asked for."""
    owners: dict[str, OwnerRole] = {}
    for owner in [owner for one in (head, *others) for owner in one.owners]:
        before = owners.get(owner.id)
        if before is None or ROLES.index(owner.role) < ROLES.index(before.role):
            owners[owner.id] = owner
    mine = next((owners[owner] for owner in asked if owner in owners), None)
    group = next((owners[owner] for owner in groups if owner in owners), None) if mine is None else None
    held = mine or group
    return {
        "owners": sorted(owners.values(), key=lambda owner: ROLES.index(owner.role)),
        "role": held.role if held else None,
        "via": groups[group.id] if group else None,
    }


def _item_row(
    head: ItemSummary, others: Sequence[ItemSummary], shared: dict[str, Any], said: Evidence | None
) -> DeskRow:
    dated = [one for one in (head, *others) if one.deadline]
    first = min(dated, key=lambda one: last_day(one.deadline) or _LAST, default=None)
    printed = dict.fromkeys(one.deadline_as_printed for one in dated if one.deadline_as_printed)
    return DeskRow(
        id=head.id, what="item", text=head.name, **_place(head, others), **shared, evidence=said,
        due=last_day(first.deadline) if first else None, deadline=first.deadline if first else None,
        deadline_as_printed="；".join(dict.fromkeys("；".join(printed).split("；"))) or None,
    )  # fmt: skip


def _goal_row(
    goal: Target | Milestone, head: ItemSummary, others: Sequence[ItemSummary], shared: dict[str, Any]
) -> DeskRow:
    return DeskRow(
        id=goal.id, what="target" if isinstance(goal, Target) else "milestone", text=goal.text or goal.name,
        **_place(head, others), **shared, evidence=goal.evidence, due=last_day(goal.deadline),
        deadline=goal.deadline, deadline_as_printed=goal.deadline_as_printed,
    )  # fmt: skip


def _place(head: ItemSummary, others: Sequence[ItemSummary]) -> dict[str, Any]:
    refs = [item_ref(dict(one)) for one in (head, *others)]
    return {"item": refs[0], "also": refs[1:], "section": head.section}


def _goals(view: View, items: Sequence[str]) -> dict[str, list[Target | Milestone]]:
    held = links(view, items, ["HAS_TARGET", "HAS_MILESTONE"])
    stated = records(view, [link["id"] for found in held.values() for link in found])
    goals: dict[str, list[Target | Milestone]] = defaultdict(list)
    for item, found in held.items():
        for link in found:
            made = target if link["type"] == "HAS_TARGET" else milestone
            goals[item].append(made(stated[link["id"]]))
    return goals


def _each_once(goals: Iterable[Target | Milestone]) -> list[Target | Milestone]:
    """What a task and its annex row both state is owed once."""
    found: dict[tuple[Any, ...], Target | Milestone] = {}
    for goal in goals:
        counted = (goal.indicator, goal.value, goal.unit) if isinstance(goal, Target) else (goal.text,)
        found.setdefault((*counted, goal.deadline), goal)
    return list(found.values())
