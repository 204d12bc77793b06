"""Files of exports: they appear whole or not at all, with bytes that depend on their content alone."""

from __future__ import annotations

import gzip
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from graph.errors import ExportError

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold


def make_folder(folder: Path) -> None:
    """Makes ``folder`` and those above it where they are missing; raises ExportError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"{folder}: can't be written: {error.strerror}") from error


@contextmanager
def atomic(path: Path) -> Iterator[IO[bytes]]:
    """A binary file to write that takes the name ``path`` only when the block ends well; raises ExportError."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as held:
            try:
                yield held
                held.flush()
                os.fsync(held.fileno())
            except BaseException:
                with suppress(OSError):  # closing writes what is left, which a full disk refuses again
                    held.close()
                os.unlink(held.name)
                raise
        os.chmod(held.name, 0o644)
        os.replace(held.name, path)
    except OSError as error:
        raise ExportError(f"{path}: can't be written: {error.strerror or error}") from error


@contextmanager
def gzipped(path: Path) -> Iterator[IO[bytes]]:
    """As ``atomic``, compressed, without a time or a file name inside."""
    with atomic(path) as held, gzip.GzipFile(filename="", mode="wb", fileobj=held, mtime=0, compresslevel=6) as packed:
        yield packed  # type: ignore[misc] # a binary file to write to


def zipped(path: Path, members: Iterable[tuple[str, bytes | Iterable[bytes]]]) -> None:
    """A zip of ``members`` (name, content) in the order given, all with the same fixed time."""
    with atomic(path) as held, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3  # the same on every system
            with archive.open(info, "w", force_zip64=True) as member:
                for piece in [content] if isinstance(content, bytes) else content:
                    member.write(piece)
