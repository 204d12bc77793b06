"""From a source text to a plan document's structure: head, outline, tables, items and the faults of the page."""

from __future__ import annotations

from graph.errors import PlanError
from loaders.document import PlanDocument, SourceText
from loaders.structure.body_items import body_items
from loaders.structure.build import Context
from loaders.structure.clauses import read_clauses
from loaders.structure.faults import report_faults
from loaders.structure.flat import cut_lines
from loaders.structure.flat_grid import find_flat_grids
from loaders.structure.grid import Grid, find_grids
from loaders.structure.lines import Line, read_lines
from loaders.structure.meta import read_head
from loaders.structure.names import Names
from loaders.structure.outline import Zone, read_outline
from loaders.structure.table_items import Place, table_items
from loaders.structure.table_rows import read_table
from loaders.view import View

_LONGEST_HEADING = 60


def parse_structure(source: SourceText) -> PlanDocument:
    """The document of ``source`` with metadata, sections, items, owners, deadlines and findings.

    Raises PlanError when no work item is found in it.
    """
    view = View(source.text)
    lines = cut_lines(view, read_lines(view))
    grids = find_flat_grids(view, lines, find_grids(view, lines))
    head = read_head(view, lines, grids, source.path)
    document = PlanDocument(source, head.meta)
    context = Context(view, document, Names(head.meta.jurisdiction))
    zones = read_outline(view, lines, grids, head.furniture, head.body)
    read_clauses(context, zones)
    _read_zones(context, zones, lines)
    if not document.items:
        raise PlanError(
            f"{source.path or 'text'}: no task found: it has no numbered task, no responsibility marker and no task table"
        )
    report_faults(context, zones)
    document.findings.sort(key=lambda finding: (finding.start, finding.end, finding.code))
    return document


def _heading(view: View, lines: list[Line], grid: Grid) -> str:
    """The line above a table, where it is short enough to be its heading."""
    line = lines[grid.first - 1] if grid.first else None
    return view.text[line.start : line.end] if line and line.end - line.start <= _LONGEST_HEADING else ""


def _read_zones(context: Context, zones: list[Zone], lines: list[Line]) -> None:
    line_starts = [line.start for line in lines]
    tabled = any(node.grids for zone in zones for node in zone.root.walk())
    written, annexes = False, 0
    for zone in zones:
        as_body = zone.part == "annex" and not written and bool(zone.root.children)
        if as_body:
            zone.part = "body"
        in_annex = zone.part == "annex" and bool(zone.root.children)
        prefix = f"annex{annexes + 1}/" if in_annex else ""
        added = body_items(context, zone, line_starts, prefix, not tabled and zone.part == "body")
        written = written or bool(added)
        annexes += bool(added and in_annex)
        for node in zone.root.walk():
            for grid in node.grids:
                table = read_table(context.view, grid, context.names)
                part = "annex" if zone.part == "annex" or written else "body"
                place = Place(part, annexes + 1, node.section, zone.title or _heading(context.view, lines, grid))
                annexes += (
                    table_items(context, table, place)
                    if part == "annex"
                    else min(0, table_items(context, table, place))
                )
