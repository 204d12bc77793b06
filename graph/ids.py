"""Deterministic, typed, flat ASCII ids.

An id is its label's prefix, a hyphen and a key. Keys hash stable fields (never a position in a run, a clock or
a path), so the same input gives the same ids on every machine. Changing a rule here changes every id that was
ever published: it is a breaking change.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

ID_PATTERN = re.compile(r"[a-z]+-[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_DROP = re.compile(r"[\s\"'“”‘’《》<>〈〉「」『』()\[\]【】{}·、,;:.。!?|*#—_-]+")
_YEARS = re.compile(r"(\d{4}[-—–~至]+\d{4})年")
_REF_WORDS = re.compile(
    r"[0-9A-Za-z]+|[零〇一二三四五六七八九十百]+|[^0-9A-Za-z零〇一二三四五六七八九十百\s/().、,:-]+"
)
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NUMERALS = {*_DIGITS, "十", "百"}


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """``name`` as identity sees it: NFKC, without white space and punctuation, lower case.

    2021-2023 and 2021-2023年 are the same period, so the 年 after a range of years is dropped.
    """
    folded = unicodedata.normalize("NFKC", name)
    if "年" in folded:
        folded = _YEARS.sub(r"\1", folded)
    return _DROP.sub("", folded).casefold()


def digest(*fields: str, size: int = 12) -> str:
    """``size`` hexadecimal digits of the SHA-256 of the fields, which are kept apart from each other."""
    joined = "\x1f".join(fields).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:size]


def policy_id(title: str, scope: str = "") -> str:
    """Id of a policy or plan. ``scope`` is a jurisdiction code for a title that names no place of its own."""
    return f"policy-{digest(name_key(title), scope)}"


def owner_id(jurisdiction: str, canonical_name: str) -> str:
    """Id of an owner: 区科委 of two districts are two owners."""
    return f"org-{_ascii(jurisdiction)}-{digest(name_key(canonical_name))}"


def entity_id(jurisdiction: str, label: str, name: str) -> str:
    """Id of a named thing: the same name in plans of one jurisdiction is one thing."""
    return f"entity-{_ascii(jurisdiction)}-{digest(label, name_key(name))}"


def source_id(sha256: str) -> str:
    """Id of a source text by the digest of its content."""
    return f"source-{sha256[:16]}"


def part_id(prefix: str, plan_id: str, ref: str) -> str:
    """Id of a section or work item: its plan's key and its reference there (8, 二/一/3, annex2/5)."""
    return f"{prefix}-{plan_id.removeprefix('policy-')}-{_ascii(ref)}"


def plan_of_part(part: str) -> str:
    """Id of the plan that a section or work item belongs to, by the id of the part."""
    return f"policy-{part.split('-')[1]}"


def child_id(prefix: str, item_id: str, index: int) -> str:
    """Id of the ``index``-th (from 1) target or milestone of a work item."""
    return f"{prefix}-{item_id.replace('-', '', 1)}-{index}"


@lru_cache(maxsize=8192)
def _ascii(ref: str) -> str:
    """A reference as lower-case ASCII words: Chinese numerals become c and digits, other words are hashed."""
    words = _REF_WORDS.findall(unicodedata.normalize("NFKC", ref))
    return "-".join(_ascii_word(word) for word in words) or digest(ref, size=6)


def _ascii_word(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word.lower()
    return f"c{numeral(word)}" if set(word) <= _NUMERALS else digest(word, size=6)


def numeral(text: str) -> int:
    """The value of a Chinese numeral below 1000: 二十一 is 21, 一百零三 is 103."""
    if not set(text) & set("十百"):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = current = 0
    for char in text:
        if char in _DIGITS:
            current = _DIGITS[char]
        else:
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
    return total + current
