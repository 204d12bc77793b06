"""Folded views of a source text: what the grammars read, with the way back to the page.

Real plans mix half- and full-width punctuation, print white space inside words and break words at line and page
ends. A View drops white space and folds width one code point to one code point, and remembers for every
character which code point of the source it came from; so one pattern reads every variant, and every offset that
leaves a grammar points into the source as stored. Traditional characters are matched as their simplified forms.
"""

from __future__ import annotations

import bisect
import re
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from graph.characters import SIMPLIFIED

_WIDE = {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
_SAME = {
    "〔": "[", "〕": "]", "【": "[", "】": "]", "﹝": "[", "﹞": "]", "［": "[", "］": "]",
    "“": '"', "”": '"', "„": '"', "〝": '"', "〞": '"', "＂": '"',
    "‘": "'", "’": "'", "﹙": "(", "﹚": ")", "⁃": "-", "–": "-", "−": "-", "‐": "-", "‑": "-",
    "〈": "《", "〉": "》", "﹒": ".", "․": ".", "｡": "。", "､": "、", "︰": ":", "∶": ":", "﹕": ":",
}  # fmt: skip
# Characters that stand in traditional texts only, the most frequent ones: a text without any needs no converter.
_TRADITIONAL = re.compile(
    "[關機責單辦協國發與為進會業務實區縣廳學長門電開經濟書處導應動變這個時們對說劃項設標運產資圖據點體現總統領組織構"
    "員團隊鎮鄉廠網絡訊數術創權監測檢驗證號層級計議論規則範圍療養護衛環職農漁礦財稅費貨幣價賣買車軌鐵橋樓場館園藝樂"
    "觀飛龍華東廣寧遼陝贛閩滬粵臺灣訂認識讓請調課題該詳試誠讀備復營優勢獎勵補償擴張傳遞歷屬執難雙離雜靜頁頂順須預頻"
    "類風質]"
)
_MARKS = re.compile(r"<br ?/?>|\*\*")
_FOLDED = {**_WIDE, **_SAME}
_FOLD = str.maketrans(_FOLDED)
# The signs that nearly every text prints are replaced one by one: a table is asked for every character.
_COMMON = {sign: _FOLDED[sign] for sign in "，：；（）！？“”"}
_RARE = re.compile(f"[{re.escape(''.join(sign for sign in _FOLDED if sign not in _COMMON))}]")
# White space, and characters that print nothing: zero-width, joiners, marks of direction, soft hyphen, BOM.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_PRINTED = re.compile(rf"[^\s{_INVISIBLE}]+")
# A class with many members is slow: most texts print none of these.
_INVISIBLES, _NOT_SPACE = re.compile(f"[{_INVISIBLE}]"), re.compile(r"\S+")
# Offsets are copied from here where a text is not longer: many times as fast as counting them anew.
_COUNTED = array("q", range(1 << 17))


@lru_cache(maxsize=2)  # many views are made of one text
def _hides(source: str) -> bool:
    """Whether ``source`` holds characters that print nothing."""
    return _INVISIBLES.search(source) is not None


class Span(NamedTuple):
    """Code points ``start`` to ``end`` (exclusive) of a source."""

    start: int
    end: int


def fold(text: str) -> str:
    """``text`` with width folded, code point for code point; white space stays."""
    for sign, folded in _COMMON.items():
        text = text.replace(sign, folded)
    return text.translate(_FOLD) if _RARE.search(text) else text


def squeeze(text: str) -> str:
    """``text`` without white space and invisible characters, as printed otherwise: the form of ``as_printed``."""
    return "".join(_PRINTED.findall(text))


class View:
    """A folded text. ``text[i]`` came from code point ``offsets[i]`` of the source; ``breaks`` are the characters that do
    not follow the one before them there."""

    __slots__ = ("breaks", "offsets", "source", "text")

    def __init__(self, source: str, spans: Iterable[Span] | None = None) -> None:
        """The view of ``spans`` of ``source`` in order (the whole source when none is given)."""
        self.source = source
        self.breaks: list[int] = []
        offsets = array("q")
        runs: list[str] = []
        printed, last = _PRINTED if _hides(source) else _NOT_SPACE, -1
        for span in spans if spans is not None else (Span(0, len(source)),):
            for run in printed.finditer(source, *span):
                first, end = run.span()
                if first != last and runs:
                    self.breaks.append(len(offsets))
                last = end
                runs.append(run[0])
                offsets.extend(_COUNTED[first:end] if end <= len(_COUNTED) else array("q", range(first, end)))
        text = fold("".join(runs))
        self.text = text.translate(SIMPLIFIED) if _TRADITIONAL.search(text) else text
        self.offsets: Sequence[int] = offsets

    def __len__(self) -> int:
        return len(self.text)

    def span(self, start: int, end: int) -> Span:
        """The source span of view characters ``start`` to ``end`` (exclusive, not empty)."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def printed(self, start: int, end: int) -> str:
        """View characters ``start`` to ``end`` as the source prints them, white space left out."""
        source, offsets = self.source, self.offsets
        return "".join([source[offsets[first] : offsets[last - 1] + 1] for first, last in self.runs(start, end)])

    def runs(self, start: int, end: int) -> list[tuple[int, int]]:
        """Ranges of view characters ``start`` to ``end`` that the source prints without a gap."""
        if start >= end:
            return []
        breaks = self.breaks
        inner = breaks[bisect.bisect_right(breaks, start) : bisect.bisect_left(breaks, end)]
        return list(zip((start, *inner), (*inner, end), strict=True)) if inner else [(start, end)]

    def apart(self, at: int) -> bool:
        """Whether the source prints something between character ``at`` and the one before it."""
        return at > 0 and self.offsets[at] > self.offsets[at - 1] + 1

    def index(self, offset: int) -> int:
        """The first view character at or after code point ``offset`` of the source (views of ascending spans)."""
        return bisect.bisect_left(self.offsets, offset)

    def part(self, start: int, end: int) -> View:
        """The view of characters ``start`` to ``end`` of this one."""
        cut = object.__new__(View)
        cut.source, cut.text, cut.offsets = self.source, self.text[start:end], self.offsets[start:end]
        cut.breaks = [first - start for first, _ in self.runs(start, end)[1:]]
        return cut

    def joined(self, pieces: Sequence[tuple[int, int]]) -> View:
        """The view of several pieces of this one, of those of a cell that its lines part."""
        if len(pieces) == 1:
            return self.part(*pieces[0])
        return View(self.source, [self.span(start, end) for start, end in pieces])


def printed_pieces(view: View, start: int, end: int) -> list[Span]:
    """View characters ``start`` to ``end`` as spans without what the view leaves out between them (page numbers)."""
    pieces, begin, offsets = [], start, view.offsets
    for at, _ in view.runs(start, end):
        if at > start and _PRINTED.search(view.source, offsets[at - 1] + 1, offsets[at]):
            pieces.append(view.span(begin, at))
            begin = at
    return [*pieces, view.span(begin, end)]


def tidy(view: View, start: int, end: int) -> str:
    """View characters as the source prints them, without Markdown's marks; white space only where it parts words of
    letters or digits."""
    source, offsets, parts = view.source, view.offsets, list[str]()
    for first, last in view.runs(start, end):
        if parts and offsets[first] > offsets[first - 1] + 1:
            before, char = source[offsets[first - 1]], source[offsets[first]]
            if before.isascii() and char.isascii() and before.isalnum() and char.isalnum():
                parts.append(" ")
        parts.append(source[offsets[first] : offsets[last - 1] + 1])
    return _MARKS.sub("", "".join(parts))
