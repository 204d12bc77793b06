"""Every regular expression of the program against hostile strings made for it: none takes time without bound.

The expressions are those that are compiled while all modules are loaded, every grammar without arguments is built, and
plans and questions are read, so those that come of the lexicon are among them. For each repetition in one, a string
is pumped: what leads to it, what it repeats so many times, and a sign that it does not end with.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import random
import re
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice, zip_longest
from itertools import count as numbers
from pathlib import Path
from re import _constants as signs  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType, ModuleType
from typing import Any

from benchmarks.faults.found import Found

ROOT = Path(__file__).parents[2]
PACKAGES = ("graph", "loaders", "queries", "api")
# A string has so many characters: one that takes its time squared ends within a second, cubed or worse it does not.
LENGTH = 4_000
MOST_SECONDS = 10.0
_ENDS = ("\0", "甲", "\n", "")


class _TooLongError(Exception):
    pass


def expressions() -> list[re.Pattern[Any]]:
    """All that the program compiles, each once; call it before anything of the program is loaded."""
    found: dict[tuple[Any, int], re.Pattern[Any]] = {}
    plain = re._compile  # type: ignore[attr-defined]

    def compiled(pattern: Any, flags: int) -> re.Pattern[Any]:
        made: re.Pattern[Any] = plain(pattern, flags)
        caller = sys._getframe(2).f_code.co_filename
        if any(caller.startswith(f"{ROOT / package}/") for package in PACKAGES):
            found[made.pattern, made.flags] = made
        return made

    re._compile = compiled  # type: ignore[attr-defined]
    try:
        for module in _modules():
            _build(module)
        _read()
    finally:
        re._compile = plain  # type: ignore[attr-defined]
    return list(found.values())


def _modules() -> list[ModuleType]:
    """All modules of the program; what stands in one is compiled when it is loaded first, so in a fresh process."""
    return [
        importlib.import_module(found.name)
        for package in PACKAGES
        for found in pkgutil.walk_packages([str(ROOT / package)], f"{package}.")
        if not found.name.endswith("__main__")
    ]


def _build(module: ModuleType) -> None:
    """Calls the cached functions of a module that take nothing: grammars are built once, when they are needed."""
    for one in vars(module).values():
        if hasattr(one, "cache_info") and one.__module__ == module.__name__ and not inspect.signature(one).parameters:
            one()


def _read() -> None:
    """Reads the sample plan and asks the examples, for what is compiled with arguments."""
    from graph.store import open_store
    from loaders.parse import load_plan

    with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/plans.kgl", write=True) as store:
        store.replace([load_plan(ROOT / "data" / "songjiang-2023.txt")[0]])


def example(items: Any, rng: random.Random) -> str:
    """A string that a parsed expression matches, but for what it looks at around it."""
    return "".join(_one(sign, value, rng) for sign, value in items)


def _one(sign: Any, value: Any, rng: random.Random) -> str:
    if sign is signs.LITERAL:
        return chr(value)
    if sign is signs.NOT_LITERAL:
        return _other([(signs.LITERAL, value)])
    if sign is signs.IN:
        return _member(value, rng)
    if sign is signs.ANY:
        return "甲"
    if sign is signs.BRANCH:
        return example(rng.choice(value[1]), rng)
    if sign in _REPEATS:
        return example(value[2], rng) * max(1, value[0])
    return "".join(example(inner, rng) for inner in _inside(sign, value))


def _member(members: Any, rng: random.Random) -> str:
    if members[0][0] is signs.NEGATE:
        return _other(members[1:])
    sign, value = rng.choice(members)
    if sign is signs.LITERAL:
        return chr(value)
    if sign is signs.RANGE:
        return chr(rng.randint(*value))
    return next(one for one in "1 a甲(" if re.match(_CATEGORIES[value], one))


_REPEATS = (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT)
_CATEGORIES = {
    signs.CATEGORY_DIGIT: r"\d",
    signs.CATEGORY_NOT_DIGIT: r"\D",
    signs.CATEGORY_SPACE: r"\s",
    signs.CATEGORY_NOT_SPACE: r"\S",
    signs.CATEGORY_WORD: r"\w",
    signs.CATEGORY_NOT_WORD: r"\W",
}


def _other(members: Any) -> str:
    """A sign that is none of ``members``."""
    for one in "甲a1 、(\n":
        if not any(
            (sign is signs.LITERAL and ord(one) == value)
            or (sign is signs.RANGE and value[0] <= ord(one) <= value[1])
            or (sign is signs.CATEGORY and re.match(_CATEGORIES[value], one))
            for sign, value in members
        ):
            return one
    return "😀"


def _inside(sign: Any, value: Any) -> list[Any]:
    """The expressions inside a part of one, that a string passes through."""
    if sign is signs.SUBPATTERN:
        return [value[3]]
    if sign is signs.ATOMIC_GROUP:
        return [value]
    if sign is signs.BRANCH:
        return list(value[1])
    return [value[2]] if sign in _REPEATS else []


def pumped(items: Any, rng: random.Random) -> Iterator[str]:
    """For each repetition of a parsed expression, a string that goes through it as long as LENGTH allows."""
    for at, (sign, value) in enumerate(items):
        before = example(items[:at], rng)
        if sign in _REPEATS and value[1] > 1 and (body := example(value[2], rng)):
            yield before + body * (LENGTH // len(body))
        for inner in _inside(sign, value):
            yield from (before + text for text in pumped(inner, rng))


def hostile(pattern: re.Pattern[Any], seed: int) -> list[str]:
    """The pumped strings of an expression, each with every end."""
    rng = random.Random(seed)
    items = parser.parse(pattern.pattern, pattern.flags)
    return [text + end for text in dict.fromkeys(pumped(items, rng)) for end in _ENDS]


def seconds(pattern: re.Pattern[Any], text: str) -> float | None:
    """Processor time of looking for the expression everywhere in ``text``; None when it is too long."""
    began = time.process_time()
    try:
        with _at_most(MOST_SECONDS):
            pattern.search(text.encode() if isinstance(pattern.pattern, bytes) else text)
    except _TooLongError:
        return None
    return time.process_time() - began


@contextmanager
def _at_most(most: float) -> Iterator[None]:
    def over(number: int, frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def texts(patterns: list[re.Pattern[Any]], count: int) -> Iterator[tuple[re.Pattern[Any], str]]:
    """``count`` strings, one of each expression in turn, drawn anew as long as there are too few."""
    return islice(chain.from_iterable(_round(patterns, seed) for seed in numbers()), count)


def _round(patterns: list[re.Pattern[Any]], seed: int) -> Iterator[tuple[re.Pattern[Any], str]]:
    made = [[(pattern, text) for text in hostile(pattern, seed)] for pattern in patterns]
    return (one for column in zip_longest(*made) for one in column if one is not None)


def tried(count: int) -> Found:
    """Gives ``count`` pumped strings to the expressions that they were made for."""
    patterns = expressions()
    done, survived, longest, slowest = 0, 0, 0.0, ""
    for pattern, text in texts(patterns, count):
        spent = seconds(pattern, text)
        done += 1
        survived += spent is not None
        if spent is None:
            print(f"{pattern.pattern!r}: more than {MOST_SECONDS} s for {text[:40]!r} … {text[-3:]!r}", file=sys.stderr)
        elif spent > longest:
            longest, slowest = spent, str(pattern.pattern)
    return Found(done, survived, longest, f"{len(patterns)} expressions; the slowest begins {slowest[:40]!r}")
