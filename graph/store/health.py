"""Whether a store is whole, and a copy of one: for its keeper, not for those who ask it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreError
from graph.schema import schema
from graph.store import kgl_file, old_file, text_index
from graph.store.content import Content, PlanEntry
from graph.store.held import Held
from graph.store.plan_items import PlanItems, rows_of


@dataclass(frozen=True, slots=True)
class Health:
    """What a check found. ``format``, ``size`` (bytes), ``added`` (writes behind the first block) and ``index`` (bytes,
    None before the first search) are those of the file. ``faults``: one line each, naming the plan."""

    format: int
    schema: int
    version: str
    plans: int
    nodes: int
    edges: int
    size: int
    added: int
    index: int | None
    faults: tuple[str, ...]

    @property
    def outdated(self) -> bool:
        """True when the program that wrote it knew less than this one, so that loading again tells more."""
        return self.schema < schema().version


def check_file(path: Path) -> Health:
    """Reads all of a store's file and compares every plan with its digest; raises StoreError for what can't be read.

    A file of an earlier format holds digests that were taken in another way; its checksum alone is compared.
    """
    with _named(path):
        file = kgl_file.read(path)
        if file is None:
            raise StoreError("there is no store")
        held = Held(file)
        content = held.content()
        index = text_index.path_of(path, held.version)
        return Health(
            file.format,
            file.schema,
            held.version,
            len(content.plans),
            sum(len(columns["id"]) for columns in content.nodes.values()) + len(held.labels or content.shared().nx),
            sum(len(columns["plan"]) for columns in content.edges.values()),
            file.size,
            len(file.blocks) - 1,
            index.stat().st_size if index.exists() else None,
            tuple(_faults(held, content)) if file.format > old_file.FORMAT else (),
        )


def _faults(held: Held, content: Content) -> Iterator[str]:
    packed = PlanItems(held.items)
    for part in content.parts():
        entry = content.plans[part.plan]
        whole = part.digest == entry.digest
        if held.items:
            whole = whole and PlanEntry.of(part) == entry and packed.rows(part.plan) == rows_of(part)
        if not whole:
            yield f"{part.plan}: is not what was loaded; load it again with --force"


def back_up(path: Path, target: Path, *, force: bool = False) -> Health:
    """Copies a store's file to ``target``, consistent while others write, and checks the copy.

    Raises StoreError when ``target`` is there (unless ``force``), is the store itself, or can't be written.
    """
    if target.is_dir():
        target = target / path.name
    if target.exists() and (not force or target.samefile(path)):
        raise StoreError(f"{target}: is there already" + ("" if force else "; give another name, or --force"))
    kgl_file.backup(path, target)
    return check_file(target)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        line = str(error)
        raise StoreError(line if line.startswith(str(path)) else f"{path}: {line}") from None
