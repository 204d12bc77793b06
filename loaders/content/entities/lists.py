"""What a list of names holds: by the class noun after 等 (等2家【数字化景区】), or by the names that it holds itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from loaders.content.entities.heads import head_ends, is_company_like, is_proper
from loaders.content.entities.phrases import Phrase
from loaders.content.reading import Reading
from loaders.text.lexicon import lexicon

# A single name in a list of names that no head noun marks is short; no name with the words around it is longer.
LONGEST_PLAIN = 8
LONGEST_PHRASE = 60


@dataclass(frozen=True, slots=True)
class ListClass:
    """What a class noun says of the names before it; ``vague``: they are places only if one of them plainly is."""

    label: str
    kind: str
    vague: bool = False


# The list is of kinds of things, never of names.
OF_KINDS = ListClass("", "")


@cache
def _class_words() -> tuple[tuple[str, ListClass], ...]:
    raw = lexicon().entities
    found = [(word, ListClass(entry.label, entry.kind, entry.vague)) for entry in raw.classes for word in entry.words]
    return (*found, *((word, OF_KINDS) for word in raw.not_classes))


def class_of(reading: Reading, following: Phrase | None) -> ListClass | None:
    """What the last class noun of ``following`` says of the list before it, or None where there is none."""
    if following is None:
        return None
    text = reading.text[following.start : min(following.end, following.start + LONGEST_PHRASE)]
    best, said = -1, None
    for word, list_class in _class_words():
        at = text.rfind(word)
        if at >= 0 and at + len(word) > best:
            best, said = at + len(word), list_class
    return said


def list_label(
    reading: Reading, run: Sequence[Phrase], plain: Sequence[Phrase], said: ListClass | None, labels: Sequence[str]
) -> tuple[str | None, str | None]:
    """Label and kind of the names in a list that end in no head noun (``plain``): by the class noun after 等, or by the
    ``labels`` of the others; (None, None) where they are no names."""
    nothing = (None, None)
    if said == OF_KINDS or not plain:
        return nothing
    if said is not None and said.label in ("Organisation", "Place", "Event"):
        surely = said.label != "Event" and not said.vague
        return (said.label, said.kind) if surely or said.label in labels or _any_proper(reading, plain) else nothing
    known = [*labels, *(label for p in plain if (label := _bare_label(reading.text[p.start : p.end])))]
    if labels and len(run) >= 3 and len(set(known)) == 1 and len(known) * 2 >= len(run):
        return known[0], None
    companies = any(is_company_like(reading.text[p.start : p.end]) for p in plain)
    if said is not None:
        return ("Organisation", "company") if companies else nothing
    cue = run[0].cue
    if cue is None or cue.word != "依托" or run[0].before is not cue or run[-1].after.sort not in ("edge", "hard"):
        return nothing
    return ("Organisation", "company" if companies else None) if len(run) == 1 or companies else nothing


def _any_proper(reading: Reading, plain: Sequence[Phrase]) -> bool:
    return any(is_proper(reading.text[p.start : min(p.end, p.start + LONGEST_PLAIN)]) for p in plain)


def _bare_label(text: str) -> str | None:
    """The label of a head noun that stands alone (博物馆): no name, but a sign of what its list holds."""
    at, head = next(head_ends(text), (0, None))
    return head.label if head and at == len(text) and at - len(head.word) < 1 else None
