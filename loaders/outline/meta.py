"""The head and end of a document: title, notice, number, issuer, date, year, period and jurisdiction (meta.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePath

from loaders.blocks.grid import Grid
from loaders.blocks.lines import Line
from loaders.document import PlanMeta
from loaders.outline.front_matter import Field, front_fields, is_rule
from loaders.outline.headings import heading_at
from loaders.outline.titles import (
    DOC_NUMBER,
    HEAD_LINES,
    Title,
    announced,
    before_about,
    find_titles,
    fold_title,
    glued_head,
    handed_on,
    is_notice,
    title_key,
)  # fmt: skip
from loaders.registry import registry
from loaders.text.dates import RANGE, date_at_end, date_in
from loaders.text.lexicon import lexicon
from loaders.text.view import Span, View, tidy

_YEAR = re.compile(rf"(?P<first>(?:19|20)[0-9]{{2}})(?:年?[{RANGE}](?P<last>(?:19|20)?[0-9]{{2}}))?年?")
# A line of a table of contents: dots and a page number.
_CONTENTS = re.compile(r"[.…·]{3,}[0-9]{1,3}\Z")
_FIELD = re.compile(r"\|?[一-龥]{2,8}:\|")
_LONGEST_SIGNATURE = 60
_MOST_SIGNERS = 12
_LOOKED_AT = 20_000
_LONGEST_DATE_LINE = 30
_LAST_LINES = 4
_LONGEST_TITLE = 120


@dataclass(slots=True)
class Head:
    """Metadata, whether its place is told, the indexes of lines that belong to no item (front matter, title, signature), the line from
    which headings count, and where further plans of one notice begin."""

    meta: PlanMeta
    placed: bool
    furniture: set[int] = field(default_factory=set)
    body: int = 0
    parts: dict[int, str] = field(default_factory=dict)


def read_head(view: View, lines: list[Line], grids: list[Grid], path: str) -> Head:
    """What the document says of itself; every value left out stays None."""
    return _HeadReader(view, lines, grids, path).read()


class _HeadReader:
    def __init__(self, view: View, lines: list[Line], grids: list[Grid], path: str) -> None:
        self.view, self.lines, self.path = view, lines, path
        self.furniture: set[int] = set()
        self.titled = True
        self.in_grids = {at for grid in grids for at in range(grid.first, grid.last)}
        self.front: dict[str, tuple[str, Span]] = {}
        self.number_date: str | None = None
        self.first_grid = min((grid.first for grid in grids), default=len(lines))

    def read(self) -> Head:
        """The head; lines that only say what the document is become furniture."""
        start = self._front_matter()
        stop = min(len(self.lines), max(self.first_grid, start + 1))
        glued = glued_head(self.view, self.lines[start]) if start < len(self.lines) else None
        glued = (
            glued if glued and (self.lines[start].cut or not find_titles(self.view, self.lines, start, stop)) else None
        )
        titles = find_titles(self.view, self.lines, start, stop, glued is not None and is_notice(glued[0].name))
        titles = [glued[0], *titles] if glued else titles
        notice, plan, handed = self._choose(titles, start)
        meta = PlanMeta(plan[0], plan[1], notice)
        signature, signer, signed = self._signature(start, {line for title in titles for line in title.lines})
        body = _body(start, titles, meta.name, signed)
        for title in titles:
            if title.name in (notice, meta.name) or title.span == meta.name_span:
                self.furniture.update(title.lines)
        meta.doc_number = self._number(start)
        if glued and glued[1][1] and not meta.doc_number:
            meta.doc_number = tidy(self.view, *glued[1])
        titled = next((title.date for title in titles if title.date), None)
        meta.date = signature or next(
            (date_in(self.front[k][0]) for k in ("date", "published") if k in self.front), None
        )
        meta.date = meta.date or titled or self.number_date
        meta.issuer = self._issuer(titles, notice, signer, start)
        self._years(meta)
        texts = (meta.name, notice or "", meta.issuer or "", meta.doc_number or "")
        told = registry().place_told([text for text in texts if text], self.view.text[:_LOOKED_AT])
        meta.jurisdiction = told or f"《{meta.name}》"  # a place of its own, so that its bodies are no other place's
        self._tail(start)
        return Head(meta, told is not None, self.furniture, body, self._parts(body, handed) if len(handed) > 1 else {})

    def _tail(self, start: int) -> None:
        """Lines such as (此件公开发布) and 抄送, and a table of contents: they say nothing of tasks."""
        words_of_tail = lexicon().headings.tail
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
        """Reads the lines of front matter at the top, and those of a web page's table under its title; the index of
        the first line after those at the top."""
        first, top = 0, True
        for index in range(min(len(self.lines), HEAD_LINES, self.first_grid)):
            text, line = self._text(index), self.lines[index]
            fields = front_fields(self.view, line)
            if top and (is_rule(text) or _is_note(text) or any(f.marked or len(fields) > 1 for f in fields)):
                first = index + 1
            elif (
                not top
                and len(fields) < 2
                and not (fields and fields[0].marked and (index - 1 == first or index - 1 in self.furniture))
            ):
                if heading_at(self.view.text, line.start, line.end):
                    break
                continue
            else:
                top = False
                if not fields:
                    continue
            self.furniture.add(index)
            for found in fields:
                self._keep(found)
        return first

    def _keep(self, found: Field) -> None:
        value = self.view.text[found.start : found.end]
        if value and value not in lexicon().meta.no_values:
            span = self.view.span(found.start, found.end)
            self.front.setdefault(found.kind, (tidy(self.view, found.start, found.end), span))

    def _choose(self, titles: list[Title], start: int) -> tuple[str | None, tuple[str, Span | None], list[str]]:
        """(title of the notice, (title of the plan, where it stands), titles of the plans that it hands on)."""
        notice = next((title for title in titles if is_notice(title.name)), None)
        front = self.front.get("name")
        notice_name = notice.name if notice else (front[0] if front and is_notice(front[0]) else None)
        plans = [title for title in titles if title is not notice]
        said = announced(self.view, self.lines, start)
        handed = handed_on(notice_name) if notice_name else []
        handed = [name for name, _ in said] if len(said) > max(1, len(handed)) or not handed else handed
        printed = _titled(plans, said[0][0]) if said else None
        quoted = handed[0] if handed and notice_name else None
        if printed and not (quoted and _titled(plans, quoted)):
            return notice_name, (printed.name, printed.span), handed
        if said and not notice_name:
            return None, said[0], handed
        if quoted:
            key = title_key(quoted)
            same = next((title for title in plans if _same_ending(key, title_key(title.name))), None)
            if same and title_key(same.name).endswith(key):
                return notice_name, (same.name, same.span), handed
            return notice_name, (quoted, same.span if same else (notice.span if notice else front and front[1])), handed
        if plans:
            bare = handed_on(plans[0].name) if plans[0].name.endswith(lexicon().meta.notice_words) else []
            return notice_name, (bare[0] if bare else plans[0].name, plans[0].span), []
        if notice:
            return None, (notice.name, notice.span), []
        if front:
            return None, front, []
        self.titled = False
        return None, self._unnamed(start), []

    def _unnamed(self, start: int) -> tuple[str, Span | None]:
        """What stands for the title of a text that prints none: its first line, if that is no heading or sentence."""
        first = self._text(start) if start < len(self.lines) else ""
        if (
            2 <= len(first) <= _LONGEST_SIGNATURE
            and first[-1] not in "。:;,"
            and heading_at(first, 0, len(first)) is None
        ):
            line = self.lines[start]
            self.furniture.add(start)
            return tidy(self.view, line.start, line.end), self.view.span(line.start, line.end)
        return PurePath(self.path).stem or tidy(self.view, 0, min(len(self.view), 30)) or "?", None

    def _parts(self, body: int, names: list[str]) -> dict[int, str]:
        """Where the second and later of several plans that a notice hands on begin: line index → title."""
        keys = {title_key(name): name for name in names[1:]}
        found: dict[int, str] = {}
        for index in range(body, len(self.lines)):
            key, line = "", index
            while (
                keys
                and line < len(self.lines)
                and line - index < _LAST_LINES
                and len(self._text(line)) <= _LONGEST_TITLE
            ):
                key += title_key(self._text(line))
                if key in keys:
                    found[index] = keys.pop(key)
                    self.furniture.update(range(index, line + 1))
                if not any(other.startswith(key) for other in keys):
                    break
                line += 1
        return found

    def _number(self, start: int) -> str | None:
        if "doc_number" in self.front:
            return self.front["doc_number"][0]
        for index in range(start, min(len(self.lines), start + HEAD_LINES)):
            text = self._text(index)
            match = DOC_NUMBER.search(text)
            if match and (len(text) - len(match[0]) <= 12 or match.start() == 0) and "《" not in text[: match.start()]:
                if len(text) - len(match[0]) <= 12:
                    self.furniture.add(index)
                at, after = self.lines[index].start, text[match.end() :].rstrip(")")
                dated = date_at_end(after)
                self.number_date = dated[0] if dated and dated[1] <= 1 else None  # (松科委[2023]6号 2023年2月15日)
                return tidy(self.view, at + match.start(), at + match.end())
            if heading_at(self.view.text, self.lines[index].start, self.lines[index].end):
                break
        return None

    def _signature(self, start: int, titles: set[int]) -> tuple[str | None, str | None, int | None]:
        """(ISO date, signer, line) of the first line after the head that is nothing but a date, or ends the text."""
        for index in range(start, len(self.lines)):
            line = self.lines[index]
            if index in self.in_grids or index in titles:
                continue
            if line.end - line.start > _LONGEST_DATE_LINE and not line.cut and index < len(self.lines) - _LAST_LINES:
                continue
            text = self._text(index)
            found = date_at_end(text)
            if found is None:
                continue
            iso, begins = found
            if begins == 0:
                signer = self._signers(index)
                self.furniture.add(index)
                return iso, signer, index
            signer = text[max(text.rfind(mark, 0, begins) for mark in "。)];") + 1 : begins]
            if len(signer) <= _LONGEST_SIGNATURE and signer.endswith(lexicon().meta.issuer_endings):
                if len(signer) == begins:
                    self.furniture.add(index)
                return iso, signer, index
        return None, None, None

    def _signers(self, index: int) -> str | None:
        """The body that signs in the line (or lines) above a date; None when several sign."""
        endings, signers = lexicon().meta.issuer_endings, list[str]()
        above, rest = index - 1, 0
        while above >= 0 and index - above <= _MOST_SIGNERS:
            text = self._text(above)
            # 北泽市人民政府 / 办公室: the end of a name that two lines print is no signer.
            ends = text.endswith(endings) or (rest and self._may_begin_name(above))
            if len(text) > _LONGEST_SIGNATURE or not ends or any(c in text for c in "。:,;"):
                break
            self.furniture.add(above)
            if text in endings and above and not rest:
                rest = self.lines[above].end
            else:
                signers.append(tidy(self.view, self.lines[above].start, rest or self.lines[above].end))
                rest = 0
            above -= 1
        return signers[0] if len(signers) == 1 else None

    def _may_begin_name(self, index: int) -> bool:
        """Whether a line may be the beginning of a body's name that the next line ends: 南湾区发展和改革 / 委员会."""
        line, text = self.lines[index], self._text(index)
        other = text.endswith((*lexicon().meta.title_endings, ")")) or heading_at(self.view.text, line.start, line.end)
        return len(text) <= _LONGEST_DATE_LINE and not other and registry().place_told([text]) is not None

    def _issuer(self, titles: list[Title], notice: str | None, signer: str | None, start: int) -> str | None:
        """The issuer as the title, letterhead, front matter or signature names it, the fullest form of its name."""
        front = self.front.get("issuer", ("", None))[0]
        bodies = lexicon().meta.issuer_endings
        full = front if front.endswith(bodies) and not front.startswith(lexicon().meta.short_issuer_starts) else ""
        named = next((issuer for title in [notice, *(t.name for t in titles)] if (issuer := before_about(title))), None)
        if named and named.startswith(lexicon().meta.short_issuer_starts):
            named = full or signer or named
        issuer = named or self._letterhead(start) or full or signer or front
        return next((other for other in (full, signer) if other and issuer and other.endswith(issuer)), issuer) or None

    def _letterhead(self, start: int) -> str | None:
        if start >= len(self.lines):
            return None
        text = self._text(start).removesuffix(lexicon().meta.letterhead)
        if (
            len(text) <= 30
            and text.endswith(lexicon().meta.issuer_endings)
            and start not in self.furniture
            and lexicon().cues.particle not in text
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


def _same_ending(key: str, other: str) -> bool:
    """Whether one of two titles is the other with more before it."""
    return key.endswith(other) or other.endswith(key)


def _titled(titles: list[Title], name: str) -> Title | None:
    """The title printed as ``name`` is."""
    return next((title for title in titles if title_key(title.name) == title_key(name)), None)


def _is_note(text: str) -> bool:
    """A quoted line, or a field of a web page's table that no lexicon names: 访问量: | 12 |."""
    return text.startswith(">") or bool(_FIELD.match(text))


def _body(start: int, titles: list[Title], name: str, signed: int | None) -> int:
    """The line from which headings count: after the notice, where its own points and signature come first."""
    key = title_key(name)
    for title in titles:
        if signed is not None and title.lines and title.lines[0] > signed and title_key(title.name) == key:
            return title.lines[-1] + 1
    return start
