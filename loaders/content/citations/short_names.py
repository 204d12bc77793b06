"""Short names that a text gives to documents: 《国务院关于…的意见》(以下简称《意见》).

Where the text then cites 《意见》, the document of the full name is meant, which may be the plan itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from graph.ids import name_key
from loaders.document import PlanDocument, PolicyMention
from loaders.text.lexicon import lexicon
from loaders.text.patterns import any_of
from loaders.text.view import View, fold

# How far before its short name the full name of a document may end.
_REACH = 60
_LONGEST = 160


@cache
def _short() -> re.Pattern[str]:
    called = any_of(lexicon().policies.short_called)
    return re.compile(rf'{called}:?["《]{{1,2}}(?P<short>[^"《》()。]{{2,20}})["》]')


def short_names(text: str) -> dict[str, str]:
    """Key of each short name that ``text`` gives to a document → that document's full name as printed."""
    if not any(sign in text for sign in lexicon().policies.called_signs):
        return {}
    view = View(text)
    found: dict[str, str] = {}
    for match in _short().finditer(view.text):
        end = view.text.rfind("》", max(0, match.start() - _REACH), match.start())
        start = _opening(view.text, end)
        if start >= 0:
            found.setdefault(name_key(match["short"]), view.printed(start + 1, end))
    return found


def _opening(text: str, end: int) -> int:
    """Where the title that closes at ``end`` opens, or -1."""
    depth = 0
    for at in range(end, max(-1, end - _LONGEST), -1) if end >= 0 else ():
        depth += (text[at] == "》") - (text[at] == "《")
        if depth == 0:
            return at
    return -1


def spell_out(document: PlanDocument, own: Iterable[str]) -> None:
    """Gives citations of short names in ``document`` the full name; those of the plan itself (``own``), and short names
    that it does not explain, are none."""
    full_of = short_names(document.source.text)
    own_keys = {name_key(name) for name in own}
    for item in document.items:
        item.policies = _spelled(item.policies, full_of, own_keys)
    document.basis = _spelled(document.basis, full_of, own_keys)


def _spelled(mentions: list[PolicyMention], full_of: dict[str, str], own: set[str]) -> list[PolicyMention]:
    kept: dict[str, PolicyMention] = {}
    for mention in mentions:
        full = full_of.get(name_key(mention.name))
        spelled = replace(mention, name=full) if full else mention
        if name_key(spelled.name) not in own and fold(spelled.name) not in lexicon().policies.bare_titles:
            kept.setdefault(name_key(spelled.name), spelled)
    return list(kept.values())
