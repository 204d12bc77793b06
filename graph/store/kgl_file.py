"""The file of the embedded store: read whole, written whole and atomically, by one writer at a time.

The file is a ``.kgl`` file of the engine, which the engine's own tools can open, followed by an appendix that they
ignore: what each plan states of shared nodes, and the version token. The last bytes say where the appendix begins.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from graph.errors import StoreBusyError, StoreError

MAGIC = b"plangraph-1"
_FOOTER = struct.Struct(f">QI32s{len(MAGIC)}s")
Signature = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Stored:
    """The content of a store file: the engine's bytes, the appendix, and the version token."""

    engine: bytes
    appendix: dict[str, Any]
    version: str


def signature(path: Path) -> Signature | None:
    """A value that changes whenever the file is replaced; None when there is no file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path}: can't be read: {error.strerror}") from None
    return status.st_ino, status.st_size, status.st_mtime_ns


def read(path: Path) -> Stored | None:
    """The content of the file; None when there is no file; StoreError when it can't be read or is no such file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path}: can't be read: {error.strerror}") from None
    if len(data) < _FOOTER.size or not data.endswith(MAGIC):
        raise StoreError(f"{path}: is no plangraph store, or was cut short; move it away and load the plans again")
    size, checksum, version, _ = _FOOTER.unpack(data[-_FOOTER.size :])
    body = data[: -_FOOTER.size]
    if size > len(body) or zlib.crc32(body) != checksum:
        raise StoreError(f"{path}: is damaged (checksum differs); restore a copy or load the plans again")
    cut = len(body) - size
    appendix = json.loads(zlib.decompress(body[cut:]))
    return Stored(body[:cut], appendix, version.hex())


def read_version(path: Path) -> str | None:
    """The version token alone, from the last bytes of the file; None when there is no file."""
    try:
        with path.open("rb") as file:
            file.seek(-_FOOTER.size, os.SEEK_END)
            _, _, version, magic = _FOOTER.unpack(file.read())
    except FileNotFoundError:
        return None
    except (OSError, struct.error):
        magic = b""
    if magic != MAGIC:
        raise StoreError(f"{path}: is no plangraph store, or was cut short; move it away and load the plans again")
    return str(version.hex())


def write(path: Path, content: Stored) -> None:
    """Puts ``content`` in the file's place, whole or not at all. Call it inside ``writing``."""
    appendix = zlib.compress(json.dumps(content.appendix, separators=(",", ":")).encode(), 1)
    checksum = zlib.crc32(appendix, zlib.crc32(content.engine))
    footer = _FOOTER.pack(len(appendix), checksum, bytes.fromhex(content.version), MAGIC)
    temporary = _temporary(path)
    try:
        with temporary.open("wb") as file:
            for piece in (content.engine, appendix, footer):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path}: can't be saved: {error.strerror}; what it held before is still there") from None


@contextlib.contextmanager
def writing(path: Path, wait: float) -> Iterator[None]:
    """Holds the right to write ``path``; after ``wait`` seconds raises StoreBusyError that says who holds it."""
    lock_path = path.with_name(f".{path.name}.lock")
    lock = FileLock(lock_path)
    try:
        lock_path.touch()  # tells at once what the lock would take for another writer, or mend by making folders
        lock.acquire(timeout=wait)
    except Timeout:
        raise StoreBusyError(
            f"{path}: {_holder(path)} is writing to it; waited {wait:g} s, try again when it is done"
        ) from None
    except OSError as error:
        raise StoreError(f"{path}: can't be written: {error.strerror}") from None
    try:
        _clean(path)
        _touch(path)
        yield
    finally:
        _temporary(path).unlink(missing_ok=True)
        lock.release()


def _temporary(path: Path) -> Path:
    """The writer's own temporary file, there for as long as it holds the lock: its name says who writes."""
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _temporaries(path: Path) -> list[Path]:
    prefix = f".{path.name}."
    return [p for p in path.parent.iterdir() if p.name.startswith(prefix) and p.name.endswith(".tmp")]


def _clean(path: Path) -> None:
    """Removes what killed writers left behind; only the holder of the lock may."""
    for stale in _temporaries(path):
        stale.unlink(missing_ok=True)


def _touch(path: Path) -> None:
    try:
        _temporary(path).touch()
    except OSError as error:
        raise StoreError(f"{path}: can't be written: {error.strerror}") from None


def _holder(path: Path) -> str:
    pids = [p.name.removesuffix(".tmp").rpartition(".")[2] for p in _temporaries(path)]
    return f"process {pids[0]}" if pids else "another process"


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
