"""Reading a plan: source text → plan document → plan graph. Pure but for ``load_plan``, which reads the file.

The structure of a document is its head, outline, tables, items and the faults of the page.
"""

from __future__ import annotations

from pathlib import Path

from graph.errors import PlanError
from graph.findings import Finding
from graph.memory import collector_paused
from graph.plan_graph import PlanGraph
from loaders.assemble import Assembly, assemble
from loaders.blocks.bare_numbers import with_signs
from loaders.blocks.flat import cut_lines
from loaders.blocks.furniture import find_furniture
from loaders.blocks.grid import Grid
from loaders.blocks.lines import Line, read_lines, without_lines
from loaders.blocks.roles import read_paragraphs
from loaders.blocks.table_rows import read_table, unknown_columns
from loaders.blocks.tables import find_tables
from loaders.content import analyse
from loaders.document import PlanDocument, SectionPart, SourceText
from loaders.items.body import body_items
from loaders.items.context import Context, report_unowned
from loaders.items.drafts import look
from loaders.items.faults import report_faults
from loaders.items.misread import mend_names
from loaders.items.rows import Place, table_items
from loaders.outline.meta import read_head
from loaders.outline.tree import Zone, read_outline
from loaders.readers import read_source
from loaders.responsibility.clauses import read_clauses
from loaders.responsibility.names import Names
from loaders.text.view import Span, View

_LONGEST_HEADING = 60


@collector_paused()
def read_plan(source: SourceText) -> Assembly:
    """The plan graph of a source text, and what the loader noticed; raises PlanError when it is no plan."""
    return assemble(parse_text(source))


def parse_text(source: SourceText) -> PlanDocument:
    """The plan document of a source text; raises PlanError when it is no plan."""
    document = parse_structure(source)
    analyse(document)
    return document


def load_plan(path: Path) -> tuple[PlanGraph, list[Finding], SourceText]:
    """The plan graph of a file, what the loader noticed, and the text that all evidence points into.

    Raises SourceError for a file that can't be read and PlanError for one that is no plan.
    """
    source = read_source(path)
    graph, findings = read_plan(source)
    return graph, findings, source


def parse_structure(source: SourceText) -> PlanDocument:
    """The document of ``source`` with metadata, sections, items, owners, deadlines and findings.

    Raises PlanError when no work item is found in it.
    """
    view, lines, uncertain = read_blocks(source.text)
    grids = find_tables(view, lines)
    head = read_head(view, lines, grids, source.path)
    document = PlanDocument(source, head.meta)
    context = Context(view, document, Names(head.meta.jurisdiction))
    zones = read_outline(view, lines, grids, head.furniture, head.body, head.parts)
    context.clauses = read_clauses(view, context.names, lambda at: _line_start(zones, at))
    _read_zones(context, zones, lines)
    _leave_unread(document)
    if not document.items:
        raise PlanError(
            f"{source.path or 'text'}: no task found: it has no numbered task, no responsibility marker and no task table"
        )
    if not head.placed:
        context.finding("place-unknown", head.meta.name_span or view.span(0, min(len(view), 1)), name=head.meta.name)
    for span in uncertain:
        context.finding("line-uncertain", span)
    for doubt in source.doubts:
        printed = source.text[doubt.start : doubt.end]
        context.finding(doubt.code, Span(doubt.start, doubt.end), printed=printed)
    mend_names(context)
    report_unowned(context)
    report_faults(context, zones)
    document.findings.sort(key=lambda finding: (finding.start, finding.end, finding.code))
    return document


def _leave_unread(document: PlanDocument) -> None:
    """Takes the owners from items that they were read from lines of a table whose cells can't be told apart; raises
    PlanError when there are no items but those."""
    unread = [doubt for doubt in document.source.doubts if doubt.code == "table-not-read"]

    def held(span: Span) -> bool:
        return any(doubt.start <= span.start < doubt.end for doubt in unread)

    if unread and all(held(item.span) for item in document.items):
        raise PlanError(
            f"{document.source.path}: no task found: the cells of its table can't be told apart; load the table in its "
            "original form (.docx, .xlsx, .csv, or .pdf with ruled cells)"
        )
    for item in document.items:
        item.owners[:] = [owner for owner in item.owners if not held(owner.span)]


