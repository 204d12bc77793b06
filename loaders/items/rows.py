"""Work items from tables: one a row, with the band above it, its category, owners and deadline."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from loaders.blocks.grid import OWNER_KINDS, Cell, cell_text
from loaders.blocks.table_rows import Table, TableRow
from loaders.document import Item, SectionPart
from loaders.items.categories import RowFacts, share_rows
from loaders.items.context import Context, finish, give_owners, name_end
from loaders.items.merged import share_owners
from loaders.responsibility.grammar import ROLES
from loaders.responsibility.markers import (
    Entry,
    Marker,
    Responsibility,
    cut_labels,
    find_markers,
    fold_name,
    owners_of,
)  # fmt: skip
from loaders.text.deadlines import column_deadline
from loaders.text.lexicon import lexicon
from loaders.text.view import Span, View, tidy

_LONGEST_NAMES = 40
_VERSION = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table stands: body or annex, the number of its first band, the section above, and its heading.

    ``rows`` is how many items its annex already holds where the annex prints its number: then rows are counted over
    the whole annex. Elsewhere each band whose numbers begin again counts as an annex of its own.
    """

    part: str
    number: int
    section: int | None
    heading: str
    rows: int | None = None


def table_items(context: Context, table: Table, place: Place) -> int:
    """Adds the table's bands and rows to the document; returns how many annex numbers it took."""
    if not any(kind in OWNER_KINDS for kind in table.kinds) and not _lists_work(table, place):
        return 0
    if place.rows is None and place.part == "annex" and _runs_on(table):
        place = replace(place, rows=0)
    roles = _Roles(table)
    sections = [_band_section(context, table, index, place) for index in range(len(table.bands))]
    _share_categories(context, table, roles)
    share_owners(context, table)
    first_band = (
        0 if not table.bands else (place.number if any(r.band is None for r in table.rows) else place.number - 1)
    )
    counted, numbered = "", any(row.number for row in table.rows)
    for index, row in enumerate(table.rows, 1):
        number = place.number if row.band is None or place.rows is not None else first_band + row.band + 1
        prefix = f"annex{number}/" if place.part == "annex" else ""
        counted = (
            (row.number or (counted if numbered else "") or str(index))
            if place.rows is None
            else str(place.rows + index)
        )
        ref = context.refs.free(prefix + counted)
        section = place.section if row.band is None else sections[row.band]
        _row_item(context, table, roles, row, ref, _Where(place, section, _band_name(context.view, table, row)))
    bands = 0 if place.rows is not None else first_band + len(table.bands) - place.number + 1
    return max(1, bands) if table.rows else 0


def _runs_on(table: Table) -> bool:
    """Whether the printed numbers of the rows run on from band to band."""
    numbers = [row.number for row in table.rows]
    return len(table.bands) > 1 and all(numbers) and len(set(numbers)) == len(numbers)


@dataclass(frozen=True, slots=True)
class _Where:
    place: Place
    section: int | None
    band: str


class _Roles:
    """Which columns hold what, after the look at the rows that topic columns need."""

    def __init__(self, table: Table) -> None:
        self.category = table.column("category")
        self.name = table.column("name")
        self.content = [i for i, kind in enumerate(table.kinds) if kind == "content"]
        self.topics = [i for i, kind in enumerate(table.kinds) if kind == "topic"]
        self.merged: dict[int, str] = {}
        self.merged_cell: dict[int, Cell] = {}
        for topic in self.topics:
            self._settle(table, topic)

    def _settle(self, table: Table, topic: int) -> None:
        """A topic column is a category where its cells rule several rows, else a name, else more content."""
        gaps = any(not row.cell(topic) for row in table.rows)
        if self.category is None and (self.content or self.name is not None) and gaps:
            self.category = topic
        elif self.name is None and self.content:
            self.name = topic
        else:
            self.content = sorted([*self.content, topic])


def _lists_work(table: Table, place: Place) -> bool:
    """Whether a table without an owner column lists tasks all the same (then each row is reported)."""
    if table.column("name", "topic", "content") is None or table.column("seq", "deadline") is None:
        return False
    return place.part == "annex" and any(word in place.heading for word in lexicon().tables.work_words)


def _band_section(context: Context, table: Table, index: int, place: Place) -> int:
    band, view = table.bands[index], context.view
    ref = f"annex{place.number + index}" if place.part == "annex" else f"band{index + 1}"
    if place.rows is not None:
        ref = f"annex{place.number}/{index + 1}"
    sections = context.document.sections
    level = 1 if place.section is None else sections[place.section].level + 1
    name = tidy(view, band.name_start, band.end)
    sections.append(
        SectionPart(ref, band.number, name, view.span(band.start, band.end), place.part, level, place.section)
    )
    return len(sections) - 1


def _band_name(view: View, table: Table, row: TableRow) -> str:
    if row.band is None:
        return ""
    band = table.bands[row.band]
    return view.text[band.name_start : band.end]


def _share_categories(context: Context, table: Table, roles: _Roles) -> None:
    """Fills ``roles.merged`` (by row index) from category cells that are printed once for several rows."""
    column, view = roles.category, context.view
    if column is None:
        return
    groups: dict[int | None, list[int]] = {}
    for index, row in enumerate(table.rows):
        groups.setdefault(row.band, []).append(index)
    filled = {band: [(cell_text(view, table.rows[i].cell(column)), i) for i in rows] for band, rows in groups.items()}
    centred = any(cells and not cells[0][0] and any(t for t, _ in cells) for cells in filled.values())
    for band, rows in groups.items():
        texts = [text for text, _ in filled[band]]
        facts = RowFacts(
            [cell_text(view, table.rows[i].cell(roles.name)) for i in rows],
            [table.rows[i].page for i in rows],
            [table.rows[i].end - table.rows[i].start for i in rows],
        )
        cells = [table.rows[i].cell(column) for i in rows]
        for ruled in share_rows(cells, texts, facts, centred):
            _apply(context, table, roles, ruled.label.cell, [rows[k] for k in range(ruled.first, ruled.last + 1)])


