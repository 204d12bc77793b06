"""/policies: documents that plans and items carry out, cite or are to issue."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.http.negotiation import RDF_FORMS
from api.http.paging import Cursor, Limit, after_key, page_by_key, page_of_walk
from api.http.rendering import Listed, list_response, thing_response
from api.http.routers.common import API, MAX_NAME, Asked, Checked, Current, Search, WithinPlans, answers
from queries.answers import policies
from queries.answers.models import Ref, ref
from queries.answers.records import record
from queries.answers.things import Thing, thing

router = APIRouter(prefix=API, tags=["policies"], dependencies=[Checked])
PolicyName = Annotated[
    str, Path(min_length=1, max_length=MAX_NAME, description="policy by id, name, document number or part of its name")
]


class Policies(Listed):
    """Policies by name."""

    items: list[policies.PolicySummary]


class PolicyItems(Listed):
    """Items that refer to a policy."""

    policy: Ref
    items: list[policies.PolicyItem]


@router.get("/policies", response_model=Policies, responses=answers("csv", "xlsx", without=(410,)))
def list_policies(
    request: Request, limit: Limit, view: Asked, plans: WithinPlans, q: Search = None, cursor: Cursor = None
) -> Response:
    """Policies and plans by name, and how often they are carried out, cited, relied on, to be issued; within `plan`."""
    page = page_by_key(request, policies.found_policies(view, (q or "").split(), plans), tuple, limit, cursor)
    page.items[:] = policies.policy_summaries(view, [policy for _, policy in page.items], plans)
    return list_response(request, Policies, page)


@router.get("/policies/{id:path}/items", response_model=PolicyItems, responses=answers("csv", "xlsx", without=(410,)))
def list_policy_items(request: Request, limit: Limit, view: Asked, id: PolicyName, cursor: Cursor = None) -> Response:
    """The items that carry out, cite or are to issue a policy, and where they say so."""
    policy = view.find("policy", id)
    after = after_key(request, cursor, int, str, str, int, str, str, int)
    found = policies.policy_items(view, policy, after, limit + 1)
    page = page_of_walk(request, found, lambda one: tuple(one[0]), limit, len(policies.references(view, policy)))
    page.items[:] = [item for _, item in page.items]
    told = record(view, policy)
    assert told is not None
    return list_response(request, PolicyItems, page, policy=ref(told))


@router.get("/policies/{id:path}", response_model=Thing, responses=answers(*RDF_FORMS, without=(410,)))
def get_policy(request: Request, snapshot: Current, id: PolicyName) -> Response:
    """A policy with its properties and everything that refers to it."""
    policy = snapshot.view.find("policy", id)
    return thing_response(request, snapshot, policy, thing(snapshot.view, policy))
