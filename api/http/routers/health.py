"""/healthz, /readyz, /metrics: for those who run the server."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.http import list_models
from api.http.metrics import MEDIA_TYPE, Metrics
from api.http.rendering import json_bytes
from api.http.routers.common import Current, answers
from api.http.snapshots import SnapshotHolder

router = APIRouter(tags=["server"])
_ONLY_503 = (304, 400, 401, 404, 406, 410, 422)
NO_STORE = {"cache-control": "no-store"}


@router.get("/healthz", response_model=list_models.Health, responses=answers(without=(*_ONLY_503, 503)))
async def healthz() -> Response:
    """The process is there."""
    return Response(json_bytes({"status": "ok"}), 200, NO_STORE, "application/json")


@router.get("/readyz", response_model=list_models.Ready, responses=answers(without=_ONLY_503))
async def readyz(request: Request, snapshot: Current) -> Response:
    """The store has been read and answers."""
    holder: SnapshotHolder = request.app.state.holder
    holder.check()
    body = {"status": "ok", "version": snapshot.version, "plans": len(snapshot.model.plans)}
    return Response(json_bytes(body), 200, NO_STORE, "application/json")


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {"description": "Prometheus text format", "content": {"text/plain": {"schema": {"type": "string"}}}},
        **answers(without=(*_ONLY_503, 503)),
    },
)
async def get_metrics(request: Request) -> Response:
    """Requests and times by route, and the size of the current version."""
    metrics: Metrics = request.app.state.metrics
    snapshot = request.app.state.holder.current
    if snapshot is not None:
        metrics.count_nodes(snapshot.version, snapshot.model.label_counts)
    return Response(metrics.text(), 200, NO_STORE, MEDIA_TYPE)