def read_blocks(text: str) -> tuple[View, list[Line], list[Span]]:
    """The view of a text without page furniture, its lines put together, and the places where they may be read
    otherwise."""
    view = View(text)
    lines = read_lines(view)
    furniture = find_furniture(view, lines)
    if furniture:
        view = without_lines(view, lines, furniture)
        lines = read_lines(view)
    view, lines = with_signs(view, lines)
    paragraphs = read_paragraphs(view, lines)
    return view, cut_lines(view, paragraphs.lines), paragraphs.uncertain


def _line_start(zones: list[Zone], at: int) -> int | None:
    """The first view character of the line of the outline that holds ``at``."""
    lines = (line for zone in zones for node in zone.root.walk() for line in node.lines)
    return next((line.start for line in lines if line.start <= at < line.end), None)


def _heading(view: View, lines: list[Line], grid: Grid) -> str:
    """The line above a table, where it is short enough to be its heading."""
    line = lines[grid.first - 1] if grid.first else None
    return view.text[line.start : line.end] if line and line.end - line.start <= _LONGEST_HEADING else ""


def _read_zones(context: Context, zones: list[Zone], lines: list[Line]) -> None:
    """Items of headings and tables, zone by zone. The plan may be the body, or an annex to a notice."""
    line_starts = [line.start for line in lines]
    tabled = any(node.grids for zone in zones for node in zone.root.walk())
    facts = [look(context, zone, line_starts) for zone in zones]
    marked = [index for index, found in enumerate(facts) if found.marked]
    written, annexes = False, 0
    for index, (zone, found) in enumerate(zip(zones, facts, strict=True)):
        if not written and marked and index < marked[0] and zone.root.children and not _has_grids(zone):
            continue  # the points of a notice, before the plan that it hands on
        if zone.part == "annex" and not written and zone.root.children:
            zone.part = "body"
        number = zone.number or annexes + 1
        if zone.plan > 1 and zone.opening:
            span = context.view.span(zone.opening.start, zone.opening.end)
            zone.section = len(context.document.sections)
            context.document.sections.append(SectionPart(f"plan{zone.plan}", "", zone.title, span, "body", 1))
        prefix = f"annex{number}/" if zone.part == "annex" and zone.root.children else ""
        prefix = f"plan{zone.plan}/" if zone.plan > 1 else prefix
        before = len(context.document.items)
        added = body_items(context, zone, found, prefix, not tabled and not marked and zone.part == "body")
        written = written or bool(added)
        annexes += bool(added and prefix and zone.part == "annex")
        annexes += _read_tables(context, zone, lines, annexes, before if zone.number else None)


def _has_grids(zone: Zone) -> bool:
    return any(node.grids for node in zone.root.walk())


def _read_tables(context: Context, zone: Zone, lines: list[Line], annexes: int, before: int | None) -> int:
    """Items of a zone's tables; the number of annexes that they make (none where a table is the plan itself).
    ``before`` is how many items came before an annex that prints its number."""
    items = context.document.items
    part = "annex" if zone.part == "annex" or items else "body"
    taken = 0
    for node in zone.root.walk():
        for grid in node.grids:
            if grid.refused:
                span = context.view.span(lines[grid.first].start, lines[grid.last - 1].end)
                context.finding("table-not-read", span)
                continue
            table = read_table(context.view, grid, context.names)
            for title in unknown_columns(table):
                context.finding(
                    "column-unknown", context.view.span(lines[grid.first].start, lines[grid.first].end), name=title
                )
            heading = zone.title or _heading(context.view, lines, grid)
            place = Place(part, annexes + taken + 1, node.section, heading)
            if part == "annex" and before is not None:
                place = Place(part, zone.number, node.section, heading, len(items) - before)
            taken += table_items(context, table, place)
    return taken if part == "annex" else 0
