"""Old Word files, WPS, RTF and OpenDocument texts, through LibreOffice where it is installed.

It writes a .docx, which is read as any other. It runs in a process that can be ended, with a profile folder of its
own that is thrown away: no macros, no links followed, nothing of the user's own settings.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from graph.errors import SourceError
from loaders.readers.archive import check_archive
from loaders.readers.builder import SourceBuilder
from loaders.readers.limits import Limits
from loaders.readers.process import run
from loaders.readers.word import read_word

_PROGRAMS = ("soffice", "libreoffice")
_KINDS = ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"), (b"{\\rtf", ".rtf"), (b"PK\x03\x04", ".odt"))
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_WORD = b"W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""
# It ends without a word where its profile, a few megabytes, finds no room.
_ROOM = 16 << 20
_DAMAGED = "the document is damaged, encrypted, or none of its kind; save it as .docx"


def read_office(path: Path, builder: SourceBuilder, limits: Limits) -> None:
    """Puts the text of the document into ``builder``; raises SourceError that names what to install where needed."""
    kind = _kind(path)
    if kind is None:
        raise SourceError(_DAMAGED)
    if kind == ".odt":
        check_archive(path, limits)
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        suffix = path.suffix.lower()
        raise SourceError(
            f"{suffix} files are read through LibreOffice, which is not installed; install it "
            f"(Debian: apt-get install libreoffice-writer-nogui) or save the file as .docx"
        )
    with tempfile.TemporaryDirectory(prefix="plangraph-") as folder:
        converted = _convert(path, kind, Path(folder), program, limits)
        read_word(converted, builder, limits)


def _kind(path: Path) -> str | None:
    """What a file is by its first bytes: the suffix may be another's. None for what LibreOffice is not to open."""
    with path.open("rb") as file:
        data = file.read()
    kind = next((suffix for magic, suffix in _KINDS if data.startswith(magic)), None)
    if (kind == ".odt" and _OPEN_DOCUMENT not in data[:128]) or (kind == ".doc" and _WORD not in data):
        return None
    return kind


def _convert(path: Path, kind: str, folder: Path, program: str, limits: Limits) -> Path:
    given, profile = folder / f"plan{kind}", folder / "profile"
    try:
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        shutil.copyfile(path, given)
    except OSError as error:
        raise SourceError(_no_room(folder)) from error
    bounded = [sys.executable, "-m", "loaders.readers.process", str(limits.seconds), str(limits.memory_bytes)]
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--nodefault", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(given),
    ]  # fmt: skip
    own = {"HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    printed = run([*bounded, *command], limits.seconds, {**os.environ, **own})
    if printed is None:
        raise SourceError(
            f"LibreOffice needs more than {limits.seconds} seconds for it (PLANGRAPH_MAX_SECONDS); save it as .docx"
        )
    converted = given.with_suffix(".docx")
    if not converted.is_file():
        raise SourceError(_no_room(folder) if shutil.disk_usage(folder).free < _ROOM else _DAMAGED)
    return converted


def _no_room(folder: Path) -> str:
    return f"LibreOffice finds no room in {folder.parent}; free some space, or set TMPDIR to another folder"
