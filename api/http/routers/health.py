"""/healthz, /readyz, /metrics: for those who run the server."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response

from api.http.metrics import MEDIA_TYPE, Metrics
from api.http.rendering import json_response
from api.http.routers.common import Current, answers
from api.http.snapshots import SnapshotHolder
from graph.schema import schema
from queries.answers.models import Model
from queries.answers.plans import plans
from queries.answers.view import View

router = APIRouter(tags=["server"])
_ONLY_503 = (304, 400, 401, 404, 406, 410, 422)
NO_STORE = {"cache-control": "no-store"}


class Health(Model):
    """State of the server."""

    status: Literal["ok"]


class Ready(Health):
    """The store answers; `version` is the version of its content."""

    version: str
    plans: int


@router.get("/healthz", response_model=Health, responses=answers(without=(*_ONLY_503, 503)))
async def healthz() -> Response:
    """The process is there."""
    return json_response(Health(status="ok"), NO_STORE)


@router.get("/readyz", response_model=Ready, responses=answers(without=_ONLY_503))
def readyz(request: Request, snapshot: Current) -> Response:
    """The store has been read and answers."""
    holder: SnapshotHolder = request.app.state.holder
    holder.check()
    body = Ready(status="ok", version=snapshot.version, plans=len(plans(snapshot.view)))
    return json_response(body, NO_STORE)


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {"description": "Prometheus text format", "content": {"text/plain": {"schema": {"type": "string"}}}},
        **answers(without=(*_ONLY_503, 503)),
    },
)
def get_metrics(request: Request) -> Response:
    """Requests and times by route, and the size of the current version."""
    metrics: Metrics = request.app.state.metrics
    snapshot = request.app.state.holder.current
    if snapshot is not None:
        view = snapshot.view
        metrics.count_nodes(snapshot.version, view.once("label counts", lambda: _label_counts(view)))
    return Response(metrics.text(), 200, NO_STORE, MEDIA_TYPE)


def _label_counts(view: View) -> dict[str, int]:
    """Number of nodes by primary label; each label is one count that an engine knows by heart."""
    found = {}
    for name, label in schema().labels.items():
        others = [other for other in schema().labels.values() if other.super == name]
        rest = "".join(f" AND NOT n:{other.name}" for other in others)
        text = f"MATCH (n:{name}) WHERE true{rest} RETURN count(n) AS n"
        if count := sum(row["n"] for row in view.read(text)):
            found[label.name] = count
    return dict(sorted(found.items()))
