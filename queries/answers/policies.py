"""Policies: documents that plans and items carry out, cite or are to issue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from queries.answers.items import ItemSummary, summaries, walk
from queries.answers.models import Evidence, Ref, evidence, ref, refs
from queries.answers.records import Record, links, records
from queries.answers.view import Plans, View

REFERRING = ("IMPLEMENTS", "CITES", "ISSUES", "DEPENDS_ON", "REPEALS")
COUNTED = ("implemented", "cited", "depended", "issued")
_DEPTH, _MOST_ABOVE = 5, 500


class PolicySummary(Ref):
    """A policy with the number of items that refer to it, how, and the plans that carry it out."""

    doc_number: str | None
    issuer: str | None
    date: str | None
    kind: str | None
    level: str | None
    items: int
    plans: list[Ref]
    implemented: int = Field(description="items and plans that carry it out, as the question `policies` counts them")
    cited: int
    depended: int
    issued: int
    through: int = Field(description="items below plans and policies that carry it out, which do not do so themselves")


class PolicyItem(ItemSummary):
    """A work item that refers to a policy, how, and where."""

    relation: str
    cue: str | None
    as_printed: str | None
    evidence: Evidence | None


class Above(PolicySummary):
    """A policy that another carries out, where that is said, and what it carries out in turn."""

    evidence: Evidence | None
    above: list[Above]


def policy_names(view: View, plans: Plans = ()) -> list[tuple[str, str]]:
    """(name, id) of all policies and plans, or of those that ``plans`` name, in that order, which is theirs."""

    def make() -> list[tuple[str, str]]:
        rows = view.read("MATCH (p:Policy) RETURN p.id AS id, p.name AS name ORDER BY id")
        held = policy_counts(view, plans) if plans else {}
        return sorted((row["name"], row["id"]) for row in rows if not plans or row["id"] in held)

    return view.once(f"policies {plans}", make)


def found_policies(view: View, words: Sequence[str], plans: Plans = ()) -> list[tuple[str, str]]:
    """(name, id) of the policies of ``plans`` (of all) whose name holds every word."""
    folded = [word.casefold() for word in words]
    return [one for one in policy_names(view, plans) if all(word in one[0].casefold() for word in folded)]


def policy_summaries(view: View, ids: Sequence[str], plans: Plans = ()) -> list[PolicySummary]:
    """Policies as lists show them, in the order of ``ids``; they are counted within ``plans``, or all."""
    stated = records(view, ids)
    near = links(view, list(stated), REFERRING, incoming=True)
    counts, below = policy_counts(view, plans), _below(view, plans)
    found = []
    for policy, one in stated.items():
        said_by = [link for link in near[policy] if not plans or _plan_of(link) in plans]
        counted = {key: counts[policy][key] if policy in counts else 0 for key in COUNTED}
        found.append(PolicySummary(**{**_summary(one, said_by), **counted, "through": below.get(policy, 0)}))
    return found


def _plan_of(link: Record) -> str:
    return str(link["near_plan"] if "WorkItem" in link["labels"] else link["id"])


def policy_counts(view: View, plans: Plans = ()) -> Mapping[str, Counter[str]]:
    """How often each policy is carried out, cited, relied on and to be issued in ``plans``, as the catalogue counts."""

    def make() -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for row in view.ask_each("policies", plans):
            found[row["policy_id"]].update({key: row[key] for key in COUNTED})
        return found

    return view.once(f"policy counts {plans}", make)


def _below(view: View, plans: Plans) -> Mapping[str, int]:
    """By policy: items that carry it out through policies and plans below it and not themselves (``items-under-policy``)."""

    def make() -> dict[str, int]:
        steps = view.read(
            "MATCH (m:Policy)-[:IMPLEMENTS*1..4]->(top:Policy) RETURN DISTINCT top.id AS top, m.id AS below ORDER BY top, below"
        )
        tops = sorted({row["top"] for row in steps})
        return {
            top: sum(row["hops"] > 1 for row in view.ask_each("items-under-policy", plans, policy=top)) for top in tops
        }

    return view.once(f"policies below {plans}", make)


def _summary(stated: Record, near: Sequence[Record]) -> dict[str, Any]:
    keys = ("doc_number", "issuer", "date", "kind", "level")
    return {
        **ref(stated).model_dump(),
        **{key: stated[key] for key in keys},
        "items": len({link["id"] for link in near if "WorkItem" in link["labels"]}),
        "plans": refs(link for link in near if "Policy" in link["labels"]),
    }


Said = Mapping[tuple[int, str, str, int], Record]


def references(view: View, policy: str) -> Said:
    """What items say of a policy, by place of the item in its plan, item, relation and place in the text."""

    def make() -> Said:
        near = links(view, [policy], REFERRING, incoming=True)[policy]
        return {
            (link["near_position"], link["id"], link["type"], -1 if link["start"] is None else link["start"]): link
            for link in near
            if "WorkItem" in link["labels"]
        }

    return view.once(f"references {policy}", make)


def policy_items(
    view: View, policy: str, after: tuple[Any, ...] | None, limit: int
) -> list[tuple[tuple[Any, ...], PolicyItem]]:
    """(key, item) of the next items that refer to a policy behind ``after``, plan by plan, and where they say so."""
    said = references(view, policy)
    by_plan: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for key in sorted(said):
        by_plan[said[key]["near_plan"]].append(key)

    def ask(plan: str, behind: tuple[Any, ...] | None, most: int) -> list[tuple[Any, ...]]:
        return [key for key in by_plan[plan] if behind is None or key > behind][:most]

    keys = walk(view, by_plan, after, limit, ask)
    told = {one.id: one.model_dump() for one in summaries(view, [key[4] for key in keys])}
    return [(key, _referring(told[key[4]], said[key[3], key[4], key[5], key[6]])) for key in keys]


def _referring(summary: Mapping[str, Any], link: Record) -> PolicyItem:
    told: dict[str, Any] = {key: link.get(key) for key in ("cue", "as_printed")}
    return PolicyItem(**summary, relation=link["type"], **told, evidence=evidence(link))


def above(view: View, policy: str) -> list[Above]:
    """The documents that one carries out, and theirs in turn; a circle in the data, or very many, end it."""
    return _above(view, policy, (policy,), [_MOST_ABOVE])


def _above(view: View, policy: str, seen: tuple[str, ...], left: list[int]) -> list[Above]:
    first: dict[str, Record] = {}
    for link in links(view, [policy], ["IMPLEMENTS"])[policy]:
        if link["id"] not in seen and (link["id"] not in first or link["quote"] is not None):
            first[link["id"]] = link
    found = []
    for summary in policy_summaries(view, list(first)):
        if left[0] <= 0 or len(seen) > _DEPTH:
            break
        left[0] -= 1
        higher = _above(view, summary.id, (*seen, summary.id), left)
        found.append(Above(**summary.model_dump(), above=higher, evidence=evidence(first[summary.id])))
    return found
