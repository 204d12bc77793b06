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
    that may be; cells: cells of all tables; pages: pages of a PDF; pdf_seconds, pdf_bytes: time and memory for a PDF;
    office_seconds, office_bytes: the same for LibreOffice; ocr_seconds: time for a page that OCR reads; ocr_bytes: its
    memory.
    """

    file_bytes: int = 64 * _MEGABYTE
    unpacked_bytes: int = 256 * _MEGABYTE
    ratio: int = 200
    cells: int = 2_000_000
    pages: int = 2_000
    pdf_seconds: int = 300
    pdf_bytes: int = 2048 * _MEGABYTE
    office_seconds: int = 60
    office_bytes: int = 1024 * _MEGABYTE
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
