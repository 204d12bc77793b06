"""/policies: documents that plans and items carry out, cite or are to issue."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.http import list_models, models, shapes
from api.http.paging import DEFAULT_LIMIT, Cursor, Limit, page_by_key
from api.http.read_model import Link, ReadModel
from api.http.rendering import list_response, thing_response
from api.http.routers.common import API, MAX_NAME, Current, Search, answers

router = APIRouter(prefix=API, tags=["policies"])
PolicyName = Annotated[
    str, Path(min_length=1, max_length=MAX_NAME, description="policy by id, name, document number or part of its name")
]


@router.get("/policies", response_model=list_models.Policies, responses=answers("csv", without=(410,)))
def list_policies(
    request: Request, snapshot: Current, q: Search = None, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response:
    """Policies and plans by name."""
    model = snapshot.model
    words = q.casefold().split() if q else []
    chosen = [p for p in model.policies if all(word in model.name(p).casefold() for word in words)]
    page = page_by_key(request, chosen, model.policy_key, limit, cursor)
    page.items[:] = [shapes.policy_summary(model, policy) for policy in page.items]
    return list_response(request, page)


@router.get(
    "/policies/{id:path}/items", response_model=list_models.PolicyItems, responses=answers("csv", without=(410,))
)
def list_policy_items(
    request: Request, snapshot: Current, id: PolicyName, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response:
    """The items that carry out, cite or are to issue a policy, and where they say so."""
    model = snapshot.model
    policy = snapshot.references.policy(id)
    links = [link for link in model.incoming(policy) if link.other in model.item_index]

    def key(link: Link) -> tuple[object, ...]:
        return *model.item_key(link.other), link.edge["type"], link.edge.get("start", -1)

    page = page_by_key(request, sorted(links, key=key), key, limit, cursor)
    page.items[:] = [_referring(model, link) for link in page.items]
    return list_response(request, page, policy=shapes.ref(model, policy))


def _referring(model: ReadModel, link: Link) -> shapes.Shape:
    edge = link.edge
    return {
        **shapes.item_summary(model, link.other),
        "relation": edge["type"],
        "cue": edge.get("cue"),
        "as_printed": edge.get("as_printed"),
        "evidence": shapes.evidence(edge),
    }


@router.get("/policies/{id:path}", response_model=models.Thing, responses=answers("ttl", "jsonld", without=(410,)))
async def get_policy(request: Request, snapshot: Current, id: PolicyName) -> Response:
    """A policy with its properties and everything that refers to it."""
    policy = snapshot.references.policy(id)
    return thing_response(request, snapshot, policy, shapes.thing(snapshot.model, policy))
