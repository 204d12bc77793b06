"""What a list of places prints once behind the last of them: 广州、深圳、东莞市人民政府 are three governments.

Only places share so: what stands before them must be as short as the name of a place, and no body's field (财政).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from loaders.registry import registry
from loaders.responsibility.names import Names, is_body
from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives, any_of

_SHORTEST, _LONGEST = 2, 5
_HAN = re.compile("[一-鿿]+")


def shared_endings(listed: Sequence[str], names: Names) -> dict[int, str]:
    """The whole names of members of ``listed`` (names that 、 parts, in order) by index, the last with the ending too
    where 等 stands before it."""
    found: dict[int, str] = {}
    first = None
    for index, name in enumerate(listed):
        last = _last(name)
        if last is None and is_bare(name, names):
            first = index if first is None else first
            continue
        if first is not None and last is not None:
            kind, ending = last
            stem = name.partition(kind)[0].partition(lexicon().responsibility.open_end.sign)[0]
            places = [each if each.endswith(kind) else each + kind for each in (*listed[first:index], stem)]
            if _alike(places):
                found.update(
                    {at: place + ending for at, place in enumerate(places, first) if listed[at] != place + ending}
                )
        first = None
    return found


def _alike(places: Sequence[str]) -> bool:
    """Whether all names are those of places that are known, or the last is not, as most towns: 铁路区 is none."""
    known = registry().places
    return not known.is_name(places[-1]) or all(map(known.is_name, places))


def is_bare(name: str, names: Names) -> bool:
    """Whether ``name`` may be that of a place without what it shares with the next: 广州, 东城区."""
    words = lexicon().responsibility
    if not _SHORTEST <= len(name) <= _LONGEST or not _HAN.fullmatch(name) or name.startswith(words.group_words):
        return False
    kind = name.endswith(tuple(words.shared_places)) and not name.endswith(words.body_endings)
    if not kind and (len(name) == _LONGEST or names.complete(name)):
        return False
    return not any(registry().is_common(name + body) for body in registry().rules.local_bodies)


def ends_list(name: str) -> bool:
    """Whether ``name`` ends a list of places that share its ending."""
    return _last(name) is not None


def _last(name: str) -> tuple[str, str] | None:
    """The kind of places (市) and the ending behind it (人民政府) of 东莞市人民政府, 东莞等市人民政府 or 岳阳街道."""
    match = _pattern().fullmatch(name)
    if match is None or (not match["ending"] and not match["open"] and not is_body(name)):
        return None
    return _kinds()[match["kind"]], match["ending"] or ""


@cache
def _kinds() -> dict[str, str]:
    """Kinds of places, and what is printed behind the name of one: 设区市 is 市."""
    return {kind: said for said, kinds in lexicon().responsibility.shared_places.items() for kind in (said, *kinds)}


@cache
def _pattern() -> re.Pattern[str]:
    words = lexicon().responsibility
    sign, counts = words.open_end.sign, any_of(words.open_end.counts)
    return re.compile(
        rf"[一-鿿]{{{_SHORTEST},{_LONGEST}}}?(?P<open>{sign}(?:[0-9一二三四五六七八九十]{{1,3}}{counts})?)?"
        rf"(?P<kind>{alternatives(_kinds())})(?P<ending>{alternatives(words.place_endings)})?"
    )
