"""The article of a saved web page: its text among menus, share buttons, lists of links and the foot of the site.

The article is the smallest part of the page that holds nearly all of its prose. From what stands before it only the
title and the fields of the site's index table (发文机关, 文号, 成文日期 …) stay, one a line; from what stands after
it what comes before the first note or list of links (a signature). Lists of links are no text wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives, kinds
from loaders.text.view import fold, squeeze

DROPPED = {
    "script", "style", "nav", "noscript", "template", "iframe", "object", "embed", "svg", "math", "head", "select",
    "button", "textarea", "aside", "audio", "video", "canvas",
}  # fmt: skip
BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li",
    "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "blockquote", "pre", "hr",
    "form", "fieldset", "figure", "figcaption", "center", "address", "body", "html", "br",
}  # fmt: skip
_HOLDERS = {"html", "body", "div", "section", "article", "main", "center", "form", "td", "table", "tbody", "tr"}
_TITLES = {"h1", "h2"}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_FILE = re.compile(r"\.(?:docx?|wps|xlsx?|et|pdf|ofd|zip|rar)(?:[?#]|\Z)", re.IGNORECASE)
_META_TITLE = {"articletitle", "dc.title", "og:title"}
_ENOUGH = 100
_SHARE = 0.8
_LONG = 60
_LINKS, _LINKED = 3, 0.5
_LONGEST_TAIL, _LONGEST_FIELD = 60, 200


@dataclass(slots=True)
class _Part:
    """What an element holds: characters of text, those inside links, those of prose, how many links."""

    tag: Any
    parent: int
    text: int = 0
    linked: int = 0
    prose: int = 0
    links: int = 0
    files: bool = False
    sentence: bool = False


def is_dropped(node: Tag) -> bool:
    """Whether an element is never part of the text, or is hidden."""
    return (
        node.name in DROPPED or node.has_attr("hidden") or bool(_HIDDEN.search(str(node.get("style", ""))))
    )  # fmt: skip


def keep_article(soup: BeautifulSoup) -> None:
    """Takes out of the page what is not its article; a page with little prose stays as it is."""
    parts = _measure(soup)
    if not parts or parts[0].prose < _ENOUGH:
        return
    _drop_link_lists(parts)
    article = _article(parts)
    _trim_foot(article)
    before, after = _around(soup, article)
    head = _head(soup, before, squeeze(article.get_text()))
    for tag in reversed(head):
        article.insert(0, tag)
    for text in _tail(after):
        article.append(_paragraph(soup, text))
    article.extract()
    body = soup.new_tag("body")
    body.append(article)
    soup.clear()
    soup.append(body)


def _measure(soup: BeautifulSoup) -> list[_Part]:
    """All elements in document order (the page first) with what they hold, themselves and below."""
    parts = [_Part(soup, -1)]
    stack: list[tuple[Any, int, bool, int]] = [(child, 0, False, 0) for child in reversed(soup.contents)]
    texts: dict[int, list[str]] = {}
    while stack:
        node, parent, linked, block = stack.pop()
        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):
                text = squeeze(str(node))
                parts[parent].text += len(text)
                parts[parent].linked += len(text) if linked else 0
                texts.setdefault(block, []).append("" if linked else text)
            continue
        if is_dropped(node):
            continue
        at = len(parts)
        parts.append(_Part(node, parent))
        if node.name == "a":
            linked = True
            parts[at].links = 1
            parts[at].files = bool(_FILE.search(str(node.get("href", ""))))
        if node.name in BLOCKS:
            block = at
        stack.extend((child, at, linked, block) for child in reversed(node.contents))
    for block, pieces in texts.items():
        parts[block].prose, parts[block].sentence = _prose("".join(pieces), parts[block].tag)
    for part in reversed(parts[1:]):
        above = parts[part.parent]
        above.text, above.linked, above.prose = (
            above.text + part.text,
            above.linked + part.linked,
            above.prose + part.prose,
        )
        above.links, above.files = above.links + part.links, above.files or part.files
        above.sentence = above.sentence or part.sentence
    return parts


def _prose(text: str, block: Tag) -> tuple[int, bool]:
    """How much prose a block's own text is, and whether it holds a sentence. Cells count, but for an index table's."""
    sentence = "。" in text or ";" in fold(text)
    counts = sentence or len(text) >= _LONG or (block.name in ("td", "th") and not _in_index(block))
    return (len(text) if counts else 0), sentence


def _in_index(cell: Tag) -> bool:
    first = cell.parent.find(["td", "th"]) if cell.parent else None
    return first is not None and _field_name().match(squeeze(fold(first.get_text()))[:_LONG]) is not None


def _drop_link_lists(parts: list[_Part]) -> None:
    """Takes out elements that are hardly more than links to other pages; links to files are a plan's annexes."""
    for part in parts[1:]:
        listed = part.links >= _LINKS and part.linked >= _LINKED * part.text
        if listed and not part.sentence and not part.files and part.tag.name not in ("html", "body"):
            part.tag.clear()


