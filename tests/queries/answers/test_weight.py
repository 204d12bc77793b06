"""What a version's memory holds is weighed in bytes, and bounded by them."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from queries.answers.models import Ref
from queries.answers.names import Named
from queries.answers.view import View
from queries.answers.weight import weight

MADE: dict[str, Callable[[], Any]] = {
    "models": lambda: [Ref(id=f"task-{n}", label="Task", name=f"第{n}项工作") for n in range(20_000)],
    "slots": lambda: [Named(f"owner-{n}", "owner", "Town", f"第{n}镇", "", (f"第{n}镇",), ()) for n in range(20_000)],
    "rows": lambda: {f"task-{n}": [f"第{n}项", n + 0.5] for n in range(20_000)},
}


@pytest.mark.parametrize("name", MADE)
def test_a_sample_tells_what_all_takes(name: str) -> None:
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    value = MADE[name]()
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert 0.6 * taken < weight(value) < 2 * taken


def test_memory_is_bounded_by_bytes_and_the_last_used_stays() -> None:
    view = View(None, kept=3_000_000)  # type: ignore[arg-type] # asks the store nothing
    made: list[int] = []

    def rows(number: int) -> Callable[[], list[str]]:
        def make() -> list[str]:
            made.append(number)
            return [f"{number} {index} {'x' * 400}" for index in range(2_000)]

        return make

    for number in (0, 1, 2, 0, 3, 4, 0):
        view.once(f"rows {number}", rows(number))
        assert 0 < view.held <= 3_000_000
    assert made == [0, 1, 2, 3, 4]
    view.once("rows 1", rows(1))
    assert made == [0, 1, 2, 3, 4, 1]


def test_one_value_larger_than_the_bound_is_held_alone() -> None:
    view = View(None, kept=1_000)  # type: ignore[arg-type] # asks the store nothing
    large = view.once("large", lambda: ["x" * 5_000])
    assert view.once("large", list) is large
    view.once("small", lambda: 1)
    assert view.once("large", list) == []
