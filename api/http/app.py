"""The application, put together: ``create_app(settings)`` gives the API and the explorer over one store.

Nothing is opened when this module is imported or the application is made; the store is read when it starts.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

import anyio
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from api.desk.changes import Loads
from api.desk.ledger import ledger_path
from api.http import rdf, sparql
from api.http.gate import Gate, Hosts
from api.http.metrics import Metrics
from api.http.openapi import install_openapi, tags
from api.http.problems import add_problem_handlers
from api.http.routers import (
    browser,
    desk,
    exports,
    health,
    items,
    owners,
    plans,
    policies,
    queries,
    search,
    things,
    workload,
)
from api.http.settings import Settings
from api.http.snapshots import SnapshotHolder
from api.http.source_files import SourceFiles
from api.http.store_watch import holder_of
from api.http.versions import Versions
from api.web.pages import add_explorer


def create_app(settings: Settings | None = None, holder: SnapshotHolder | None = None) -> FastAPI:
    """The application for ``settings`` (from the environment when None); ``holder`` takes the place of the store."""
    chosen = settings or Settings()
    watched = holder or holder_of(chosen)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await anyio.to_thread.run_sync(watched.start)
        try:
            yield
        finally:
            await anyio.to_thread.run_sync(watched.stop)
            await anyio.to_thread.run_sync(app.state.loads.close)

    release = version("plangraph")
    app = FastAPI(
        title="plangraph",
        version=release,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        openapi_tags=tags(),
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.settings, app.state.holder, app.state.metrics = chosen, watched, Metrics()
    app.state.files = SourceFiles(chosen.sources)
    app.state.loads = loads = Loads(chosen.changes or ledger_path(chosen.store))
    watched.on_take = lambda before, after: loads.note(before, after, live=watched.live)
    for module in (plans, items, desk, owners, workload, policies, search, queries, exports, things):
        app.include_router(module.router)
    app.include_router(things.redirects)
    app.include_router(health.router)
    app.include_router(browser.router)
    app.include_router(rdf.router)
    if chosen.sparql:
        app.include_router(sparql.router)
    add_explorer(app)
    app.add_middleware(
        Versions, holder=watched, build=release, private=chosen.token is not None, root_path=chosen.root_path
    )
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    if chosen.hosts is not None:
        app.add_middleware(Hosts, hosts=sorted(chosen.hosts))
    app.add_middleware(Gate, settings=chosen, metrics=app.state.metrics)
    if chosen.cors_origins:  # outside the gate: a preflight carries no token
        app.add_middleware(
            CORSMiddleware,
            allow_origins=chosen.cors_origins,
            allow_methods=("GET", "HEAD"),
            allow_headers=("Accept", "Authorization", "If-None-Match", "X-Request-Id"),
            expose_headers=("ETag", "Link", "X-Request-Id"),
        )
    add_problem_handlers(app)
    install_openapi(app)
    return app
