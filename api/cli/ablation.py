"""What each word of the lexicon is worth, for people and programs: those that earn or cost something, idle ones by list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from api.cli.messages import Language, say
from api.cli.output import console, table
from loaders.score.ablate import Worth
from loaders.score.measure import MEASURES


def worth_data(worths: Iterable[Worth]) -> list[dict[str, Any]]:
    """Every entry in the order of the lexicon: where, text, whether a rule, texts, changed, earned, and the counts."""
    return [
        {
            "where": worth.entry.where, "text": worth.entry.text, "rule": worth.entry.rule, "texts": worth.texts,
            "changed": worth.changed, "earned": worth.earned, "changes": _changes(worth),
        }
        for worth in worths
    ]  # fmt: skip


def _changes(worth: Worth) -> dict[str, dict[str, int]]:
    made: dict[str, dict[str, int]] = defaultdict(dict)
    for (measured, part), count in worth.counts.items():
        made[measured][part] = count
    return {name: made[name] for name in MEASURES if name in made}


def print_worths(worths: Sequence[Worth], language: Language) -> None:
    """What costs more than it earns first; then what earns nothing and what stands in no text, list by list."""
    out = console()
    telling = sorted((w for w in worths if w.counts), key=lambda w: (w.earned, w.entry.where, w.entry.text))
    rows = [(w.entry.where, w.entry.text, w.texts, w.changed, w.earned, _said(w, language)) for w in telling]
    if rows:
        headings = [say(f"score:{key}", language) for key in ("list", "word", "texts", "changed", "earned", "without")]
        out.print(table(headings, rows))
    groups = {
        "score:unmeasured": [w for w in worths if w.changed and not w.counts],
        "score:idle": [w for w in worths if w.texts and not w.changed],
        "score:absent": [w for w in worths if not w.texts],
    }
    headings = [say("score:list", language), say("score:words", language)]
    for title, group in groups.items():
        by_list: dict[str, list[str]] = defaultdict(list)
        for worth in group:
            by_list[worth.entry.where].append(worth.entry.text)
        if by_list:
            out.print()
            cells = [(where, " ".join(found)) for where, found in by_list.items()]
            out.print(table(headings, cells, say(title, language, count=len(group), all=len(worths))))


def _said(worth: Worth, language: Language) -> str:
    """What changes without the word: owners right −3, extra +2."""
    return "; ".join(
        f"{say(f'score:{name}', language)} "
        + ", ".join(
            f"{say(f'score:{part}', language)} {count:+d}" for part, count in sorted(parts.items(), reverse=True)
        )
        for name, parts in _changes(worth).items()
    )
