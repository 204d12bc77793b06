"""Titles: lines that end as titles of plans and notices do, joined where a title runs over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from loaders.blocks.lines import Line
from loaders.outline.headings import heading_at, skip_bullets
from loaders.responsibility.names import is_body
from loaders.text.dates import date_at_end
from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives, any_of
from loaders.text.view import Span, View, tidy

DOC_NUMBER = re.compile(r"[一-龥]{2,14}[(\[](?:19|20)[0-9]{2}[)\]]第?[0-9]{1,5}号")
# After a title without a break the code of a body is short, so that it takes nothing from the title.
_GLUED_NUMBER = DOC_NUMBER.pattern.replace("{2,14}", "{2,6}")
_QUOTED = re.compile("《([^《》]+)》")
_DATED = re.compile("\\([^()]{8,14}\\)\\Z")
HEAD_LINES = 60
_TITLE_LINES = 4
_LONGEST_TITLE = 120
_LONGEST_LINE = 40
_SHORTEST_TITLE = 6
_LONGEST_ANNOUNCEMENT = 600
_LONGEST_HEAD = 300
_LONGEST_NOTICE = 3000


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed on one line or more, without number and Markdown marks; ``date`` (ISO) stands in brackets after it."""

    name: str
    span: Span
    lines: tuple[int, ...]
    date: str | None = None


def find_titles(view: View, lines: Sequence[Line], start: int, stop: int, hands_on: bool = False) -> list[Title]:
    """The titles among lines ``start`` to ``stop``, up to the first heading (a notice may have points of its own;
    ``hands_on`` when one is known to stand before)."""
    return _Finder(view, lines, min(stop, start + HEAD_LINES)).find(start, hands_on)


