"""The catalogue's answers, in full, against the oracle: every query, on every graph, with many arguments."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from queries.catalogue import catalogue
from queries.model import Parameter, Query
from queries.run import run_query
from tests.queries.conftest import World
from tests.queries.oracle import ANSWERS, Oracle

LABELS = {"item": ("WorkItem",), "owner": ("Owner",), "policy": ("Policy",), "entity": ("Entity",), "section": ("Section",),
          "plan": ("Plan",), "thing": ("WorkItem", "Entity", "Policy")}  # fmt: skip
WORDS = {
    "q": ("平台", "数字", "a", "没有这样的字"),
    "by": ("2023", "2023-06-30", "2022-12-31"),
    "category": ("平台类", "没有这一类"),
    "number": ("8", "annex1/2"),
    "limit": (1, 7),
    "skip": (3,),
    "top": (1, 100),
    "sample": (0, 2),
}
MOST = 60


def values(parameter: Parameter, oracle: Oracle) -> list[Any]:
    """What to try for a parameter: ids of all such things (or of an even choice of ``MOST``), or some words."""
    if parameter.kind in LABELS:
        found = sorted(node for label in LABELS[parameter.kind] for node in oracle.all(label))
        return found[:: len(found) // MOST + 1]
    return list(parameter.values or WORDS[parameter.name])


def cases(query: Query, oracle: Oracle) -> Iterator[dict[str, Any]]:
    """Every value of what is required, alone and with one other parameter at a time given."""
    required = [p for p in query.parameters if p.required]
    for chosen in product(*(values(p, oracle) for p in required)):
        yield dict(zip((p.name for p in required), chosen, strict=True))
    few = next(product(*(values(p, oracle) for p in required)), None)
    if few is not None:
        given = dict(zip((p.name for p in required), few, strict=True))
        for parameter in query.parameters:
            if not parameter.required:
                for value in values(parameter, oracle)[:20]:
                    yield {**given, parameter.name: value}


def close(cell: Any) -> Any:
    """A cell as it is compared: fractions to five digits, as the texts round to six."""
    if isinstance(cell, float):
        return pytest.approx(cell, abs=1e-5)
    return cell


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_answer_is_the_oracle_s(name: str, any_world: World) -> None:
    for given in cases(catalogue()[name], any_world.oracle):
        answer = run_query(any_world.store, name, given, row_limit=1_000_000)
        expected = ANSWERS[name](any_world.oracle, answer.arguments)
        assert answer.rows == tuple(tuple(map(close, row)) for row in expected), given
        assert not answer.truncated


def test_every_query_has_an_oracle() -> None:
    by_networkx_itself = {"betweenness", "bridge-owners", "communities", "collaboration-chain", "findings"}
    assert set(ANSWERS) == set(catalogue()) - by_networkx_itself


def test_no_question_goes_unanswered_on_the_drawn_plans(drawn: World, cascade: World) -> None:
    """What is about plans above and before is asked of those that have some."""
    for name in ANSWERS:
        query = catalogue()[name]
        world = cascade if query.group == "cascade" else drawn
        sizes = [len(run_query(world.store, name, given).rows) for given in cases(query, world.oracle)]
        assert max(sizes) > 0, name
