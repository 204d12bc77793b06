"""About how many bytes a value takes, told from a sample of what it holds: exact counts would cost as much as the value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, islice
from sys import getsizeof
from typing import Any

SAMPLE, DEEPEST = 16, 8
_PLAIN = (str, bytes, int, float, type(None), type)


def weight(value: Any, deep: int = DEEPEST) -> int:
    """About the bytes of ``value`` and, ``deep`` levels down, of what it holds."""
    own = getsizeof(value, 0)
    if deep == 0 or isinstance(value, _PLAIN):
        return own
    if isinstance(value, Mapping):
        return own + _sampled(chain.from_iterable(value.items()), 2 * len(value), deep)
    if isinstance(value, list | tuple | set | frozenset):
        return own + _sampled(value, len(value), deep)
    return own + sum(weight(part, deep - 1) for part in _fields(value))


def _sampled(parts: Iterable[Any], count: int, deep: int) -> int:
    """The weight of ``count`` parts, from the few that stand evenly among them."""
    step = max(1, count // SAMPLE) | 1  # odd, so that keys and values both are weighed
    taken = [weight(part, deep - 1) for part in islice(parts, 0, None, step)]
    return count * sum(taken) // len(taken) if taken else 0


def _fields(value: Any) -> Iterable[Any]:
    """What an object holds in its dictionary or its slots."""
    yield getattr(value, "__dict__", None)
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name != "__dict__":
                yield getattr(value, name, None)
