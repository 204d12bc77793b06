"""What owners, plans, documents and named things are called; owners, plans and places also by sound (kewei) and by
initials (qkw). Held once a version.

Typed words, whole questions and near misses are all looked up here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.store.text_index import fold
from queries.answers.plans import loaded_plans
from queries.answers.records import primary
from queries.answers.sounds import syllables_of
from queries.answers.view import View

# Names of one kind that are held, and the length of a form that still has a sound.
MOST, LONGEST, SOUNDED = 20_000, 60, 24
# Near misses at most, and how alike they are in percent: sounds are longer and all alike.
NEAR, CUTOFF, CUTOFF_OF_SOUND = 5, 60, 70
_SUFFIXES = "区县市省州盟"
_TEXTS = {
    "owner": "MATCH (n:Owner) RETURN n.id AS id, n.qualified_name AS shown, labels(n) AS labels, n.jurisdiction AS place, "
    "[n.name, n.qualified_name, n.short_name, n.full_name] AS called, n.aliases AS aliases, n.scan_forms AS scans "
    "ORDER BY id LIMIT $most",
    "plan": "MATCH (n:Plan) RETURN n.id AS id, n.name AS shown, labels(n) AS labels, n.jurisdiction AS place, "
    "[n.name, n.reference, n.doc_number] AS called, n.aliases AS aliases, null AS scans ORDER BY id LIMIT $most",
    "policy": "MATCH (n:Policy) WHERE NOT n:Plan RETURN n.id AS id, n.name AS shown, labels(n) AS labels, null AS place, "
    "[n.name, n.doc_number] AS called, n.aliases AS aliases, null AS scans ORDER BY id LIMIT $most",
    "entity": "MATCH (n:Entity) RETURN n.id AS id, n.name AS shown, labels(n) AS labels, n.jurisdiction AS place, "
    "[n.name] AS called, null AS aliases, null AS scans ORDER BY id LIMIT $most",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A thing and what it is called.

    ``kind`` is owner, plan, policy, entity or area (what plans are for; ``id`` is then the code of a jurisdiction);
    ``place`` is the code of its jurisdiction; ``sounds`` are syllables, one tuple a form.
    """

    id: str
    kind: str
    label: str
    name: str
    place: str
    forms: tuple[str, ...]
    sounds: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Names:
    """All that can be called by a name: each thing by id, and the things of each form and of each whole sound."""

    things: Mapping[str, Named]
    by_form: Mapping[str, tuple[Named, ...]]
    by_sound: Mapping[str, tuple[Named, ...]]

    def __len__(self) -> int:
        return len(self.things) + len(self.by_form)


def names(view: View) -> Names:
    """The names of this version, made when first asked for."""
    return view.once("names", lambda: _collected([*_read(view), *_areas(view)]), lasting=True)


def _read(view: View) -> Iterable[Named]:
    for kind, text in _TEXTS.items():
        for row in view.read(text, most=MOST):
            called = (*row["called"], *(row["aliases"] or ()), *(row["scans"] or ()))
            yield _named(
                row["id"], kind, primary(row["labels"]), row["shown"] or row["called"][0], row["place"], called
            )


def _areas(view: View) -> Iterable[Named]:
    """What plans are for: 松江 and 松江区 of a plan that is called 松江2023."""
    found: dict[str, set[str]] = defaultdict(set)
    for plan in loaded_plans(view).values():
        if plan.jurisdiction is not None and (place := (plan.reference or "").rstrip("0123456789")):
            found[plan.jurisdiction] |= {place, *(place + s for s in _SUFFIXES if place + s in plan.name)}
    for code, forms in sorted(found.items()):
        yield _named(code, "area", "Place", max(forms, key=lambda form: (len(form), form)), code, sorted(forms))


def _named(node: str, kind: str, label: str, name: str, place: str | None, called: Iterable[str | None]) -> Named:
    forms = tuple(dict.fromkeys(form for one in called if one and 0 < len(form := fold(one)) <= LONGEST))
    spoken = forms if kind in ("owner", "plan", "area") or label == "Place" else ()
    sounds = dict.fromkeys(sound for form in spoken if len(form) <= SOUNDED and (sound := syllables_of(form)))
    return Named(node, kind, label, name, place or "", forms, tuple(sounds))


def _collected(things: Iterable[Named]) -> Names:
    held: dict[str, Named] = {}
    forms: dict[str, list[Named]] = defaultdict(list)
    sounds: dict[str, list[Named]] = defaultdict(list)
    for thing in things:
        held[thing.id] = thing
        for form in thing.forms:
            forms[form].append(thing)
        for sound in dict.fromkeys(word for one in thing.sounds for word in ("".join(one), _initials(one))):
            sounds[sound].append(thing)
    return Names(held, {f: tuple(t) for f, t in forms.items()}, {s: tuple(t) for s, t in sounds.items()})


def _initials(sound: Sequence[str]) -> str:
    return "".join(syllable[0] for syllable in sound)


def sounding(view: View, words: Sequence[str]) -> list[Named]:
    """Things of which one name sounds like every one of the folded Latin ``words``: kewei, qukewei, qkw."""
    typed = [word.replace("ü", "v") for word in words]
    if not typed or not all(word.isascii() and word.isalnum() and len(word) > 1 for word in typed):
        return []
    found = []
    for thing in names(view).things.values():
        fits = [sound for sound in thing.sounds if all(_sounds(sound, word) for word in typed)]
        if fits:
            found.append((min(map(len, fits)), thing.name, thing.id, thing))
    return [thing for *_, thing in sorted(found, key=lambda one: one[:3])]


def _sounds(sound: Sequence[str], word: str) -> bool:
    """Whether ``word`` is the first initials, with or without the very first, or begins with a syllable and goes on as
    the next ones do."""
    initials = _initials(sound)
    return initials.startswith(word, 0) or initials.startswith(word, 1) or any(
        syllable[0] == word[0] and "".join(sound[start:]).startswith(word) for start, syllable in enumerate(sound)
    )  # fmt: skip


def called(view: View, word: str, kinds: Sequence[str] = ("owner",)) -> list[Named]:
    """Things of some kinds that a folded ``word`` names, by form or else by whole sound."""
    held = names(view)
    found = [t for t in held.by_form.get(word, ()) if t.kind in kinds]
    if not found and word.isascii():
        found = [t for t in held.by_sound.get(word, ()) if t.kind in kinds]
    return found


def near(view: View, word: str) -> list[Named]:
    """Things whose name or sound is nearest to a folded ``word`` that names none, the nearest first."""
    from rapidfuzz import fuzz, process

    held = names(view)
    pool, cutoff = (held.by_sound, CUTOFF_OF_SOUND) if word.isascii() else (held.by_form, CUTOFF)
    likely = [form for form in pool if abs(len(form) - len(word)) <= max(2, len(word))]
    close = process.extract(word[:LONGEST], likely, scorer=fuzz.ratio, limit=2 * NEAR, score_cutoff=cutoff)
    found = {thing.id: thing for form, _, _ in close for thing in pool[form]}
    return list(found.values())[:NEAR]
