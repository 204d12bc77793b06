"""Files of the first releases: the engine's file, an appendix, and the size of that in the last bytes.

They are read as one block of today's; the next write puts a file of today's format in their place.
"""

from __future__ import annotations

import json
import struct
import zlib

from graph.errors import StoreError
from graph.store.kgl_file import Block, StoreFile
from graph.store.packing import inflate, pack

MAGIC = b"plangraph-1"
FORMAT = 1
_FOOTER = struct.Struct(f">QI32s{len(MAGIC)}s")


def parse(data: bytes) -> StoreFile:
    """The content of a file of format 1; raises StoreError."""
    if len(data) < _FOOTER.size or not data.endswith(MAGIC):
        raise StoreError("is no plangraph store, or was cut short; move it away and load the plans again")
    size, checksum, version, _ = _FOOTER.unpack(data[-_FOOTER.size :])
    body = data[: -_FOOTER.size]
    if size > len(body) or zlib.crc32(body) != checksum:
        raise StoreError("is damaged (checksum differs); restore a copy or load the plans again")
    cut = len(body) - size
    try:
        appendix = json.loads(inflate(body[cut:]))
        plans = appendix["plans"]
        statements = {plan: entry.pop("shared") for plan, entry in plans.items()}
        inferred = appendix.get("inferred", {})
        decided = str(inferred.get("token", "")).partition(" ")[2]
        index = {
            "plans": plans,
            "labels": {},
            "inferred": inferred,
            "decided": decided,
        }  # labels are gathered when it is next written
        written_by = int(appendix.get("schema", 1))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise StoreError(f"is damaged ({type(error).__name__}); restore a copy or load the plans again") from None
    return StoreFile(FORMAT, written_by, version.hex(), (Block(pack(index), pack(statements), body[:cut]),), len(data))