def announced(view: View, lines: Sequence[Line], start: int) -> list[tuple[str, Span]]:
    """The plans that a notice without a title hands on, and where it says so: 现将《…》和《…》印发给你们."""
    for line in lines[start : start + HEAD_LINES]:
        match = _announcing().search(view.text[line.start : min(line.end, line.start + _LONGEST_ANNOUNCEMENT)])
        if match and match["title"].count("《") == match["title"].count("》"):
            begin = line.start + match.start("title")
            edges = [begin + at for part in _between().finditer(match["title"]) for at in part.span()]
            edges = [begin, *edges, line.start + match.end("title")]
            return [(tidy(view, a, b), view.span(a, b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return []


def quoted_titles(text: str) -> frozenset[str]:
    """The keys of the titles quoted in the head of a folded text, such as those of the plans that a notice hands on."""
    return frozenset(title_key(match[1]) for match in _QUOTED.finditer(text, 0, _LONGEST_NOTICE))


def glued_head(view: View, line: Line) -> tuple[Title, tuple[int, int]] | None:
    """The title that a text without paragraphs begins with, and the view range of its number (empty where it prints
    none): a number or the addressees must follow it."""
    match = _glued().match(view.text[line.start : min(line.end, line.start + _LONGEST_HEAD)])
    if match is None:
        return None
    start, end = (line.start + at for at in match.span("title"))
    number = match.span("number") if match["number"] else (0, 0)
    title = Title(tidy(view, start, end), view.span(start, end), ())
    return title, (line.start + number[0], line.start + number[1])


@cache
def _glued() -> re.Pattern[str]:
    endings, addressed = alternatives(lexicon().meta.title_endings), alternatives(lexicon().meta.addressees)
    preface = alternatives(lexicon().meta.preface)
    return re.compile(
        f"(?P<title>[^。;!?:]{{4,110}}?(?:{endings})(?:\\([^()]{{1,20}}\\))?)"
        f"(?:(?P<number>(?!{lexicon().cues.particle}){_GLUED_NUMBER})|(?=(?:{addressed})[^。;]{{2,120}}?:)|(?=(?:{preface})[^。;:]{{2,120}}?[,。]))"
    )


@cache
def _announcing() -> re.Pattern[str]:
    said = "|".join(re.escape(word) for word in lexicon().meta.announcing)
    return re.compile(
        f"(?:^|{said})《(?P<title>[^。;]{{6,300}}?)》(?:\\([^()]{{0,40}}\\))?{any_of(lexicon().meta.passed_on)}"
    )


class _Finder:
    def __init__(self, view: View, lines: Sequence[Line], stop: int) -> None:
        self.view, self.lines, self.stop = view, lines, stop
        self.hands_on = False
        self.spaced = sum(line.gap for line in lines) * 2 > len(lines)

    def find(self, start: int, hands_on: bool) -> list[Title]:
        """See ``find_titles``."""
        found: list[Title] = []
        self.hands_on = hands_on or bool(announced(self.view, self.lines, start))
        index = start
        while index < self.stop:
            title = self._title_at(index)
            if title:
                found.append(title)
                index = title.lines[-1] + 1
                continue
            line = self.lines[index]
            if heading_at(self.view.text, line.start, line.end) and not (
                self.hands_on or any(is_notice(held.name) for held in found)
            ):
                break
            index += 1
        return found

    def _text(self, index: int) -> str:
        return self.view.text[self.lines[index].start : self.lines[index].end]

    def _title_at(self, index: int) -> Title | None:
        endings = lexicon().meta.title_endings
        if self._is_letterhead(index):
            return None
        for count in range(1, min(_TITLE_LINES, self.stop - index) + 1):
            if not self._carries(index, count):
                break
            last = self.lines[index + count - 1]
            start = skip_bullets(self.view.text, self.lines[index].start, last.end)
            number = DOC_NUMBER.match(self.view.text, start, last.end)
            start = number.end() if number else start
            bare = _bare(undated(self.view.text[start : last.end])[0])
            if (bare.endswith(endings) and len(bare) >= _SHORTEST_TITLE) or hands_on_quoted(bare):
                return self._longer(index, count, start)
        return None

    def _is_letterhead(self, index: int) -> bool:
        """Whether a line names a body and the next one is a title by itself that speaks of no other: 某市改革办 / 2025年改革要点."""
        if index + 1 >= self.stop or not self._text(index).endswith(lexicon().meta.issuer_endings):
            return False
        following = self._text(index + 1)
        bare = _bare(undated(following)[0])
        titled = bare.endswith(lexicon().meta.title_endings) and len(bare) >= _SHORTEST_TITLE
        return titled and not following.startswith(lexicon().meta.issuer_endings) and lexicon().meta.about not in bare

    def _carries(self, index: int, count: int) -> bool:
        """Whether the ``count``-th line from ``index`` may be part of one title with those before it."""
        text = self._text(index + count - 1)
        if not _may_be_title(text):
            return False
        if count == 1:
            return True
        apart = self._apart(self.lines[index + count - 1]) or DOC_NUMBER.search(text)
        return not apart and not DOC_NUMBER.fullmatch(self._text(index))

    def _longer(self, index: int, count: int, start: int) -> Title:
        """The title with a following line that carries it on (2023 年重点任务 / 责任分解方案)."""
        following = index + count
        if following < self.stop and not self._apart(self.lines[following]) and self._goes_on(index, following):
            count += 1
        end = self.lines[index + count - 1].end
        bare, date = undated(self.view.text[start:end].rstrip("*#_"))
        following = index + count
        if date is None and following < self.stop and self._text(following).startswith("("):
            date = undated(self._text(following))[1]
            count += date is not None
        half = len(bare) // 2
        bare = bare[:half] if len(bare) > 2 * _SHORTEST_TITLE and bare == 2 * bare[:half] else bare
        name = tidy(self.view, start, start + len(bare))
        return Title(name, self.view.span(start, end), tuple(range(index, index + count)), date)

    def _goes_on(self, index: int, following: int) -> bool:
        text = self._text(following)
        if not _may_be_title(text) or DOC_NUMBER.search(text) or text.startswith(lexicon().meta.about):
            return False
        return (
            _bare(text).endswith(lexicon().meta.title_endings)
            and max(len(text), len(self._text(index))) <= _LONGEST_LINE
        )

    def _apart(self, line: Line) -> bool:
        """Whether a blank line parts a line from the one before, in a text where not every line stands apart."""
        return line.gap and not self.spaced


def _may_be_title(text: str) -> bool:
    if not 2 <= len(text) <= _LONGEST_TITLE or any(mark in text for mark in "。;!?"):
        return False
    if text.endswith(lexicon().meta.letterhead) or date_at_end(text):
        return False
    if text.endswith((":", ",", "、")) or text.startswith(lexicon().meta.no_title_starts):
        return False
    if _caption().match(text) or "@" in text or (text.startswith("(") and text.endswith(")")):
        return False
    return heading_at(text, 0, len(text)) is None


@cache
def _caption() -> re.Pattern[str]:
    return re.compile(f"{any_of(lexicon().meta.captions)}[0-9一二三四五六七八九十]{{1,3}}")


@cache
def _between() -> re.Pattern[str]:
    """Where one title of several ends and the next begins: 《甲》和《乙》."""
    return re.compile(f"》{any_of(lexicon().meta.title_joiners)}?《")


def undated(text: str) -> tuple[str, str | None]:
    """A folded title without the date of issue in brackets after it, and that date as ISO."""
    match = _DATED.search(text)
    dated = date_at_end(match[0]) if match else None
    return (text[: match.start()], dated[0]) if match and dated and dated[1] <= 1 else (text, None)


def fold_title(title: str) -> str:
    """A title with width folded, without white space."""
    return View(title).text


def title_key(title: str) -> str:
    """What two printings of one title share: neither punctuation nor 的 counts."""
    return re.sub(rf"[\W_{lexicon().cues.particle}]+", "", fold_title(title))


def _bare(text: str) -> str:
    """A title without a trailing bracket such as (试行) or (2023-2025年), and without Markdown marks."""
    bare = text.strip("*#_ ")
    bare = bare[:-1] if bare[-2:-1] == bare[-1:] else bare  # 的通知知, as scans print it
    return bare[: bare.rfind("(")] if bare.endswith(")") and "(" in bare[-20:] else bare


def hands_on_quoted(title: str) -> bool:
    """Whether a folded title without 的通知 says who hands on which document: 县政府办公室印发《…方案》."""
    opening = title.find("《")
    return opening > 0 and title.endswith("》") and title.endswith(lexicon().meta.notice_verbs, 0, opening)


def is_notice(name: str) -> bool:
    """Whether a title is that of a notice that hands on another document."""
    folded = fold_title(name)
    if hands_on_quoted(folded):
        return True
    folded = folded[:-1] if folded[-2:-1] == folded[-1:] else folded  # 的通知知, as scans print it
    return folded.endswith(lexicon().meta.notice_words) and (
        "《" in folded or any(verb in folded for verb in lexicon().meta.notice_verbs)
    )


def handed_on(notice: str) -> list[str]:
    """The titles that a notice hands on: 关于印发《…》和《…》的通知, or what stands between 印发 and 的通知; without such
    words the plan itself: …工作方案的通知."""
    meta = lexicon().meta
    endings = alternatives(meta.notice_words)
    match = re.search(
        f"(?:{alternatives(meta.notice_verbs)})(?P<title>.{{4,200}}?){lexicon().cues.particle}?(?:{endings}).?\\Z",
        notice,
    )
    title = match["title"] if match else ""
    several = [quoted[1] for quoted in _QUOTED.finditer(notice)]
    if len(several) > 1 and "《" + "》《".join(several) + "》" in _between().sub("》《", notice):
        return several
    opening, closing = notice.find("《"), notice.rfind("》")
    opened = title.find("《")
    if title.endswith("》") and (opened == 0 or (opened > 0 and _drafted(title[:opened]))):
        return [title[opened + 1 : -1]]
    if not title and 0 <= opening < closing and "》" not in notice[opening:closing]:
        return [notice[opening + 1 : closing]]
    if title:
        return [title]
    bare = re.sub(f"{lexicon().cues.particle}(?:{endings})\\Z", "", notice)
    plan = bare != notice and meta.about not in bare and fold_title(bare).endswith(meta.title_endings)
    return [bare] if plan else []


def _drafted(text: str) -> bool:
    """Whether what stands before a title handed on names who drafted it: 转发区建设管理委制订的《…》."""
    folded = fold_title(text)
    drafts = lexicon().meta.drafts
    return folded.endswith(drafts) or is_body(folded)


def before_about(title: str | None) -> str | None:
    """The issuer that a title begins with: 国务院办公厅关于…, 县政府办公室印发《…."""
    if title is None:
        return None
    meta = lexicon().meta
    begins = re.match(
        f"(?P<head>[^《]{{3,80}}?)(?:(?:{alternatives(meta.notice_verbs)})?{meta.about}|(?:{alternatives(meta.notice_verbs)})《)",
        title,
    )
    if begins is None:
        return None
    head = begins["head"]
    others_sign, counts = lexicon().responsibility.open_end.sign, any_of(meta.issuer_counts)
    others = re.search(
        f"(?:{alternatives(meta.co_issuers)}|{others_sign}(?:[0-9一二三四五六七八九十]{{1,3}}{counts})?)\\Z",
        fold_title(head),
    )
    head = head[: others.start()] if others and len(fold_title(head)) == len(head) else head
    return head if fold_title(head).endswith(meta.issuer_endings) else None