def _article(parts: list[_Part]) -> Tag:
    """The smallest holder of nearly all prose."""
    here = 0
    for at, part in enumerate(parts):
        if part.parent == here and part.prose >= _SHARE * parts[0].prose and part.tag.name in _HOLDERS:
            nested = part.tag.name not in ("table", "tbody", "tr") or part.tag.find("table") is not None
            if nested:
                here = at
    tag: Tag = parts[here].tag
    return tag if here else tag.find("body") or tag


def _around(soup: BeautifulSoup, article: Tag) -> tuple[list[tuple[str, str]], list[str]]:
    """The lines before the article, each with the name of its element, and the lines after it."""
    before: list[tuple[str, str]] = []
    after: list[tuple[str, str]] = []
    lines = before
    for name, text in _lines(soup, article):
        if name is None:
            lines = after
        else:
            lines.append((name, text))
    return before, [text for _, text in after]


def _lines(soup: BeautifulSoup, article: Tag) -> Iterator[tuple[str | None, str]]:
    """Blocks outside the article as (name of the element, text); (None, "") where the article stands."""
    name, pieces = "", []
    stack: list[tuple[Any, bool, str]] = [(soup, False, "")]
    while stack:
        node, left, above = stack.pop()
        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):
                pieces.append(str(node))
                name = above
            continue
        if left or node.name in BLOCKS or node is article:
            text = " ".join("".join(pieces).split())
            pieces = []
            if text:
                yield name, text
        if node is article:
            yield None, ""
            continue
        if left or is_dropped(node):
            continue
        inside = node.name if node.name in BLOCKS else above
        stack.append((node, True, above))
        stack.extend((child, False, inside) for child in reversed(node.contents))


def _head(soup: BeautifulSoup, before: list[tuple[str, str]], article: str) -> list[Tag]:
    """Fields and title that stand before the article or in the page's meta elements, as paragraphs."""
    fields = list(_fields([text for _, text in before]))
    metas = {str(tag.get("name") or tag.get("property") or "").lower(): str(tag.get("content", "")) for tag in soup.find_all("meta")}  # fmt: skip
    for key, field in lexicon().meta.web_fields.items():
        value = " ".join(metas.get(key, "").split())
        if value and not any(squeeze(text).startswith(field) for text in fields):
            fields.append(f"{field}: {value[:_LONGEST_FIELD]}")
    titles = [text for name, text in before if name in _TITLES]
    titles += [" ".join(value.split()) for key, value in metas.items() if key in _META_TITLE]
    missing = [title for title in titles if title and squeeze(title) not in article]
    return [_paragraph(soup, text) for text in [*fields, *missing[-1:]]]


def _fields(lines: list[str]) -> Iterator[str]:
    """``name: value`` of the lines that state a field; a name alone goes with the line below."""
    name = ""
    for line in lines:
        match = _field_name().match(squeeze(fold(line)))
        if match is None:
            if name and len(line) <= _LONGEST_FIELD:
                yield f"{name}: {line}"
            name = ""
        elif match["value"]:
            yield _spaced(line, match["name"])
            name = ""
        else:
            name = match["name"]


def _spaced(line: str, name: str) -> str:
    """A printed field with its name written together (发文机关), whatever blanks stand inside it."""
    left, rest = name, line
    while left:
        rest, left = rest[1:], left[rest[0] == left[0] :]
    return f"{name}: {rest.lstrip(' :：')}"


@cache
def _field_name() -> re.Pattern[str]:
    names = alternatives(squeeze(name) for name in kinds(lexicon().meta.front_matter))
    return re.compile(rf"[\[(]?(?P<name>{names})(?:[:\])]+(?P<value>.*)|\Z)", re.DOTALL)


def _trim_foot(article: Tag) -> None:
    """Takes the site's foot off the end of an article that could not be told from it."""
    leaves = [tag for tag in article.find_all(True) if tag.name in BLOCKS and tag.name not in ("td", "th", "tr", "br")]
    for tag in reversed(leaves):
        if tag.find(lambda inner: inner.name in BLOCKS) or not (text := tag.get_text()).strip():
            continue
        if not _is_foot(text):
            return
        tag.clear()


def _is_foot(text: str) -> bool:
    words = lexicon().lines
    bare = squeeze(fold(text)).strip("[]*#:|>-·")
    return len(bare) <= 2 * _LONG and bare.startswith((*words.web_tail, *words.web_foot))


def _tail(after: list[str]) -> Iterator[str]:
    """Lines after the article up to the first that belongs to the site."""
    for text in after:
        if _is_foot(text) or len(text) > _LONGEST_TAIL:
            return
        yield text


def _paragraph(soup: BeautifulSoup, text: str) -> Tag:
    tag = soup.new_tag("p")
    tag.string = text
    return tag
