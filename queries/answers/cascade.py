"""From plan to plan: what a plan's items carry out above, who takes them up below, and how an item went on over years.

All of it is inferred, and says by what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from queries.answers.models import ItemRef, Model, Ref, item_ref, ref
from queries.answers.records import Record, records
from queries.answers.view import View

_UP = (
    "MATCH (i:WorkItem {plan: $plan})-[:CARRIES_OUT*0..4]->(a:WorkItem) "
    "MATCH (a)-[r:CARRIES_OUT]->(b:WorkItem) "
    "RETURN DISTINCT a.id AS lower, b.id AS upper, r.score AS score, r.basis AS basis, r.judged_by AS judged_by "
    "ORDER BY lower, upper"
)
_BELOW = (
    "MATCH (b:WorkItem {plan: $plan})<-[r:CARRIES_OUT]-(a:WorkItem) "
    "RETURN a.id AS lower, b.id AS upper, r.score AS score, r.basis AS basis, r.judged_by AS judged_by "
    "ORDER BY lower, upper"
)
_LINKED = "MATCH (a:WorkItem)-[r:CARRIES_OUT]->(:WorkItem) RETURN a.plan AS plan, count(r) AS n ORDER BY n DESC, plan"


class CarriesOut(Model):
    """That an item carries out another: inferred, how surely, by what, and by which reader it was confirmed."""

    lower: ItemRef
    upper: ItemRef
    score: float
    basis: str
    judged_by: str | None


class PlanColumn(Model):
    """A plan in the cascade: how many plans stand above it there, and its items that are shown."""

    plan: Ref
    level: int
    items: list[ItemRef]


class Cascade(Model):
    """Plans from the topmost down, and what joins their items."""

    columns: list[PlanColumn]
    links: list[CarriesOut]


def linked_plans(view: View) -> list[str]:
    """Ids of the plans whose items carry out others', those with most first."""
    return view.once("linked plans", lambda: [row["plan"] for row in view.read(_LINKED)])


def cascade(view: View, plan: str) -> Cascade:
    """A plan with all of its items, those that they carry out up to the top, and those that take them up below."""
    rows = {(row["lower"], row["upper"]): row for row in (*view.read(_UP, plan=plan), *view.read(_BELOW, plan=plan))}
    own = [row["id"] for row in view.read("MATCH (i:WorkItem {plan: $plan}) RETURN i.id AS id ORDER BY id", plan=plan)]
    stated = records(view, [*own, *(end for pair in sorted(rows) for end in pair)])
    links = [
        CarriesOut(
            lower=item_ref(stated[row["lower"]]), upper=item_ref(stated[row["upper"]]), score=row["score"],
            basis=row["basis"], judged_by=row["judged_by"],
        )
        for row in rows.values()
    ]  # fmt: skip
    levels = _levels({one["plan"] for one in stated.values()} | {plan}, links)
    plans = records(view, sorted(levels))
    columns = [
        PlanColumn(plan=ref(plans[one]), level=level, items=_printed(stated.values(), one))
        for one, level in sorted(levels.items(), key=lambda told: (told[1], plans[told[0]]["name"], told[0]))
    ]
    order = {item.id: at for at, item in enumerate(item for column in columns for item in column.items)}
    links.sort(key=lambda link: (order[link.lower.id], order[link.upper.id]))
    return Cascade(columns=columns, links=links)


def _printed(stated: Iterable[Record], plan: str) -> list[ItemRef]:
    own = [one for one in stated if one["plan"] == plan]
    return [item_ref(one) for one in sorted(own, key=lambda one: (one["position"], one["id"]))]


def _levels(plans: set[str], links: list[CarriesOut]) -> Mapping[str, int]:
    """How many plans stand above each, along the longest way."""
    above: dict[str, set[str]] = defaultdict(set)
    for link in links:
        above[link.lower.plan].add(link.upper.plan)
    levels = dict.fromkeys(plans, 0)
    for _ in plans:  # at most so many steps, should plans ever carry out each other
        for plan in plans:
            levels[plan] = min(max((levels[upper] + 1 for upper in above[plan]), default=0), len(plans))
    return levels
