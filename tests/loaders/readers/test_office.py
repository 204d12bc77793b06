"""Old Word files, WPS, RTF and OpenDocument texts, converted by the LibreOffice that is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from loaders.parse import load_plan
from loaders.readers import Limits, read_source
from tests.loaders.readers.files import PLAN, blocks_of, write_docx
from tests.loaders.readers.test_bad_files import refusal
from tests.loaders.readers.test_types import SONGJIANG, TEXT

FILTERS = {".doc": "doc:MS Word 97", ".rtf": "rtf:Rich Text Format", ".odt": "odt:writer8"}
pytestmark = pytest.mark.xdist_group("office")


def converted(source: Path, suffix: str) -> Path:
    """``source`` (.docx) written by LibreOffice as another type; WPS writes the format of Word 97."""
    kind = ".doc" if suffix == ".wps" else suffix
    profile = source.parent / "profile"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", FILTERS[kind]]
    subprocess.run(
        [*command, "--outdir", str(source.parent), str(source)], check=True, capture_output=True, timeout=300
    )
    made = source.with_suffix(kind)
    return made if suffix == kind else made.rename(source.with_suffix(suffix))


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".rtf", ".odt"])
def test_every_type_gives_the_same_text(tmp_path: Path, suffix: str) -> None:
    write_docx(tmp_path / "plan.docx", PLAN)
    source = read_source(converted(tmp_path / "plan.docx", suffix), Limits(seconds=300))
    assert source.text == TEXT
    assert source.path == f"plan{suffix}"


def test_the_songjiang_plan_as_an_old_word_file_gives_the_same_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANGRAPH_MAX_SECONDS", "300")
    write_docx(tmp_path / "songjiang-2023.docx", blocks_of(SONGJIANG.read_text("utf-8")))
    graph, _, _ = load_plan(converted(tmp_path / "songjiang-2023.docx", ".wps"))
    items = list(graph.nodes("Task", "Scene", "Project"))
    assert (len(items), len(list(graph.edges("OWNS")))) == (54, 126)


def test_without_libreoffice_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.rtf").write_text("{\\rtf1 x}", "ascii")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(tmp_path / "a.rtf") == (
        ".rtf files are read through LibreOffice, which is not installed; install it "
        "(Debian: apt-get install libreoffice-writer-nogui) or save the file as .docx"
    )


def test_a_conversion_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 600\n", "ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    (tmp_path / "a.rtf").write_text("{\\rtf1 x}", "ascii")
    assert refusal(tmp_path / "a.rtf", Limits(seconds=1)).startswith("LibreOffice needs more than 1 seconds")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a bound on what a process may write")
def test_a_temporary_folder_without_room_is_told_and_not_taken_for_a_damaged_file(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_text("{\\rtf1 x}", "ascii")
    code = (
        "import resource, sys; from pathlib import Path; from loaders.folder import load_file\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)); print(load_file(Path(sys.argv[1])).error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "a.rtf"], env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == (
        f"{tmp_path / 'a.rtf'}: LibreOffice finds no room in {tmp_path}; "
        "free some space, or set TMPDIR to another folder\n"
    )


@pytest.mark.parametrize(
    "data", [b"", b"x" * 4000, b"PK\x03\x04" + b"\x00" * 400, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4000]
)
def test_what_is_no_such_file_is_refused_before_any_program_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "a.doc").write_bytes(data)
    expected = (
        "the document is damaged, encrypted, or none of its kind; save it as .docx" if data else "the file is empty"
    )
    assert refusal(tmp_path / "a.doc") == expected


def test_a_damaged_word_file(tmp_path: Path) -> None:
    write_docx(tmp_path / "a.docx", PLAN)
    path = converted(tmp_path / "a.docx", ".doc")
    path.write_bytes(path.read_bytes()[:3000] + "WordDocument".encode("utf-16-le"))
    assert (
        refusal(path, Limits(seconds=300))
        == "the document is damaged, encrypted, or none of its kind; save it as .docx"
    )


class _Counting(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 # the server makes a new handler for each request

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    do_HEAD = do_GET  # noqa: N815 # the name that the server asks for

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.mark.parametrize("suffix", [".rtf", ".odt"])
def test_nothing_that_a_document_points_to_is_fetched(tmp_path: Path, suffix: str) -> None:
    server = HTTPServer(("127.0.0.1", 0), _Counting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/x.png"
    path = tmp_path / f"a{suffix}"
    if suffix == ".rtf":
        field = '{\\field{\\*\\fldinst INCLUDEPICTURE "' + address + '" \\\\d}{\\fldrslt x}}'
        path.write_text("{\\rtf1 a" + field + "}", "ascii")
    else:
        write_docx(tmp_path / "a.docx", ["甲"])
        path = converted(tmp_path / "a.docx", ".odt")
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        frame = '<draw:frame svg:width="1cm" svg:height="1cm"><draw:image xlink:href="%s" xlink:type="simple"/></draw:frame>'
        parts["content.xml"] = parts["content.xml"].replace("甲".encode(), ("甲" + frame % address).encode())
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
    try:
        read_source(path, Limits(seconds=300))
    finally:
        server.shutdown()
        server.server_close()
    assert _Counting.asked == []
