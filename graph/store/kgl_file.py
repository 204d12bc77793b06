"""The file of the embedded store: blocks that are only ever added, or a new file put whole in its place.

A head of fixed size says which format and schema the file has, how many bytes count, and the version token of the
content. Behind it stands one block with everything that was there when the file was made (and the engine's graph of
it), then a block for each write since. Files of format 2 are read too: their blocks have no items. To add one, its bytes are written behind those that count and made durable, and
only then the head: who is killed in between leaves bytes that nobody reads. What counts never changes, so a reader has
a snapshot however long it reads, and a copy made meanwhile is whole. Every byte that counts is under a checksum.
"""

from __future__ import annotations

import os
import struct
import time
import zlib
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from graph.errors import StoreError
from graph.schema import schema

MAGIC = b"plangraph-3\n"
FORMAT = 3
_HEAD = struct.Struct(f">{len(MAGIC)}sHQ32sI")  # schema, bytes that count, version, checksum of the head
# Lengths of the sections, their checksum and the head's own, by the file's first bytes.
_BLOCKS = {b"plangraph-2\n": (2, struct.Struct(">4sQQQII")), MAGIC: (FORMAT, struct.Struct(">4sQQQQII"))}
_BLOCK = _BLOCKS[MAGIC][1]
_TAG = b"blok"
_TRIES = 10  # at reading a head that a writer is just changing
Signature = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """Sections as bytes: an index that every opening reads, details that few need, the engine's graph or nothing, and
    the items of each plan as matching reads them, one plan's behind the other's."""

    index: bytes
    details: bytes
    engine: bytes = b""
    items: bytes = b""


@dataclass(frozen=True, slots=True)
class StoreFile:
    """What counts of a file: its format and schema, the version token, the blocks, and where the next one goes."""

    format: int
    schema: int
    version: str
    blocks: tuple[Block, ...]
    size: int


def signature(path: Path) -> Signature | None:
    """A value that changes whenever the file is written; None when there is no file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path}: can't be read: {error.strerror}") from None
    return status.st_ino, status.st_size, status.st_mtime_ns


def read(path: Path) -> StoreFile | None:
    """What counts of the file; None when there is no file; StoreError when it can't be read or is no such file."""
    found = _read(path)
    return found and found[0]


def backup(path: Path, target: Path) -> StoreFile:
    """Copies what counts of a file to ``target``, whole or not at all, while others may write; raises StoreError."""
    found = _read(path)
    if found is None:
        raise StoreError(f"{path}: there is no store")
    file, data = found
    put(target, data[: file.size])
    return file


def _read(path: Path) -> tuple[StoreFile, bytes] | None:
    from graph.store import old_file  # builds on this module

    for attempt in range(_TRIES):
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{path}: can't be read: {error.strerror}") from None
        try:
            return (parse(data) if data[: len(MAGIC)] in _BLOCKS else old_file.parse(data)), data
        except _HeadError as error:
            if attempt == _TRIES - 1:
                raise StoreError(f"{path}: {error}") from None
            time.sleep(0.01)
        except StoreError as error:
            raise StoreError(f"{path}: {error}") from None
    return None


class _HeadError(StoreError):
    """The head's checksum differs: it is damaged, or a writer was just changing it."""


def parse(data: bytes) -> StoreFile:
    """The blocks of a file of this format or the one before; raises StoreError."""
    if len(data) < _HEAD.size:
        raise StoreError("is no plangraph store, or was cut short; move it away and load the plans again")
    magic, written_by, size, version, checksum = _HEAD.unpack_from(data)
    if zlib.crc32(data[: _HEAD.size - 4]) != checksum:
        raise _HeadError("is damaged (checksum differs); restore a copy or load the plans again")
    if size > len(data):
        raise StoreError("is no plangraph store, or was cut short; move it away and load the plans again")
    of_format, head = _BLOCKS[magic]
    blocks, place, view = [], _HEAD.size, memoryview(data)
    while place < size:
        block, place = _block(view, place, size, head)
        blocks.append(block)
    if not blocks:
        raise StoreError("is damaged (it has no content); restore a copy or load the plans again")
    return StoreFile(of_format, written_by, version.hex(), tuple(blocks), size)


def _block(data: memoryview, place: int, size: int, head: struct.Struct) -> tuple[Block, int]:
    begin = place + head.size
    if begin <= size:
        tag, *lengths, checksum, own = head.unpack_from(data, place)
        cuts = list(accumulate(lengths, initial=begin))
        whole = tag == _TAG and own == zlib.crc32(data[place : begin - 4]) and cuts[-1] <= size
        if whole and zlib.crc32(data[begin : cuts[-1]]) == checksum:
            return Block(*(bytes(data[start:end]) for start, end in pairwise(cuts))), cuts[-1]
    raise StoreError("is damaged (checksum differs); restore a copy or load the plans again")


def _block_bytes(block: Block) -> bytes:
    sections = [block.index, block.details, block.engine, block.items]
    checksum = 0
    for section in sections:
        checksum = zlib.crc32(section, checksum)
    head = _BLOCK.pack(_TAG, *map(len, sections), checksum, 0)[:-4]
    return b"".join((head, zlib.crc32(head).to_bytes(4, "big"), *sections))


def _head(size: int, version: str) -> bytes:
    head = _HEAD.pack(MAGIC, schema().version, size, bytes.fromhex(version), 0)[:-4]
    return head + zlib.crc32(head).to_bytes(4, "big")


def append(path: Path, held: StoreFile, block: Block, version: str) -> StoreFile:
    """Adds a block to the file of which ``held`` is what counts. Call it inside ``writing``; raises StoreError."""
    content = _block_bytes(block)
    size = held.size + len(content)
    try:
        with path.open("r+b", buffering=0) as file:
            file.truncate(held.size)  # drops what a killed writer left
            file.seek(held.size)
            _write_all(file.fileno(), content)
            os.fsync(file.fileno())
            file.seek(0)
            _write_all(file.fileno(), _head(size, version))
            os.fsync(file.fileno())
    except OSError as error:
        raise _unsaved(path, error) from None
    return StoreFile(FORMAT, schema().version, version, (*held.blocks, block), size)


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def write(path: Path, block: Block, version: str) -> StoreFile:
    """Puts a file of one block in the file's place, whole or not at all. Call it inside ``writing``."""
    content = _block_bytes(block)
    size = _HEAD.size + len(content)
    put(path, _head(size, version) + content)
    return StoreFile(FORMAT, schema().version, version, (block,), size)


def put(path: Path, content: bytes) -> None:
    """Puts ``content`` in the file's place, whole or not at all; who may read the old file may read the new one."""
    temporary = temporary_of(path)
    try:
        with temporary.open("wb") as file:
            if path.exists():
                os.chmod(temporary, path.stat().st_mode & 0o777)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)  # a copy is made without the lock, whose end would clean up
        raise _unsaved(path, error) from None


def _unsaved(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path}: can't be saved: {error.strerror}; what it held before is still there")


def temporary_of(path: Path) -> Path:
    """The writer's own temporary file, there for as long as it holds the lock: its name says who writes."""
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _sync_folder(folder: Path) -> None:
    """Makes the new name durable; systems that can't open a folder keep names by themselves."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
