"""OFD files: text in reading order, tables, pages; damaged and hostile ones refused in one line."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from graph.errors import PlangraphError
from loaders.parse import load_plan
from loaders.readers import read_source
from tests.loaders.readers.files import PLAN, blocks_of
from tests.loaders.readers.ofd_files import SPACE, write_ofd
from tests.loaders.readers.test_bad_files import LAUGHS, refusal, repacked
from tests.loaders.readers.test_types import SONGJIANG, TEXT


def test_a_plan_as_ofd_gives_the_same_text(tmp_path: Path) -> None:
    write_ofd(tmp_path / "plan.ofd", PLAN)
    source = read_source(tmp_path / "plan.ofd")
    assert source.text == TEXT
    places = {source.text[start:end]: name for start, end, name in source.places}
    assert (places["一、夯实数字底座"], places["视频中台"]) == ("page 1", "page 1 table 1 row 3 cell 3")


def test_the_songjiang_plan_as_ofd_gives_the_same_graph(tmp_path: Path) -> None:
    write_ofd(tmp_path / "songjiang-2023.ofd", blocks_of(SONGJIANG.read_text("utf-8")))
    graph, _, _ = load_plan(tmp_path / "songjiang-2023.ofd")
    assert (len(list(graph.nodes("Task", "Scene", "Project"))), len(list(graph.edges("OWNS")))) == (54, 126)


@pytest.mark.parametrize(
    ("part", "data", "message"),
    [
        ("OFD.xml", b"<x", "the OFD is damaged (XMLSyntaxError); save it anew"),
        ("OFD.xml", LAUGHS + b"<x>&b;</x>", "OFD.xml declares XML entities, which may do harm; save the file anew"),
        ("Doc_0/Document.xml", f"<a {SPACE}><Pages><Page BaseLoc='../../x'/></Pages></a>".encode(), "the OFD is damaged (KeyError); save it anew"),
        ("Doc_0/Pages/Page_0/Content.xml", b"<a><TextObject Boundary='0 0 1e99 1'/></a>", "the OFD is damaged (ValueError); save it anew"),
        ("Doc_0/Pages/Page_0/Content.xml", b"<a><ImageObject/></a>", "it is a scan; save it as .pdf, whose pages OCR can read"),
        ("Doc_0/Pages/Page_0/Content.xml", b"<a/>", "the file holds no text"),
    ],
)  # fmt: skip
def test_damaged_and_hostile_parts(tmp_path: Path, part: str, data: bytes, message: str) -> None:
    write_ofd(tmp_path / "a.ofd", PLAN)
    repacked(tmp_path / "a.ofd", lambda name, old: data if name == part else old)
    assert refusal(tmp_path / "a.ofd") == message


def test_a_zip_that_is_no_ofd(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ofd", "w") as archive:
        archive.writestr("x.xml", b"<x/>")
    assert refusal(tmp_path / "a.ofd") == "the OFD is damaged (KeyError); save it anew"


def test_two_hundred_broken_files_give_one_line_each(tmp_path: Path) -> None:
    """Bytes changed, cut and doubled anywhere: read as a text or refused by an error of ours, never another."""
    write_ofd(tmp_path / "whole.ofd", PLAN)
    whole = (tmp_path / "whole.ofd").read_bytes()
    page = "".join(f"<p>{block}</p>" for block in PLAN if isinstance(block, str)).encode()
    rng = random.Random(14)
    for number in range(200):
        suffix, data = ((".ofd", bytearray(whole)), (".html", bytearray(page)))[number % 2]
        for _ in range(rng.randint(1, 30)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        cut = rng.randrange(1, len(data)) if number % 3 == 0 else len(data)
        path = tmp_path / f"a{suffix}"
        path.write_bytes(bytes(data[:cut]))
        refused = None
        try:
            read_source(path)
        except PlangraphError as error:
            refused = str(error)
        assert refused is None or (refused.startswith(f"{path}: ") and "\n" not in refused)
