"""File readers: from a file of any type that plans come in to one form of text, with the place of each stretch.

Nothing is fetched, run or written. What can't be read as a text is refused in one line that says what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from graph.errors import SourceError
from loaders.document import SourceText
from loaders.readers.archive import check_archive
from loaders.readers.builder import SourceBuilder
from loaders.readers.delimited import read_delimited
from loaders.readers.encoding import decode
from loaders.readers.limits import Limits

__all__ = ["MEDIA_TYPES", "Limits", "is_plan_file", "read_source"]

MEDIA_TYPES: Mapping[str, str] = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
}
_AS_STORED = {".txt", ".md", ".markdown"}
_ADVICE = {
    ".doc": ".docx", ".docm": ".docx", ".dot": ".docx", ".wps": ".docx", ".wpt": ".docx", ".rtf": ".docx",
    ".odt": ".docx", ".pages": ".docx", ".xls": ".xlsx", ".xlsm": ".xlsx", ".xlsb": ".xlsx", ".et": ".xlsx",
    ".ods": ".xlsx", ".ofd": ".pdf", ".ceb": ".pdf", ".mht": ".html", ".mhtml": ".html",
}  # fmt: skip


def is_plan_file(path: Path) -> bool:
    """Whether files of this suffix are read."""
    return path.suffix.lower() in MEDIA_TYPES


def read_source(path: Path, limits: Limits | None = None) -> SourceText:
    """The text of a file, with its places; raises SourceError whose line begins with the file's name.

    A .txt or .md is the decoded file as it is. Of the others the text has one paragraph a line and one table row a
    line, its cells apart by tabs.
    """
    try:
        return _read(path, limits or Limits.from_environment())
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from None
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}") from None


def _read(path: Path, limits: Limits) -> SourceText:
    suffix = path.suffix.lower()
    if path.is_dir():
        raise SourceError("this is a folder; name a file")
    size = path.stat().st_size
    if suffix not in MEDIA_TYPES:
        known = ", ".join(MEDIA_TYPES)
        raise SourceError(
            f"save it as {_ADVICE[suffix]}" if suffix in _ADVICE else f"unknown file type; known: {known}"
        )
    if size == 0:
        raise SourceError("the file is empty")
    if size > limits.file_bytes:
        raise SourceError(f"the file has {size} bytes; {limits.file_bytes} is the most")
    source = _text(path, limits) if suffix in _AS_STORED else _built(path, suffix, limits)
    if not source.text.strip():
        raise SourceError("the file holds no text")
    return source


def _text(path: Path, limits: Limits) -> SourceText:
    return SourceText(decode(_bytes(path, limits)), path.name, MEDIA_TYPES[path.suffix.lower()])


def _bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of ``path``; a file that grows while it is read stays bounded."""
    with path.open("rb") as file:
        return file.read(limits.file_bytes)


def _built(path: Path, suffix: str, limits: Limits) -> SourceText:
    """The text of a file that must be taken apart. Libraries are loaded when a file needs them."""
    builder = SourceBuilder(limits.cells)
    if suffix in (".csv", ".tsv"):
        read_delimited(decode(_bytes(path, limits)), builder, "\t" if suffix == ".tsv" else None)
    elif suffix in (".html", ".htm"):
        from loaders.readers.web import decode_web, read_web

        read_web(decode_web(_bytes(path, limits)), builder)
    elif suffix == ".pdf":
        from loaders.readers.pdf import read_pdf

        read_pdf(path, builder, limits)
    else:
        check_archive(path, limits)
        if suffix == ".docx":
            from loaders.readers.word import read_word

            read_word(path, builder)
        else:
            from loaders.readers.excel import read_excel

            read_excel(path, builder)
    return builder.source(path.name, MEDIA_TYPES[suffix])
