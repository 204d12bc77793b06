"""What a list of names holds: by the class noun after 等 (等2家【数字化景区】), or by the names that it holds itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from loaders.content.entities.heads import end_head
from loaders.content.entities.names import is_name_like
from loaders.content.entities.phrases import Phrase
from loaders.content.entities.words import Words
from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives

# No name with the words around it is longer.
LONGEST_PHRASE = 60
# A thing follows 等 within so many characters (等2家).
_NEAR = 6


class ListClass(NamedTuple):
    """What a class noun says of the names before it; ``vague``: they are names only if they plainly look so."""

    label: str
    kind: str
    vague: bool = False


# The list is of kinds of things, never of names.
OF_KINDS = ListClass("", "")


@cache
def _class_words() -> tuple[tuple[str, ListClass], ...]:
    entities = lexicon().entities
    found = [(word, ListClass(one.label, one.kind, one.vague)) for one in entities.classes for word in one.words]
    return (*found, *((word, OF_KINDS) for word in entities.not_classes))


def class_words() -> Iterator[str]:
    """All class nouns."""
    return (word for word, _ in _class_words())


@cache
def _any_class_word() -> re.Pattern[str]:
    return re.compile(alternatives(class_words()))


def following(run: Sequence[Phrase], phrase: Phrase | None) -> Phrase | None:
    """``phrase`` if it says what the list ``run`` holds: it stands right after 等, or 三大."""
    after = run[-1].after
    if phrase is None or after.sort not in ("etc", "count") or phrase.start - after.end > _NEAR:
        return None
    gathers = after.sort == "etc" or after.word.endswith(lexicon().targets.big)
    return phrase if gathers and phrase.before.sort in ("etc", "count", "list", "join", "of") else None


def class_of(said: Words, phrase: Phrase | None) -> ListClass | None:
    """What the last class noun of ``phrase`` says of the list before it, or None where there is none."""
    if phrase is None:
        return None
    text = said.text[phrase.start : min(phrase.end, phrase.start + LONGEST_PHRASE)]
    if any(word in text for word in lexicon().entities.kinds_of_lists):
        return OF_KINDS
    best, found = (-1, 0), None
    if not _any_class_word().search(text):
        return None
    for word, list_class in _class_words():
        at = text.rfind(word)
        if at >= 0 and (at + len(word), len(word)) > best:
            best, found = (at + len(word), len(word)), list_class
    return found


def list_class(
    said: Words, run: Sequence[Phrase], plain: Sequence[Phrase], gathered: ListClass | None, found: Sequence[ListClass]
) -> ListClass | None:
    """What the members of a list are that end in no head noun (``plain``): by the class noun after 等 (``gathered``), or
    by the others (``found``); None where they are no names."""
    if gathered == OF_KINDS or not plain:
        return None
    if gathered is not None:
        return gathered
    cue = run[0].cue
    if len(found) * 2 >= len(run) and len({one.label for one in found}) == 1:
        alike = all(is_name_like(said, p.start, p.end) or _is_bare_head(said, p) for p in plain)
        return found[0] if alike else None
    relies = (
        cue is not None
        and cue.word == lexicon().cues.relied_on.word
        and run[0].before is cue
        and run[-1].after.sort in ("edge", "hard")
    )
    if relies and all(is_name_like(said, p.start, p.end) for p in plain):
        return ListClass("Organisation", "")
    return None


def _is_bare_head(said: Words, phrase: Phrase) -> bool:
    """Whether a head noun stands alone (博物馆): no name, but a sign of what its list holds."""
    text = said.text[phrase.start : phrase.end]
    head = end_head(text)
    return head is not None and head.word == text
