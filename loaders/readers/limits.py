"""Bounds for files that somebody else made: sizes, counts and times, each settable by the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

from graph.errors import SourceError

_PREFIX = "PLANGRAPH_MAX_"
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """``PLANGRAPH_MAX_FILE_BYTES`` and so on set the field of that name.

    file_bytes: size of a file; unpacked_bytes: what a .docx or .xlsx may unpack to; ratio: how many times its size
    that may be; text_bytes: the text read from it (UTF-8); cells: cells of all tables; pages: pages of a PDF; seconds,
    memory_bytes: processor time and memory of whatever reads it; ocr_seconds, ocr_bytes: the same for a page by OCR.
    """

    file_bytes: int = 64 * _MEGABYTE
    unpacked_bytes: int = 256 * _MEGABYTE
    ratio: int = 200
    text_bytes: int = 8 * _MEGABYTE
    cells: int = 200_000
    pages: int = 2_000
    seconds: int = 60
    memory_bytes: int = 1024 * _MEGABYTE
    ocr_seconds: int = 300
    ocr_bytes: int = 3072 * _MEGABYTE

    @classmethod
    def from_environment(cls) -> Limits:
        """The limits with what the environment sets; raises SourceError for a value that is no positive number."""
        given: dict[str, int] = {}
        for field in fields(cls):
            name = _PREFIX + field.name.upper()
            value = os.environ.get(name)
            if value is None:
                continue
            if not value.isascii() or not value.isdigit() or int(value) == 0:
                raise SourceError(f"{name}={value}: must be a whole number above 0")
            given[field.name] = int(value)
        return cls(**given)

    def too_much(self) -> str:
        """What is said of a file whose process ended."""
        return (
            f"it needs more than {self.seconds} seconds or {self.memory_bytes} bytes of memory "
            f"({_PREFIX}SECONDS, {_PREFIX}MEMORY_BYTES)"
        )
