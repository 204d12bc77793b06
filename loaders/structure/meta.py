"""The head and end of a document: title, notice, number, issuer, date, year, period and jurisdiction (meta.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath

from loaders.document import PlanMeta
from loaders.registry import registry
from loaders.structure.build import tidy
from loaders.structure.grid import Grid
from loaders.structure.headings import heading_at, skip_bullets
from loaders.structure.lexicon import alternatives, kinds, words
from loaders.structure.lines import Line
from loaders.view import Span, View

_NUMBER = re.compile(r"[一-龥]{2,14}[(\[](?:19|20)[0-9]{2}[)\]]第?[0-9]{1,5}号")
_DATE = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?:年|[-./])(?P<month>[0-9]{1,2})(?:月|[-./])(?P<day>[0-9]{1,2})日?")
_CHINESE_DATE = re.compile(
    r"(?P<year>二[〇零○Oo0一二三四五六七八九]{3})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日"
)
_YEAR = re.compile(r"(?P<first>(?:19|20)[0-9]{2})(?:年?[-—~至](?P<last>(?:19|20)?[0-9]{2}))?年?")
# A line of a table of contents: dots and a page number.
_CONTENTS = re.compile(r"[.…·]{3,}[0-9]{1,3}\Z")
_HEAD_LINES = 60
_TITLE_LINES = 3
_LONGEST_TITLE = 120
_LONGEST_SIGNATURE = 60


@dataclass(slots=True)
class Head:
    """Metadata, the indexes of lines that belong to no item (front matter, title, signature), and the line from
    which headings count."""

    meta: PlanMeta
    furniture: set[int] = field(default_factory=set)
    body: int = 0


@dataclass(frozen=True, slots=True)
class _Title:
    name: str
    span: Span
    lines: tuple[int, ...]


def read_head(view: View, lines: list[Line], grids: list[Grid], path: str) -> Head:
    """What the document says of itself; every value left out stays None."""
    return _HeadReader(view, lines, grids, path).read()


class _HeadReader:
    def __init__(self, view: View, lines: list[Line], grids: list[Grid], path: str) -> None:
        self.view, self.lines, self.path = view, lines, path
        self.furniture: set[int] = set()
        self.titled = True
        self.spaced = sum(line.gap for line in lines) * 2 > len(lines)
        self.in_grids = {at for grid in grids for at in range(grid.first, grid.last)}
        self.front: dict[str, tuple[str, Span]] = {}
        self.first_grid = min((grid.first for grid in grids), default=len(lines))

    def read(self) -> Head:
        start = self._front_matter()
        titles = self._titles(start)
        notice, plan = self._choose(titles)
        meta = PlanMeta(plan[0], plan[1], notice)
        signature, signer, signed = self._signature(start)
        body = self._body(start, titles, meta.name, signed) if notice else start
        for title in titles:
            if title.name in (notice, meta.name) or title.span == meta.name_span:
                self.furniture.update(title.lines)
        meta.doc_number = self._number(start)
        meta.date = signature or self._front_date()
        meta.issuer = self._issuer(titles, notice, signer, start)
        self._years(meta)
        meta.jurisdiction = registry().jurisdiction_of(
            [text for text in (meta.name, notice or "", meta.issuer or "", meta.doc_number or "") if text]
        )
        self._tail(start)
        return Head(meta, self.furniture, body)

    def _tail(self, start: int) -> None:
        """Lines such as (此件公开发布) and 抄送, and a table of contents: they say nothing of tasks."""
        words_of_tail = words("headings", "tail")
        for index in range(start, len(self.lines)):
            at = self.lines[index].start
            text = self.view.text
            listed = _CONTENTS.search(text, max(at, self.lines[index].end - 12), self.lines[index].end)
            if listed or text.startswith(words_of_tail, at + (text[at] == "(")):
                self.furniture.add(index)

    def _text(self, index: int) -> str:
        line = self.lines[index]
        return self.view.text[line.start : line.end]

    def _front_matter(self) -> int:
        """Reads ``field: value`` lines at the top; the index of the first line after them."""
        fields, index = kinds("meta", "front_matter"), 0
        while index < min(len(self.lines), _HEAD_LINES):
            text, line = self._text(index), self.lines[index]
            key, mark, _ = text.partition(":")
            if set(text) <= set("-=_*") or text.startswith(">"):
                pass
            elif mark and key in fields:
                first = line.start + len(key) + 1
                if first < line.end:
                    span = self.view.span(first, line.end)
                    self.front.setdefault(fields[key], (tidy(self.view, first, line.end), span))
            else:
                break
            self.furniture.add(index)
            index += 1
        return index

    def _titles(self, start: int) -> list[_Title]:
        """Lines (joined where a title runs over two) that end as titles of plans and notices do."""
        found, index = [], start
        stop = min(len(self.lines), start + _HEAD_LINES, max(self.first_grid, start + 1))
        while index < stop:
            title = self._title_at(index, stop)
            if title:
                found.append(title)
            index = title.lines[-1] + 1 if title else index + 1
            at_heading = not title and heading_at(
                self.view.text, self.lines[index - 1].start, self.lines[index - 1].end
            )
            if at_heading and not any(_is_notice(held.name) for held in found):
                break
        return found

    def _body(self, start: int, titles: list[_Title], name: str, signed: int | None) -> int:
        """The line from which headings count: after the notice, where its own points and signature come first."""
        key = _key(name)
        for title in titles:
            if signed is not None and title.lines[0] > signed and _key(title.name) == key:
                return title.lines[-1] + 1
        return start

    def _title_at(self, index: int, stop: int) -> _Title | None:
        endings = words("meta", "title_endings")
        for count in range(1, _TITLE_LINES + 1):
            if index + count > stop:
                break
            last = self.lines[index + count - 1]
            text = self._text(index + count - 1)
            if not self._may_be_title(text) or (count > 1 and (self._apart(last) or _NUMBER.search(text))):
                break
            if count > 1 and _NUMBER.fullmatch(self._text(index)):
                break
            start = skip_bullets(self.view.text, self.lines[index].start, last.end)
            number = _NUMBER.match(self.view.text, start, last.end)
            start = number.end() if number else start
            bare = _bare_title(self.view.text[start : last.end])
            if bare.endswith(endings) and len(bare) >= 6:
                return self._longer(index, count, stop, start)
        return None

    def _longer(self, index: int, count: int, stop: int, start: int) -> _Title:
        """The title with a following line that carries it on (2023 年重点任务 / 责任分解方案)."""
        endings = words("meta", "title_endings")
        following = index + count
        if following < stop and not self._apart(self.lines[following]):
            text = self._text(following)
            if (
                self._may_be_title(text)
                and not _NUMBER.search(text)
                and _bare_title(text).endswith(endings)
                and len(text) <= 40
            ):
                whole = self.view.text[start : self.lines[following].end]
                if len(whole) <= _LONGEST_TITLE and not text.startswith("关于") and len(self._text(index)) <= 40:
                    count += 1
        end = self.lines[index + count - 1].end
        name = tidy(self.view, start, start + len(self.view.text[start:end].rstrip("*#_")))
        return _Title(name, self.view.span(start, end), tuple(range(index, index + count)))

    def _apart(self, line: Line) -> bool:
        """Whether a blank line parts a line from the one before, in a text where not every line stands apart."""
        return line.gap and not self.spaced

    def _may_be_title(self, text: str) -> bool:
        if not 2 <= len(text) <= _LONGEST_TITLE or any(mark in text for mark in "。;!?"):
            return False
        if text.endswith(words("meta", "letterhead_endings")) or _date_at_end(text):
            return False
        heading = heading_at(text, 0, len(text))
        return heading is None and not text.endswith((":", ",", "、")) and not text.startswith(("附件", "现将", "经"))

    def _choose(self, titles: list[_Title]) -> tuple[str | None, tuple[str, Span | None]]:
        """(title of the notice, (title of the plan, where it stands))."""
        notice = next((t for t in titles if _is_notice(t.name)), None)
        front = self.front.get("name")
        notice_name = notice.name if notice else (front[0] if front and _is_notice(front[0]) else None)
        plans = [t for t in titles if t is not notice]
        quoted = _quoted(notice_name) if notice_name else None
        if quoted:
            key = _key(quoted)
            same = next((t for t in plans if _key(t.name) == key or key.endswith(_key(t.name))), None)
            return notice_name, (quoted, same.span if same else (notice.span if notice else front and front[1]))
        if plans:
            return notice_name, (plans[0].name, plans[0].span)
        if notice:
            return None, (notice.name, notice.span)
        if front:
            return None, front
        self.titled = False
        return None, (PurePath(self.path).stem or self._first_words(), None)

    def _first_words(self) -> str:
        return tidy(self.view, 0, min(len(self.view), 30)) or "?"

    def _number(self, start: int) -> str | None:
        if "doc_number" in self.front:
            return self.front["doc_number"][0]
        for index in range(start, min(len(self.lines), start + _HEAD_LINES)):
            text = self._text(index)
            match = _NUMBER.search(text)
            if match and (len(text) - len(match[0]) <= 12 or match.start() == 0) and "《" not in text[: match.start()]:
                if len(text) - len(match[0]) <= 12:
                    self.furniture.add(index)
                at = self.lines[index].start
                return tidy(self.view, at + match.start(), at + match.end())
            if heading_at(self.view.text, self.lines[index].start, self.lines[index].end):
                break
        return None

    def _signature(self, start: int) -> tuple[str | None, str | None, int | None]:
        """(ISO date, signer, line) of the first line after the head that is nothing but a date, or ends the text."""
        for index in range(start, len(self.lines)):
            line = self.lines[index]
            if index in self.in_grids:
                continue
            if line.end - line.start > 30 and not line.cut and index < len(self.lines) - 4:
                continue
            text = self._text(index)
            found = _date_at_end(text)
            if found is None:
                continue
            iso, begins = found
            if begins == 0:
                signer = self._signers(index)
                self.furniture.add(index)
                return iso, signer, index
            signer = text[max(text.rfind(mark, 0, begins) for mark in "。)];") + 1 : begins]
            if len(signer) <= _LONGEST_SIGNATURE and signer.endswith(words("meta", "issuer_endings")):
                if len(signer) == begins:
                    self.furniture.add(index)
                return iso, signer, index
        return None, None, None

    def _signers(self, index: int) -> str | None:
        """The body that signs in the line (or lines) above a date; None when several sign."""
        endings, signers = words("meta", "issuer_endings"), []
        above = index - 1
        while above >= 0 and index - above <= 12:
            text = self._text(above)
            if len(text) > _LONGEST_SIGNATURE or not text.endswith(endings) or any(c in text for c in "。:,;"):
                break
            signers.append(tidy(self.view, self.lines[above].start, self.lines[above].end))
            self.furniture.add(above)
            above -= 1
        return signers[0] if len(signers) == 1 else None

    def _front_date(self) -> str | None:
        if "date" not in self.front:
            return None
        found = _DATE.search(self.front["date"][0])
        return _iso(found) if found else None

    def _issuer(self, titles: list[_Title], notice: str | None, signer: str | None, start: int) -> str | None:
        for title in [notice, *(t.name for t in titles)]:
            issuer = _before_about(title) if title else None
            if issuer:
                return issuer
        letterhead = self._letterhead(start)
        front = self.front.get("issuer", ("", None))[0]
        if letterhead:
            return letterhead
        if front and not front.startswith(words("meta", "short_issuer_starts")):
            return front
        return signer or front or None

    def _letterhead(self, start: int) -> str | None:
        if start >= len(self.lines):
            return None
        text = self._text(start).removesuffix("文件")
        if (
            len(text) <= 30
            and text.endswith(words("meta", "issuer_endings"))
            and start not in self.furniture
            and "的" not in text
        ):
            self.furniture.add(start)
            line = self.lines[start]
            return tidy(self.view, line.start, line.start + len(text))
        return None

    def _years(self, meta: PlanMeta) -> None:
        match = _YEAR.search(fold_title(meta.name)) if self.titled else None
        if match:
            first, last = match["first"], match["last"]
            meta.year = int(first)
            meta.period = first if not last else f"{first}-{last if len(last) == 4 else first[:2] + last}"
        elif meta.date:
            meta.year = int(meta.date[:4])


def fold_title(title: str) -> str:
    """A title with width folded, without white space."""
    return View(title).text


def _bare_title(text: str) -> str:
    """A title without a trailing bracket such as (试行) or (2023-2025年), and without Markdown marks."""
    bare = text.strip("*#_ ")
    return bare[: bare.rfind("(")] if bare.endswith(")") and "(" in bare[-20:] else bare


def _is_notice(name: str) -> bool:
    folded = fold_title(name)
    return folded.endswith(words("meta", "notice_words")) and (
        "《" in folded or any(v in folded for v in words("meta", "notice_verbs"))
    )


def _quoted(notice: str) -> str | None:
    """The title that a notice hands on: 关于印发《…》的通知, or what stands between 印发 and 的通知."""
    verbs, endings = alternatives(words("meta", "notice_verbs")), alternatives(words("meta", "notice_words"))
    match = re.search(f"(?:{verbs})(?P<title>.{{4,100}}?)的?(?:{endings})\\Z", notice)
    title = match["title"] if match else ""
    opening, closing = notice.find("《"), notice.rfind("》")
    if title.startswith("《") and title.endswith("》"):
        return title[1:-1]
    if not title and 0 <= opening < closing:
        return notice[opening + 1 : closing]
    return title or None


def _before_about(title: str) -> str | None:
    head, about, _ = title.partition("关于")
    if not about or len(head) < 3:
        return None
    return head if fold_title(head).endswith(words("meta", "issuer_endings")) else None


def _key(title: str) -> str:
    return re.sub(r"[\W_]+", "", fold_title(title))


def _date_at_end(text: str) -> tuple[str, int] | None:
    """(ISO date, where it begins) of a text that ends in a date (a bracket such as (此件公开发布) may follow)."""
    body = text[: text.rfind("(")] if text.endswith(")") else text
    for pattern in (_DATE, _CHINESE_DATE):
        for match in pattern.finditer(body, max(0, len(body) - 14)):
            if match.end() == len(body):
                iso = _iso(match)
                return (iso, match.start()) if iso else None
    return None


@cache
def _digits() -> dict[str, str]:
    return {
        **{c: str(i) for i, c in enumerate("〇一二三四五六七八九")},
        "零": "0",
        "○": "0",
        "O": "0",
        "o": "0",
        "0": "0",
    }


def _iso(match: re.Match[str]) -> str | None:
    from graph.ids import numeral

    year, month, day = match["year"], match["month"], match["day"]
    if not year[1].isdigit() or not year.isascii():
        year = "".join(_digits().get(c, c) for c in year)
        month, day = str(numeral(month)), str(numeral(day))
    if not (year.isdigit() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return f"{year}-{int(month):02}-{int(day):02}"
