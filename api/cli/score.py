"""``plangraph score``: the loader measured against annotated plans, as a table, JSON, or a page that shows the text."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import jinja2
import typer

from api.cli import one_line
from api.cli.ablation import print_worths, worth_data
from api.cli.help import help_of
from api.cli.messages import ENGLISH, Language, say
from api.cli.options import LangOption
from api.cli.output import console, print_json, table
from api.cli.progress import progress_bar
from api.cli.score_matches import match_data, print_matches, shown
from api.web.highlight import Mark, cut
from graph.plan_graph import PlanGraph
from loaders.check import LineIndex
from loaders.folder import load_files
from loaders.score import (
    Difference,
    GoldFile,
    Measure,
    figures,
    gold_files,
    gold_schema,
    match_files,
    measure,
    measure_matches,
    read_gold,
)
from loaders.score.ablate import ablate, entries
from loaders.score.gold import ENDING
from loaders.score.measure import MEASURES, SHARED


class ScoreFormat(StrEnum):
    """How figures and differences are printed."""

    table = "table"
    json = "json"
    html = "html"


@dataclass(frozen=True, slots=True)
class Scored:
    """One annotated plan: its measure, the text that differences point into, and why it could not be read, if so."""

    file: GoldFile
    measure: Measure
    text: str = ""
    error: str | None = None


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""
    app.command("score", help=help_of("score"))(score)


def score(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="GOLD…", help=help_of("score.paths"), show_default=False),
    ] = None,
    to: Annotated[ScoreFormat, typer.Option("--format", help=help_of("option.format"))] = ScoreFormat.table,
    words: Annotated[bool, typer.Option("--ablate", help=help_of("score.ablate"))] = False,
    part: Annotated[
        str,
        typer.Option(metavar="LIST", help=help_of("score.part")),
    ] = "",
    schema: Annotated[bool, typer.Option("--schema", help=help_of("score.schema"))] = False,
    lang: LangOption = None,
) -> None:
    """``plangraph score``."""
    language = lang or ENGLISH
    if schema:
        print_json(gold_schema())
        return
    if not paths:
        raise typer.BadParameter("name a gold file or a folder of them", param_hint="GOLD…")
    matches = match_files(paths)
    plans = [path for path in paths if words or not _matches_only(path)]
    files = gold_files(plans) if plans else []
    if matches and to is ScoreFormat.html:
        raise typer.BadParameter("matches are printed as a table or JSON", param_hint="--format")
    if words:
        if to is ScoreFormat.html:
            raise typer.BadParameter("--ablate prints a table or JSON", param_hint="--format")
        with progress_bar(say("score:ablating", language), len(entries(part=part))) as advance:
            worths = list(ablate(files, part, progress=advance))
        if to is ScoreFormat.json:
            print_json(worth_data(worths))
        else:
            print_worths(worths, language)
        return
    scored = score_files(files, language)
    matched = {path: measure_matches(path) for path in matches}
    if to is ScoreFormat.json:
        print_json({**score_data(scored), **({"matches": match_data(matched)} if matched else {})})
    elif to is ScoreFormat.html:
        sys.stdout.write(score_page(scored, language))
    else:
        if files:
            _print(scored, language)
        print_matches(matched, language)
    for document in scored:
        if document.error:
            print(f"plangraph: {one_line(document.error)}", file=sys.stderr)
    if any(document.error for document in scored):
        raise typer.Exit(1)


def _matches_only(path: Path) -> bool:
    """Whether a path names annotations of matches and none of plans."""
    return bool(match_files([path])) and not (path.is_dir() and any(path.glob(f"*{ENDING}")))


def score_files(files: Sequence[GoldFile], language: Language) -> list[Scored]:
    """The measure of every file, read over all cores; of one that can't be read nothing is found."""
    gold = [read_gold(file.gold) for file in files]
    scored = []
    with progress_bar(say("reading", language), len(files)) as advance:
        outcomes = load_files([file.text for file in files], progress=advance)
        for file, annotated, outcome in zip(files, gold, outcomes, strict=True):
            text = outcome.source.text if outcome.source else ""
            found = measure(annotated, outcome.graph or PlanGraph(), text)
            scored.append(Scored(file, found, text, outcome.error))
    return scored


