"""/policies: the chain from the higher plans down to the items, and one document with all that refers to it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.http.routers.common import Asked
from api.http.routers.policies import PolicyName
from api.web.views.common import Here
from queries.answers import policies
from queries.answers.models import evidence, ref
from queries.answers.records import links
from queries.answers.things import thing

router = APIRouter()
LISTED, ITEMS, CHAINS = 500, 200, 60


@router.get("/policies")
def list_policies(request: Request, view: Asked, site: Here) -> Response:
    """What each plan rests on, and every document that is named."""
    chosen = site.scope.plans
    names = policies.policy_names(view, chosen)
    listed = policies.policy_summaries(view, [policy for _, policy in names[:LISTED]], chosen)
    listed.sort(key=lambda p: (-(p.implemented + p.through), -p.items, p.name))
    chains = [(plan, policies.above(view, plan.id)) for plan in site.scope.loaded[:CHAINS]]
    return site.render("policies.html", policies=listed, chains=chains, total=len(names))


@router.get("/policies/{id:path}")
def show_policy(request: Request, view: Asked, site: Here, id: PolicyName) -> Response:
    """One document: what it carries out, what carries it out, and in which words."""
    policy = thing(view, view.find("policy", id))
    near = links(view, [policy.id], ["IMPLEMENTS", "CITES"], incoming=True)[policy.id]
    return site.render(
        "policy.html",
        policy=policy,
        above=policies.above(view, policy.id),
        below=[(ref(link), link["type"], evidence(link)) for link in near if "WorkItem" not in link["labels"]],
        items=[item for _, item in policies.policy_items(view, policy.id, None, ITEMS)],
        is_plan=policy.label == "Plan",
        counts=policies.policy_summaries(view, [policy.id], site.scope.plans)[0],
    )
