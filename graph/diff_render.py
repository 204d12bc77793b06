"""Plan differences for people and programs: rows of a table, Markdown, plain data for JSON, in zh or en."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

from graph.diff import ItemChange, ItemRef, OwnerRef, PlanDiff, TargetRef
from graph.languages import in_all_languages
from graph.schema import load_yaml

Row = tuple[str, str, str, str]

_CONTEXT = 12
_EXCERPT = 160
_ESCAPED = str.maketrans({"|": "\\|", "\n": " ", "<": "&lt;", ">": "&gt;"})


def diff_data(diff: PlanDiff) -> dict[str, Any]:
    """The difference as plain data: plans, counts, added, dropped and changed items, owners."""
    return {
        "old": {"id": diff.old_id, "name": diff.old_name},
        "new": {"id": diff.new_id, "name": diff.new_name},
        "counts": _counts(diff),
        "added": [asdict(item) for item in diff.added],
        "dropped": [asdict(item) for item in diff.dropped],
        "changed": [asdict(change) for change in diff.changed],
        "owners_added": diff.owners_added,
        "owners_dropped": diff.owners_dropped,
    }


def diff_columns(language: str) -> Row:
    """The headings of ``diff_rows``."""
    columns = _words()["columns"]
    return columns["change"][language], columns["item"][language], columns["old"][language], columns["new"][language]


def diff_rows(diff: PlanDiff, language: str) -> list[Row]:
    """One row a difference: what changed, the item, before, after."""
    return list(_rows(diff, language))


def diff_summary(diff: PlanDiff, language: str) -> list[str]:
    """A few lines that say how much changed."""
    words = _words()
    lines = [words["summary"][language].format(**_counts(diff))]
    for key, names in (("owners_added", diff.owners_added), ("owners_dropped", diff.owners_dropped)):
        if names:
            lines.append(words[key][language].replace("{names}", "、".join(names)))
    return lines


def diff_markdown(diff: PlanDiff, language: str) -> str:
    """A Markdown page: heading, summary, one table."""
    words = _words()
    heading = words["heading"][language].replace("{old}", _cell(diff.old_name)).replace("{new}", _cell(diff.new_name))
    lines = [f"# {heading}", "", *(line for text in diff_summary(diff, language) for line in (_cell(text), ""))]
    rows = diff_rows(diff, language)
    if not rows:
        return "\n".join([*lines, words["nothing"][language], ""])
    for row in (diff_columns(language), ("---",) * 4, *rows):
        lines.append("| " + " | ".join(_cell(cell) for cell in row) + " |")
    return "\n".join([*lines, ""])


def _rows(diff: PlanDiff, language: str) -> Iterator[Row]:
    changes = {key: text[language] for key, text in _words()["changes"].items()}
    for item in diff.added:
        yield changes["added"], _title(item), "", _owners(item, language)
    for item in diff.dropped:
        yield changes["dropped"], _title(item), _owners(item, language), ""
    for change in diff.changed:
        for kind, old, new in _details(change, language):
            yield changes[kind], _title(change.new), old, new


def _details(change: ItemChange, language: str) -> Iterator[tuple[str, str, str]]:
    """(kind, before, after) of everything that differs in one item."""
    if change.renumbered:
        yield "renumbered", change.old.ref, change.new.ref
    if change.moved:
        yield "moved", " / ".join(change.old.section), " / ".join(change.new.section)
    for key in change.fields:
        yield key, *_excerpts(change.old.fields.get(key, ""), change.new.fields.get(key, ""))
    for owner in change.owners_added:
        yield "owner-added", "", _owner(owner, language)
    for owner in change.owners_dropped:
        yield "owner-dropped", _owner(owner, language), ""
    for before, after in change.roles_changed:
        yield "role", _owner(before, language), _owner(after, language)
    for target in change.targets:
        yield f"target-{target.kind}", _target(target.old, language), _target(target.new, language)


def _excerpts(old: str, new: str) -> tuple[str, str]:
    """What two long texts do not share at their ends, with a little of what stands around it."""
    if max(len(old), len(new)) <= _EXCERPT:
        return old, new
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    tail = next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)
    start, left = max(0, head - _CONTEXT), max(0, tail - _CONTEXT)
    return _excerpt(old, start, len(old) - left), _excerpt(new, start, len(new) - left)


def _excerpt(text: str, start: int, end: int) -> str:
    stop = min(end, start + _EXCERPT)
    return ("…" if start else "") + text[start:stop] + ("…" if stop < len(text) else "")


def _title(item: ItemRef) -> str:
    return f"{item.ref} {item.name}"


def _owners(item: ItemRef, language: str) -> str:
    return "、".join(_owner(owner, language) for owner in item.owners)


def _owner(owner: OwnerRef, language: str) -> str:
    role = _words()["roles"][owner.role][language]
    return f"{owner.name}（{role}）" if language == "zh" else f"{owner.name} ({role})"


def _target(target: TargetRef | None, language: str) -> str:
    if target is None:
        return ""
    sign = _words()["signs"][target.comparator]
    by = _words()["by"][language].replace("{deadline}", target.deadline) if target.deadline else ""
    return f"{target.indicator} {sign}{target.value:g}{target.unit}{by}"


def _counts(diff: PlanDiff) -> dict[str, int]:
    counts = {"added": len(diff.added), "dropped": len(diff.dropped), "changed": len(diff.changed)}
    return {**counts, "unchanged": diff.unchanged}


def _cell(text: str) -> str:
    """``text`` so that no character of a printed name breaks a Markdown table."""
    return text.translate(_ESCAPED)


@cache
def _words() -> Any:
    return in_all_languages(load_yaml(files("graph").joinpath("diff.yaml").read_text("utf-8")), "differences")