def total_counts(scored: Sequence[Scored]) -> Counter[tuple[str, str]]:
    """The counts of all documents together."""
    total: Counter[tuple[str, str]] = Counter()
    for document in scored:
        total.update(document.measure.counts)
    return total


def score_data(scored: Sequence[Scored]) -> dict[str, Any]:
    """Figures by document and in total, and differences with file, line and quote, as plain data."""
    documents = [_document_data(document) for document in scored]
    return {"documents": documents, "total": figures(total_counts(scored))}


def _document_data(document: Scored) -> dict[str, Any]:
    lines = LineIndex(document.text)
    differences = [
        {**asdict(found), "line": _line(lines, found), "quote": document.text[found.start : found.end]}
        for found in document.measure.differences
    ]
    return {
        "name": document.file.name, "gold": str(document.file.gold), "text": str(document.file.text),
        "error": document.error, "figures": figures(document.measure.counts), "differences": differences,
    }  # fmt: skip


def _line(lines: LineIndex, found: Difference) -> int | None:
    return lines.position(found.start)[0] if found.end else None


def figure_rows(scored: Sequence[Scored], language: Language) -> list[list[str]]:
    """A row a document of F1 or share by measure; then all of them together, with precision and recall."""
    rows = [[d.file.name, *_figures(d.measure.counts, "f1")] for d in scored]
    total = total_counts(scored)
    for key in ("f1", "precision", "recall"):
        rows.append([say(f"score:{key}", language), *_figures(total, key)])
    return rows


def _figures(counts: Counter[tuple[str, str]], key: str) -> list[str]:
    made = figures(counts)
    return [shown(made[name]["share" if name in SHARED else key]) for name in MEASURES]


def difference_rows(scored: Sequence[Scored], language: Language) -> list[tuple[str, ...]]:
    """A row a difference: place, what, item, expected, found."""
    rows: list[tuple[str, ...]] = []
    for document in scored:
        lines = LineIndex(document.text)
        for found in document.measure.differences:
            line = _line(lines, found)
            place = document.file.text.name + (f":{line}" if line else "")
            what = f"{say(f'score:{found.measure}', language)} {say(f'score:{found.sort}', language)}"
            rows.append((place, what, found.item, _short(found.expected), _short(found.found)))
    return rows


def _short(words: str, most: int = 30) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _headings(language: Language) -> list[str]:
    return [say("score:document", language), *(say(f"score:{name}", language) for name in MEASURES)]


_COLUMNS = ("place", "score:difference", "score:item", "score:expected", "score:found")


def _print(scored: Sequence[Scored], language: Language) -> None:
    out = console()
    figures_table = table(_headings(language), figure_rows(scored, language))
    for column in figures_table.columns[1:]:
        column.justify, column.no_wrap = "right", True
    out.print(figures_table)
    rows: Sequence[Sequence[str]] = difference_rows(scored, language)
    if rows:
        out.print()
        out.print(table([say(key, language) for key in _COLUMNS], rows, say("score:differences", language)))


def score_page(scored: Sequence[Scored], language: Language) -> str:
    """One HTML page that stands alone: the figures, and each text that differs with the places marked."""
    engine = jinja2.Environment(
        loader=jinja2.PackageLoader("api.cli", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    documents = [_document(document, language) for document in scored if document.measure.differences]
    return engine.get_template("score.html").render(
        lang=language.value,
        say=lambda key: say(key, language),
        headings=_headings(language),
        rows=figure_rows(scored, language),
        columns=[say(key, language) for key in _COLUMNS],
        documents=documents,
    )


def _document(document: Scored, language: Language) -> dict[str, Any]:
    found = document.measure.differences
    rows = difference_rows([document], language)
    marks = [
        Mark(f.start, f.end, f.sort, f"{row[1]}: {row[3] or row[4]}")
        for f, row in zip(found, rows, strict=True)
        if f.end
    ]
    return {
        "name": document.file.name,
        "error": document.error,
        "rows": [(f.start if f.end else None, f.sort, row) for f, row in zip(found, rows, strict=True)],
        "pieces": list(cut(document.text, 0, len(document.text), marks)),
    }
