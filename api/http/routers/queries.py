"""/queries: the catalogue of questions, and the answer to each. Only the catalogue's own texts are ever run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request, Response

from api.http.paging import Cursor, Limit, page_by_key, page_by_version
from api.http.problems import ProblemError
from api.http.rendering import Listed, list_response
from api.http.routers.common import API, MAX_NAME, Checked, Current, answers
from api.http.snapshots import Snapshot
from graph.errors import QueryTimeoutError
from queries import model
from queries.answers.models import Model, Words
from queries.catalogue import catalogue
from queries.model import Answer, Query
from queries.run import find_query, run_query

router = APIRouter(prefix=API, tags=["queries"])
MAX_ROWS = 10_000
MAX_ANALYSES = 100
# One thread: analyses hold the interpreter, and more of them would only slow each other and everyone else.
_ANALYST = ThreadPoolExecutor(1, "plangraph-analysis")
PAGING = frozenset({"limit", "cursor"})


class Parameter(Model):
    """A parameter of a question; `kind` says what its word is resolved to."""

    name: str
    kind: str
    type: str
    required: bool
    default: str | int | float | None
    values: list[str]
    zh: str
    en: str


class Column(Model):
    """A column of a question's rows; `fields` are those of each record in a cell of type records."""

    name: str
    type: str
    kind: str
    optional: bool
    fields: list[Column]
    zh: str
    en: str


class CatalogueQuery(Model):
    """A question of the catalogue; `text` is its Cypher, empty for an analysis of the network of owners."""

    name: str
    group: str
    kind: Literal["cypher", "analysis"]
    question: Words
    parameters: list[Parameter]
    columns: list[Column]
    text: str


class Catalogue(Listed):
    """The catalogue of questions."""

    items: list[CatalogueQuery]


class Rows(Listed):
    """Rows of a catalogue query; `truncated` when the row limit cut them."""

    query: str
    columns: list[Column]
    truncated: bool
    items: list[dict[str, Any]]


def described(query: Query) -> CatalogueQuery:
    """A question as the catalogue lists it."""
    parameters = [
        Parameter(
            name=p.name, kind=p.kind, type=p.type, required=p.required, default=p.default, values=list(p.values),
            zh=p.zh, en=p.en,
        )
        for p in query.parameters
    ]  # fmt: skip
    return CatalogueQuery(
        name=query.name,
        group=query.group,
        kind="cypher" if query.kind == "cypher" else "analysis",
        question=Words.model_validate(query.question),
        parameters=parameters,
        columns=[column(c) for c in query.columns],
        text=query.text,
    )


def column(c: model.Column) -> Column:
    """A column of a question's rows."""
    fields = [column(field) for field in c.fields]
    return Column(name=c.name, type=c.type, kind=c.kind, optional=c.optional, fields=fields, zh=c.zh, en=c.en)


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


@router.get(
    "/queries", response_model=Catalogue, responses=answers("csv", "xlsx", without=(410,)), dependencies=[Checked]
)
async def list_queries(request: Request, limit: Limit, cursor: Cursor = None) -> Response:
    """The questions of the catalogue with their parameters, columns and Cypher texts."""
    entries = [described(query) for query in sorted(catalogue().values(), key=lambda q: q.name)]
    page = page_by_key(request, entries, lambda entry: (entry.name,), limit, cursor)
    return list_response(request, Catalogue, page)


@router.get("/queries/{name}", response_model=Rows, responses=answers("csv", "xlsx"))
def get_answer(
    request: Request,
    limit: Limit,
    snapshot: Current,
    name: Annotated[str, Path(min_length=1, max_length=MAX_NAME, description="name of a question of the catalogue")],
    cursor: Cursor = None,
) -> Response:
    """The answer to a question; its parameters go into the query string (see /queries)."""
    query = find_query(name)
    given = {key: value.replace("\x00", "") for key, value in request.query_params.items() if key not in PAGING}
    _check(query, given)
    answer = ask(snapshot, name, given, request.app.state.settings.query_timeout)
    page = page_by_version(request, answer.dicts(), snapshot.version, limit, cursor)
    columns = [column(c) for c in query.columns]
    names = [c.name for c in columns]
    return list_response(request, Rows, page, names, query=name, columns=columns, truncated=answer.truncated)


def _check(query: Query, given: Mapping[str, str]) -> None:
    """Refuses (422) parameters that a question does not take, and values too long to be names."""
    known = [p.name for p in query.parameters if p.name not in PAGING]
    for name, value in given.items():
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise ProblemError(422, "validation", f"query {name[:40]!a}: {query.name} has no such parameter; {takes}.")
        if len(value) > MAX_NAME:
            raise ProblemError(422, "validation", f"query {name}: a value may be {MAX_NAME} characters long.")
