"""What is checked in a .docx or .xlsx (a ZIP of XML files) before any library unpacks it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from graph.errors import SourceError
from loaders.readers.limits import Limits

_OLE = b"\xd0\xcf\x11\xe0"
_ENTRIES = 10_000
# A small file of blanks packs well and is no danger; the ratio counts from here on.
_HARMLESS = 16 << 20
_CHUNK = 1 << 20
_DECLARATIONS = (b"<!doctype", b"<!entity")
_OVERLAP = 16


def check_archive(path: Path, limits: Limits) -> None:
    """Raises SourceError for a file that is no ZIP, is encrypted, unpacks too large, or declares XML entities."""
    with path.open("rb") as file:
        if file.read(4) == _OLE:
            raise SourceError("it is encrypted or in the old format; remove the password or save it anew")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, limits)
            for entry in archive.infolist():
                if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_xml(archive, entry)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise SourceError(f"the file is damaged ({error}); save it anew") from None
    except zipfile.zlib.error as error:  # type: ignore[attr-defined] # the module that zipfile unpacks with
        raise SourceError(f"the file is damaged ({error}); save it anew") from None


def _check_sizes(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > _ENTRIES:
        raise SourceError(f"it packs {len(entries)} files; {_ENTRIES} is the most")
    if any(entry.flag_bits & 1 for entry in entries):
        raise SourceError("it is encrypted; remove the password")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise SourceError(f"it unpacks to {unpacked} bytes; {limits.unpacked_bytes} is the most")
    if unpacked > max(_HARMLESS, packed * limits.ratio):
        raise SourceError(f"it unpacks to {unpacked // max(packed, 1)} times its size; {limits.ratio} is the most")


def _check_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuses declarations of types and entities, which no such file needs, in whatever encoding they are."""
    with archive.open(entry) as file:
        tail = b""
        while chunk := file.read(_CHUNK):
            text = tail + chunk.replace(b"\x00", b"").lower()
            if any(word in text for word in _DECLARATIONS):
                raise SourceError(f"{entry.filename} declares XML entities, which may do harm; save the file anew")
            tail = text[-_OVERLAP:]
