"""Matches between annotated plans, printed: figures by relation, then every pair missed or extra."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.cli.messages import Language, say
from api.cli.output import console, table
from loaders.score import MatchMeasure

_FIGURES = ("right", "missed", "extra", "match_precision", "match_recall")


def match_data(measured: Mapping[Path, MatchMeasure]) -> list[dict[str, Any]]:
    """Figures and differences of every annotation, as plain data."""
    return [
        {"name": str(path), "figures": found.figures(), "differences": [d._asdict() for d in found.differences]}
        for path, found in measured.items()
    ]


def print_matches(measured: Mapping[Path, MatchMeasure], language: Language) -> None:
    """Two tables an annotation."""
    for path, found in measured.items():
        rows = [[say(f"score:{name}", language), *map(shown, told.values())] for name, told in found.figures().items()]
        console().print(
            table(
                [say("score:relation", language), *(say(f"score:{key}", language) for key in _FIGURES)], rows, path.name
            )
        )
        if found.differences:
            differences = [
                (
                    f"{say(f'score:{d.relation}', language)} {say(f'score:{d.sort}', language)}",
                    *d.pair,
                    " → ".join(d.names),
                )
                for d in found.differences
            ]
            headings = ("score:difference", "score:lower", "score:upper", "score:item")
            console().print(table([say(key, language) for key in headings], differences))


def shown(value: float | int | None) -> str:
    """A figure of a table."""
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
