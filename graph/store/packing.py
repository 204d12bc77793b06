"""Sections of a store file: JSON, compressed where it pays, and never more than a bounded multiple of itself."""

from __future__ import annotations

import json
import zlib
from typing import Any

from graph.errors import StoreError

RATIO = 32  # a section that would come out larger than this is kept as it is, so a larger one is no work of ours
_SLACK = 64 << 10
_RAW, _ZLIB = b"\0", b"\1"


def pack(value: Any) -> bytes:
    """``value`` as the bytes of a section."""
    raw = json.dumps(value, separators=(",", ":")).encode()
    small = zlib.compress(raw, 1)
    return _ZLIB + small if len(raw) <= RATIO * len(small) else _RAW + raw


def unpack(section: bytes) -> bytes:
    """The JSON of a section; raises StoreError when it is none or would come out too large."""
    if section[:1] == _RAW:
        return section[1:]
    if section[:1] != _ZLIB:
        raise StoreError("is damaged (a section of no known kind); restore a copy or load the plans again")
    return inflate(section[1:])


def inflate(data: bytes) -> bytes:
    """Decompressed ``data``; raises StoreError when that is impossible or more than RATIO times as large."""
    inflater = zlib.decompressobj()
    try:
        raw = inflater.decompress(data, RATIO * len(data) + _SLACK)
    except zlib.error as error:
        raise StoreError(f"is damaged ({error}); restore a copy or load the plans again") from None
    if not inflater.eof:
        raise StoreError("is damaged (a section is cut short or swells); restore a copy or load the plans again")
    return raw
