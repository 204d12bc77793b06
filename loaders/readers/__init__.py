"""File readers: from a file of any type that plans come in to one form of text, with the place of each stretch.

Nothing is fetched, run or written. What can't be read as a text is refused in one line that says what to do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from graph.errors import SourceError
from loaders.document import SourceText
from loaders.readers.builder import SourceBuilder
from loaders.readers.encoding import decode, read_bytes
from loaders.readers.limits import Limits

__all__ = ["MEDIA_TYPES", "Limits", "is_plan_file", "read_source"]


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of files: what it is called, and ``module:function`` that reads one; a .txt needs none.

    Modules are loaded when a file needs them. The function takes (path, builder, limits).
    """

    media: str
    reader: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES: Mapping[str, FileType] = {
    ".txt": FileType("text/plain"),
    ".md": FileType("text/markdown"),
    ".markdown": FileType("text/markdown"),
    ".html": FileType("text/html", "web:read_web"),
    ".htm": FileType("text/html", "web:read_web"),
    ".csv": FileType("text/csv", "delimited:read_delimited"),
    ".tsv": FileType("text/tab-separated-values", "delimited:read_delimited"),
    ".docx": FileType(_OFFICE + "wordprocessingml.document", "word:read_word"),
    ".xlsx": FileType(_OFFICE + "spreadsheetml.sheet", "excel:read_excel"),
    ".pdf": FileType("application/pdf", "pdf:read_pdf"),
    ".png": FileType("image/png", "ocr:read_picture"),
    ".jpg": FileType("image/jpeg", "ocr:read_picture"),
    ".jpeg": FileType("image/jpeg", "ocr:read_picture"),
    ".tif": FileType("image/tiff", "ocr:read_picture"),
    ".tiff": FileType("image/tiff", "ocr:read_picture"),
    ".ofd": FileType("application/ofd", "ofd:read_ofd"),
    ".doc": FileType("application/msword", "office:read_office"),
    ".wps": FileType("application/wps-office.wps", "office:read_office"),
    ".rtf": FileType("application/rtf", "office:read_office"),
    ".odt": FileType("application/vnd.oasis.opendocument.text", "office:read_office"),
}
MEDIA_TYPES: Mapping[str, str] = {suffix: kind.media for suffix, kind in _TYPES.items()}
_ADVICE = {
    ".docm": ".docx", ".dot": ".docx", ".wpt": ".docx", ".pages": ".docx", ".xls": ".xlsx", ".xlsm": ".xlsx",
    ".xlsb": ".xlsx", ".et": ".xlsx", ".ods": ".xlsx", ".ceb": ".pdf", ".mht": ".html", ".mhtml": ".html",
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
    source = _built(path, _TYPES[suffix], limits)
    length = len(source.text.encode("utf-8", "surrogatepass"))
    if length > limits.text_bytes:
        raise SourceError(f"its text has {length} bytes; {limits.text_bytes} is the most (PLANGRAPH_MAX_TEXT_BYTES)")
    if not source.text.strip():
        raise SourceError("the file holds no text")
    return source


def _built(path: Path, kind: FileType, limits: Limits) -> SourceText:
    """The text of a file: as it is stored, or built by the reader of its type."""
    if not kind.reader:
        return SourceText(decode(read_bytes(path, limits)), path.name, kind.media)
    module, _, function = kind.reader.partition(":")
    read: Callable[[Path, SourceBuilder, Limits], None]
    read = getattr(import_module(f"loaders.readers.{module}"), function)
    builder = SourceBuilder(limits.cells)
    try:
        read(path, builder, limits)
    except (SourceError, OSError, MemoryError):
        raise
    except Exception as error:  # whatever a library raises for a file that it was not made for
        raise SourceError(f"the file is damaged ({type(error).__name__}); save it anew") from None
    source = builder.source(path.name, kind.media)
    if source.boxes is None:
        return source
    return replace(source, file_sha256=hashlib.sha256(read_bytes(path, limits)).hexdigest())