def _apply(context: Context, table: Table, roles: _Roles, cell: tuple[tuple[int, int], ...], rows: list[int]) -> None:
    view = context.view
    text = "".join(tidy(view, start, end) for start, end in cell)
    for row in rows:
        roles.merged[table.rows[row].start] = text
        roles.merged_cell[table.rows[row].start] = list(cell)
    if len(rows) > 1:
        span = Span(view.offsets[cell[0][0]], view.offsets[cell[-1][1] - 1] + 1)
        numbers = [table.rows[row].number or str(row + 1) for row in rows]
        printed = numbers[0] if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
        context.finding("category-merged", span, name=text, rows=printed)


def _row_item(context: Context, table: Table, roles: _Roles, row: TableRow, ref: str, where: _Where) -> None:
    view = context.view
    name_cell, content = row.cell(roles.name), [p for i in roles.content for p in row.cell(i)]
    work = name_cell + content
    if not work:
        context.finding("row-without-item", view.span(row.start, row.end))
        return
    markers = [m for s, e in content for m in find_markers(view, s, e, [s], context.names) if m.owns]
    spans = _spans(view, name_cell, content, markers)
    name, name_span = _name(view, name_cell or content)
    category, label = roles.merged.get(row.start), _label(table, roles, row, where, view)
    category_cell = roles.merged_cell.get(row.start, [])
    item = Item(
        ref, row.number, label, where.place.part, name, name_span,
        view.span(row.start, row.end), spans, where.section, category,
        view.span(category_cell[-1][0], category_cell[-1][1]) if category_cell else None,
    )  # fmt: skip
    version = _VERSION.search(view.text, max(0, name_cell[-1][1] - 5), name_cell[-1][1]) if name_cell else None
    if label == "Scene" and version:
        item.version = version[0]
    _own(context, table, row, item)
    for marker in markers:
        give_owners(context, item, owners_of(view, marker.entries, context.names), marker.start)
    finish(context, item)
    context.document.items.append(item)


def _spans(view: View, name: Cell, content: Cell, markers: list[Marker]) -> tuple[Span, ...]:
    pieces = []
    for start, end in name + content:
        for marker in markers:
            if start <= marker.start and marker.end <= end:
                if marker.start > start:
                    pieces.append((start, marker.start))
                start = marker.end
        if end > start:
            pieces.append((start, end))
    return tuple(view.span(start, end) for start, end in sorted(pieces))


def _name(view: View, cell: Cell) -> tuple[str, Span]:
    start, end = cell[0][0], cell[-1][1]
    text = cell_text(view, cell)
    stop = name_end(text, 0, len(text))
    sub = view.joined(cell)
    return tidy(sub, 0, stop), view.span(start, min(end, max(start + 1, view.index(sub.offsets[stop - 1]) + 1)))


def _label(table: Table, roles: _Roles, row: TableRow, where: _Where, view: View) -> str:
    """Scene for what a band, category or name calls 场景, Project for 工程 and 项目 of a band or table, else Task."""
    name = cell_text(view, row.cell(roles.name))
    title = table.titles[roles.name] if roles.name is not None else ""
    words, of_table = lexicon().tables, where.place.heading
    while noun := next((noun for noun in words.list_nouns if of_table.endswith(noun)), None):
        of_table = of_table.removesuffix(noun)
    category = roles.merged.get(row.start, "")
    for label, found in (("Scene", words.scene_words), ("Project", words.project_words)):
        if title.removesuffix(words.name_ending).endswith(found) and title.endswith((words.name_ending, *found)):
            return label
        if where.band.endswith(found) or category.endswith(found) or (label == "Scene" and name.endswith(found)):
            return label
        if not where.band and of_table.endswith(found):
            return label
    return "Task"


def _own(context: Context, table: Table, row: TableRow, item: Item) -> None:
    """Owners and deadlines from the row's cells."""
    view, meta = context.view, context.document.meta
    for column, kind in enumerate(table.kinds):
        cell = row.cell(column)
        if not cell:
            continue
        part = view.joined(cell)
        if kind in ROLES:
            said = owners_of(part, _cell_entries(part, kind), context.names)
            if _is_prose(context, part, said):
                context.finding("text-not-understood", view.span(cell[0][0], cell[-1][1]), item.ref)
            else:
                give_owners(context, item, said, cell[0][0])
        elif kind == "deadline":
            item.deadlines += column_deadline(part, meta.year, meta.date)


def _is_prose(context: Context, part: View, said: Responsibility) -> bool:
    """Whether a cell in the place of owners is a text that moved there: long, and hardly any of its pieces a body."""
    bodies = sum(context.names.complete(fold_name(part, owner.span)) for owner in said.owners)
    return len(part) > _LONGEST_NAMES and bodies * 3 < len(said.owners)


def _cell_entries(part: View, kind: str) -> list[Entry]:
    """A cell as entries: labels inside it (牵头单位:… 配合单位:…) rule what follows them."""
    return cut_labels(part.text, 0, len(part), kind)
