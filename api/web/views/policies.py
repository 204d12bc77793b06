"""/policies: the chain from the higher plans down to the items, and one document with all that refers to it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.http import shapes
from api.http.read_model import ReadModel
from api.http.routers.common import Current
from api.http.routers.policies import PolicyName
from api.web.views.common import Here

router = APIRouter()
MAX_DEPTH, LISTED, ITEMS = 5, 500, 200


@router.get("/policies")
def list_policies(request: Request, snapshot: Current, site: Here) -> Response:
    """What each plan rests on, and every document that is named."""
    model = snapshot.model
    policies = [shapes.policy_summary(model, policy) for policy in model.policies[:LISTED]]
    policies.sort(key=lambda p: (-p["items"], p["name"]))
    chains = [(shapes.plan_summary(model, plan), _above(model, plan, (plan,))) for plan in model.plans]
    return site.render("policies.html", policies=policies, chains=chains, total=len(model.policies))


def _above(
    model: ReadModel, policy: str, seen: tuple[str, ...], budget: list[int] | None = None
) -> list[dict[str, Any]]:
    """The documents that one carries out, and theirs in turn; a circle in the data, or very many, end it."""
    left = budget if budget is not None else [LISTED]
    first: dict[str, Any] = {}
    for link in model.outgoing(policy, "IMPLEMENTS"):
        if link.other not in seen and (link.other not in first or "quote" in link.edge):
            first[link.other] = link.edge
    found = []
    for other, edge in first.items():
        if left[0] <= 0 or len(seen) > MAX_DEPTH:
            break
        left[0] -= 1
        above = _above(model, other, (*seen, other), left)
        found.append({**shapes.policy_summary(model, other), "above": above, "evidence": shapes.evidence(edge)})
    return found


@router.get("/policies/{id:path}")
def show_policy(request: Request, snapshot: Current, site: Here, id: PolicyName) -> Response:
    """One document: what it carries out, what carries it out, and in which words."""
    model = snapshot.model
    policy = snapshot.references.policy(id)
    links = [link for link in model.incoming(policy) if link.other in model.item_index]
    below = [link for link in model.incoming(policy, "IMPLEMENTS", "CITES") if link.other not in model.item_index]
    return site.render(
        "policy.html",
        policy=shapes.thing(model, policy),
        summary=shapes.policy_summary(model, policy),
        above=_above(model, policy, (policy,)),
        below=[(shapes.ref(model, link.other), link.edge["type"], shapes.evidence(link.edge)) for link in below],
        items=[
            (shapes.item_summary(model, link.other), link.edge, shapes.evidence(link.edge)) for link in links[:ITEMS]
        ],
        is_plan=model.label(policy) == "Plan",
    )
