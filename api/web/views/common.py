"""What views share: a page's Site, and the plan that ``?plan=`` narrows a page to."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.http.routers.common import Current
from api.web.site import Site


def site_of(request: Request, snapshot: Current) -> Site:
    """The page that this request makes."""
    return Site(request, snapshot)


Here = Annotated[Site, Depends(site_of)]
