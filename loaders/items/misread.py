"""Names of bodies in which OCR misread one character: 市经济和信急化委 is 市经济和信息化委.

A name is mended only where the registry does not know it, OCR was not sure of the character, and exactly one of the
others that OCR saw in it makes a name that the registry knows, or that begins with the plan's own place where it
begins with no other; and no name that the item has besides. The page's form stays as printed, and a finding names both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from loaders.document import OwnerMention
from loaders.items.context import Context
from loaders.registry import registry
from loaders.text.view import View, fold


def mend_names(context: Context) -> None:
    """Gives owners whose names OCR misread their ``whole`` name, with a finding for each."""
    if not context.document.source.others:
        return
    for item in context.document.items:
        beside = {_name(owner) for owner in item.owners}
        for at, owner in enumerate(item.owners):
            meant = _meant(context, owner, beside)
            if meant:
                item.owners[at] = owner._replace(whole=meant)
                context.finding("owner-scan-form", owner.span, item.ref, name=meant, printed=owner.printed)


def _meant(context: Context, owner: OwnerMention, beside: set[str]) -> str | None:
    """The one known name, not ``beside`` it, that ``owner`` means by one doubtful character; None where there is none or
    several."""
    name = _name(owner)
    if context.names.known(fold(name)):
        return None
    candidates = set(_candidates(context, owner, name)) - beside
    found = {candidate for candidate in candidates if context.names.known(fold(candidate))}
    found = found or {candidate for candidate in candidates if _of_own_place(context, name, candidate)}
    return found.pop() if len(found) == 1 else None


def _name(owner: OwnerMention) -> str:
    return owner.whole or owner.printed


def _candidates(context: Context, owner: OwnerMention, name: str) -> Iterator[str]:
    """``name`` with one doubtful character as each of those that OCR saw in it besides."""
    source = context.document.source
    view = View(source.text, [owner.span])
    if len(view) != len(owner.printed) or not name.endswith(owner.printed):
        return
    before = len(name) - len(owner.printed)
    first = bisect_left(source.others, (owner.span.start, ""))
    for offset, others in source.others[first:]:
        if offset >= owner.span.end:
            return
        at = before + view.index(offset)
        yield from (name[:at] + other + name[at + 1 :] for other in others)


def _of_own_place(context: Context, name: str, candidate: str) -> bool:
    place = registry().place_tag(context.document.meta.jurisdiction)
    elsewhere = registry().places.chain(name)[1] > 0
    return len(place) > 1 and candidate.startswith(place) and not name.startswith(place) and not elsewhere
