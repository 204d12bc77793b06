"""Full text of a store file: an SQLite FTS5 index (trigrams) beside it, made when the first question is asked.

The index is named after the version of the content and made from the immutable snapshot of that version, in a file of
its own that takes its name only when it is whole. So it can't be of another content than what it is asked beside, a
load costs nothing for it, and a killed builder leaves nothing that anyone reads. Where the folder can't be written,
the index lives in a temporary file for as long as the store is open.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import threading
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from graph.characters import SIMPLIFIED
from graph.errors import StoreError
from graph.schema import schema
from graph.store.port import Hit

# What is searched besides the name, where a label has it; never a Source, whose text the items hold already.
SEARCHED = (
    "text", "indicator", "short_name", "full_name", "doc_number", "issuer", "category", "ref", "aliases", "scan_forms",
)  # fmt: skip
UNSEARCHED = frozenset({"Source"})
_TRIGRAM = 3
_ABANDONED = 3600.0  # seconds without a byte after which nobody fills an index any more
_BRACKETS = str.maketrans("〔〕﹝﹞【】（）［］()「」『』", '[][][][][][]""""')
# Quotes, white space and what no text has: control characters and halves of characters.
_DROPPED = dict.fromkeys([*map(ord, "\"'“”‘’《》〈〉<>\u3000\u00a0\x7f"), *range(0x21), *range(0xD800, 0xE000)])
# Goes up with what ``fold`` makes of a text: an index of another folding is not asked.
_FOLDING = 2


class _Folding(dict[int, str]):
    """Code point → what search sees of it, found when it is first asked for."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code).translate(_BRACKETS)).casefold()
        self[code] = folded.translate(_BRACKETS).translate(_DROPPED).translate(SIMPLIFIED)
        return self[code]


_FOLDED = _Folding()
Entry = tuple[Hit, Sequence[str]]


def fold(text: str) -> str:
    """``text`` as search sees it: width, letter case, kinds of brackets, traditional and simplified characters alike,
    without quotes and white space."""
    return text.translate(_FOLDED)


def folded_pieces(text: str) -> Iterator[tuple[str, int]]:
    """What each character of ``text`` folds to, with its place, so that what is found can be shown where it stands."""
    for place, char in enumerate(text):
        if kept := _FOLDED[ord(char)]:
            yield kept, place


def searched_keys(label: str) -> tuple[str, ...]:
    """The properties of a label that are searched besides its name."""
    return tuple(key for key in SEARCHED if key in schema().labels[label].properties)


class TextIndex:
    """An index that is whole, open for reading; safe to ask from several threads."""

    def __init__(self, path: Path, *, own: bool) -> None:
        self._path, self._own = path, own
        self._lock = threading.Lock()
        self._database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def search(self, words: Sequence[str], most: int) -> list[Hit]:
        """The entries whose name or texts hold all folded ``words``, as they were entered, ``most`` of them."""
        phrases = " ".join(f'"{word}"' for word in words if len(word) >= _TRIGRAM)  # fold has dropped quotes
        conditions = ["hits MATCH ?"] if phrases else []
        conditions += ["instr(folded, ?) > 0" for word in words if len(word) < _TRIGRAM]
        given = [*([phrases] if phrases else []), *(word for word in words if len(word) < _TRIGRAM)]
        text = (
            f"SELECT id, label, name, plan, position FROM hits WHERE {' AND '.join(conditions)} ORDER BY rowid LIMIT ?"  # noqa: S608 - the conditions are ours
        )
        with self._lock:
            rows = self._database.execute(text, [*given, most]).fetchall()
        return [Hit(*row) for row in rows]

    def close(self) -> None:
        """Closes the file, and removes a temporary one."""
        with self._lock:
            self._database.close()
        if self._own:
            self._path.unlink(missing_ok=True)


def open_index(store: Path, version: str, entries: Iterable[Entry]) -> TextIndex:
    """The index of this version of a store file, made from ``entries`` where there is none yet; raises StoreError."""
    path = path_of(store, version)
    if path.exists():
        with contextlib.suppress(sqlite3.DatabaseError):
            return _checked(path, own=False)
    try:
        return _made(store, path, entries)
    except (OSError, sqlite3.DatabaseError) as error:
        raise StoreError(f"{store}: its text can't be indexed: {error}") from None


def path_of(store: Path, version: str) -> Path:
    """Where the index of this version of a store file is, once it is made."""
    return store.with_name(f".{store.name}.{version[:16]}.{_FOLDING}.search")


def _checked(path: Path, *, own: bool) -> TextIndex:
    index = TextIndex(path, own=own)
    try:
        index.search(["x"], 1)
    except sqlite3.DatabaseError:
        index.close()
        raise
    return index


def _made(store: Path, path: Path, entries: Iterable[Entry]) -> TextIndex:
    beside = os.access(store.parent, os.W_OK)
    handle, name = tempfile.mkstemp(".search.part", f".{store.name}.", store.parent if beside else None)
    os.close(handle)
    temporary = Path(name)
    try:
        _fill(temporary, entries)
        if not beside:
            return _checked(temporary, own=True)
        index = _checked(temporary, own=False)  # opened before it has a name that a reader of another version removes
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _remove_older(store, path)
    return index


def _fill(path: Path, entries: Iterable[Entry]) -> None:
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute(
            "CREATE VIRTUAL TABLE hits USING fts5(id UNINDEXED, label UNINDEXED, name UNINDEXED, plan UNINDEXED, "
            "position UNINDEXED, folded, tokenize = 'trigram')"
        )
        rows = ((*hit, "\x1f".join(fold(text) for text in (hit.name, *texts))) for hit, texts in entries)
        database.executemany("INSERT INTO hits VALUES (?, ?, ?, ?, ?, ?)", rows)
        database.commit()


def _remove_older(store: Path, kept: Path) -> None:
    """Removes the indexes of earlier versions (who reads one still has it open) and what killed builders left."""
    for file in store.parent.iterdir():
        if file.name.startswith(f".{store.name}.") and file != kept:
            with contextlib.suppress(OSError):
                if file.suffix == ".search" or (file.suffix == ".part" and _age(file) > _ABANDONED):
                    file.unlink()


def _age(file: Path) -> float:
    return time.time() - file.stat().st_mtime
