"""What the last loads changed of a desk, as a feed to subscribe to (Atom, RFC 4287)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from lxml import etree  # type: ignore[import-untyped] # it has no types
from lxml.builder import ElementMaker  # type: ignore[import-untyped]

from api.desk.ledger import Load, RowChange
from api.desk.table import Desk
from queries.answers.desk import DeskRow

_ATOM = "http://www.w3.org/2005/Atom"
_E = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM})
MOST = 200


def desk_feed(
    desk: Desk,
    loads: Sequence[Load],
    since: datetime,
    address: str,
    page: Callable[[str], str],
    mine: Callable[[DeskRow], bool],
) -> bytes:
    """An entry for each row of the desk that came, changed or went, the latest load first.

    ``address`` is the feed's own, ``page`` gives that of a thing's page, and ``mine`` says whether a row is of the desk.
    """
    changes = ((load, change) for load in loads for change in load.rows.models(RowChange) if mine(change.row))
    feed = _E.feed(
        _E.id(address),
        _E.title(desk.t("feed.title", title=desk.title)),
        _E.subtitle(desk.t("feed.since", since=since.isoformat(timespec="seconds"))),
        _E.updated((loads[0].at if loads else since).isoformat()),
        _E.author(_E.name("plangraph")),
        _E.link(rel="self", href=address),
        *(_entry(desk, load, change, page) for load, change in islice(changes, MOST)),
    )
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _entry(desk: Desk, load: Load, change: RowChange, page: Callable[[str], str]) -> Any:
    row = change.row
    return _E.entry(
        _E.id(f"urn:plangraph:change:{load.version}:{row.id}"),
        _E.title(_clean(f"{desk.t(f'feed.{change.kind}')}：{row.text}")),
        _E.updated(load.at.isoformat()),
        _E.link(rel="alternate", href=page(row.item.id)),
        _E.category(term=change.kind),
        _E.summary(_clean("\n".join(_told(desk, change)))),
    )


def _told(desk: Desk, change: RowChange) -> list[str]:
    """What a row says, and what it said before where that differs."""
    now, before = _said(desk, change.row), _said(desk, change.before or change.row)
    lines = [
        f"{desk.t(f'desk.{word}')}：{told if told == before[word] else f'{before[word]} → {told}'}"
        for word, told in now.items()
    ]
    return [f"{desk.what(change.row)} {desk.numbers(change.row)} {change.row.item.name}", *lines]


def _said(desk: Desk, row: DeskRow) -> dict[str, str]:
    return {"text": row.text, "due": row.due or "", "main": desk.owners(row.owners)}


def _clean(text: str) -> str:
    """``text`` without what XML can't hold."""
    return "".join(
        c for c in text if c in "\n\t" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
