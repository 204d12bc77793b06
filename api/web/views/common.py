"""What views share: a page's Site, with the plans that ``?within=`` (or ``?plan=``) narrows it to."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Query, Request

from api.http.routers.common import MAX_NAME, Current
from api.http.routers.items import ItemFilter, resolved
from api.web.scope import scope_of
from api.web.site import Site
from queries.answers.items import Filter
from queries.answers.owners import owner_ids, owner_names
from queries.answers.view import View

CHOICES = 400
Within = Annotated[str, Query(max_length=MAX_NAME, description="plan, year or place that pages are about")]


def site_of(request: Request, snapshot: Current, within: Within = "") -> Site:
    """The page that this request makes."""
    plans = request.query_params.getlist("plan")
    return Site(request, snapshot, scope_of(snapshot.view, within or (plans[0] if len(plans) == 1 else "")))


Here = Annotated[Site, Depends(site_of)]


def owner_choices(view: View, site: Here) -> list[tuple[str, str]]:
    """(id, name) of the owners that the page may be about, those with most items first."""
    chosen = owner_ids(view, (), site.scope.plans)[:CHOICES]
    return [(owner, site.called(owner, name)) for owner, name in owner_names(view, chosen).items()]


def meant_items(view: View, wanted: ItemFilter, site: Here) -> Filter:
    """The filter of the address within what the page is about: an owner's name means the one that the plan speaks of."""
    held = [site.find("owner", word) for word in wanted.owner]
    meant = resolved(view, replace(wanted, owner=tuple(held)))
    return replace(meant, plans=meant.plans or site.scope.plans)
