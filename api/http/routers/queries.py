"""/queries: the catalogue of questions, and the answer to each. Only the catalogue's own texts are ever run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from api.http import list_models
from api.http.paging import DEFAULT_LIMIT, Cursor, Limit, page_by_key, page_by_version
from api.http.problems import ProblemError
from api.http.rendering import list_response
from api.http.routers.common import API, MAX_NAME, Current, answers
from api.http.snapshots import Snapshot, SnapshotHolder
from graph.errors import QueryTimeoutError, StoreBusyError
from queries.catalogue import catalogue
from queries.model import Answer, Column, Query
from queries.run import find_query, run_query

router = APIRouter(prefix=API, tags=["queries"])
MAX_ROWS = 10_000
MAX_ANALYSES = 100
# One thread: analyses hold the interpreter, and more of them would only slow each other and everyone else.
_ANALYST = ThreadPoolExecutor(1, "plangraph-analysis")
PAGING = frozenset({"limit", "cursor"})


def query_shape(query: Query) -> dict[str, Any]:
    """A question as the catalogue lists it."""
    return {
        "name": query.name,
        "group": query.group,
        "kind": query.kind,
        "question": dict(query.question),
        "parameters": [
            {
                "name": p.name,
                "kind": p.kind,
                "type": p.type,
                "required": p.required,
                "default": p.default,
                "values": list(p.values),
                "zh": p.zh,
                "en": p.en,
            }
            for p in query.parameters
        ],
        "columns": [column_shape(c) for c in query.columns],
        "text": query.text,
    }


def column_shape(column: Column) -> dict[str, Any]:
    """A column of a question's rows."""
    fields = [column_shape(field) for field in column.fields]
    names = {"name": column.name, "type": column.type, "kind": column.kind, "optional": column.optional}
    return {**names, "fields": fields, "zh": column.zh, "en": column.en}


def ask(snapshot: Snapshot, name: str, given: Mapping[str, str], timeout: float) -> Answer:
    """The whole answer (at most MAX_ROWS rows) from the store that this snapshot holds; QueryTimeoutError."""
    query = find_query(name)
    arguments: dict[str, Any] = dict(given)
    if query.parameter("limit") is not None:
        arguments["limit"] = MAX_ROWS

    def run() -> Answer:
        return run_query(snapshot.store, name, arguments, timeout=timeout, row_limit=MAX_ROWS)

    return run() if query.compute is None else _analysed(snapshot, f"{name} {sorted(arguments.items())}", run, timeout)


def _analysed(snapshot: Snapshot, key: str, run: Callable[[], Answer], timeout: float) -> Answer:
    """An analysis of the whole graph: one at a time, and one that takes too long is there for who asks again."""
    started = snapshot.analyses.get(key)
    if started is None:
        if len(snapshot.analyses) >= MAX_ANALYSES:
            snapshot.analyses.clear()
        started = snapshot.analyses.setdefault(key, _ANALYST.submit(run))
    try:
        answer: Answer = started.result(timeout)
    except TimeoutError:
        raise QueryTimeoutError(f"the analysis takes longer than {timeout:g} s; ask again in a while") from None
    except BaseException:
        snapshot.analyses.pop(key, None)
        raise
    return answer


@router.get("/queries", response_model=list_models.Catalogue, responses=answers("csv", without=(410,)))
async def list_queries(request: Request, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> Response:
    """The questions of the catalogue with their parameters, columns and Cypher texts."""
    entries = [query_shape(query) for query in sorted(catalogue().values(), key=lambda q: q.name)]
    return list_response(request, page_by_key(request, entries, lambda e: (e["name"],), limit, cursor))


@router.get("/queries/{name}", response_model=list_models.Answer, responses=answers("csv"))
def get_answer(
    request: Request,
    snapshot: Current,
    name: Annotated[str, Path(min_length=1, max_length=MAX_NAME, description="name of a question of the catalogue")],
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """The answer to a question; its parameters go into the query string (see /queries)."""
    given = {key: value.replace("\x00", "") for key, value in request.query_params.items() if key not in PAGING}
    if any(len(value) > MAX_NAME for value in given.values()):
        raise ProblemError(422, "validation", f"A value may be {MAX_NAME} characters long.")
    current, answer = _settled(request, snapshot, name, given)
    page = page_by_version(request, answer.dicts(), current.version, limit, cursor)
    columns = [column_shape(column) for column in answer.query.columns]
    response = list_response(request, page, query=name, columns=columns, truncated=answer.truncated)
    if current is not snapshot:
        response.headers["cache-control"] = "no-store"  # the ETag would be that of the version before
    return response


def _settled(request: Request, snapshot: Snapshot, name: str, given: Mapping[str, str]) -> tuple[Snapshot, Answer]:
    """(version, its answer). A server's content may change while it answers: then the new version is asked."""
    for _ in range(5):
        answer = ask(snapshot, name, given, request.app.state.settings.query_timeout)
        if snapshot.store.version() == snapshot.version:
            return snapshot, answer
        holder: SnapshotHolder = request.app.state.holder
        holder.refresh()
        snapshot = holder.get()
    raise StoreBusyError("the store changed each time while it answered; ask again")
