"""The same plan as .txt, .docx, .xlsx, .html and .pdf gives the same items and owners."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.plan_graph import PlanGraph
from loaders.parse import load_plan
from loaders.readers import MEDIA_TYPES, read_source
from tests.loaders.readers.files import PLAN, WRITERS, Blocks, blocks_of

SONGJIANG = Path(__file__).parents[3] / "data/songjiang-2023.txt"
BANDS: Blocks = [
    *PLAN[:-1],
    [
        ["序号", "分类", "名称", "主要内容", "责任单位", "完成时限"],
        ["(一)公共供给", "", "", "", "", ""],
        ["1", "平台类", "数据中台", "建立健全跨部门数据共享流通机制。", "区大数据中心", "2024年6月"],
        ["2", "", "视频中台", "扩大区级视频汇聚资源容量。", "区城运中心、区公安分局", "年底前"],
        ["(二)重点场景", "", "", "", "", ""],
        ["1", "设施类", "无人农场", "加快粮食生产无人农场建设。", "新浜镇", "持续推进"],
    ],
]
Item = tuple[str, str, str, str | None, str | None]
Ownership = tuple[str, str, str, str]


def content(path: Path) -> tuple[set[Item], set[Ownership]]:
    """Items (ref, label, name, deadline, category) and ownerships (owner, item, role, as printed) of a plan file."""
    graph: PlanGraph = load_plan(path)[0]
    nodes = graph.nx.nodes
    items = {
        (node["ref"], node["labels"][0], node["name"], node.get("deadline"), node.get("category"))
        for _, node in graph.nodes("WorkItem")
    }
    owners = {
        (nodes[owner]["name"], nodes[item]["ref"], edge["role"], edge["as_printed"])
        for owner, item, edge in graph.edges("OWNS")
    }
    return items, owners


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html", ".pdf"])
@pytest.mark.parametrize("name", ["songjiang", "plain", "bands"])
def test_every_type_gives_the_same_items_and_owners(tmp_path: Path, name: str, suffix: str) -> None:
    blocks = {"songjiang": blocks_of(SONGJIANG.read_text("utf-8")), "plain": PLAN, "bands": BANDS}[name]
    for kind in (".txt", suffix):
        WRITERS[kind](tmp_path / f"plan{kind}", blocks)
    items, owners = content(tmp_path / "plan.txt")
    assert content(tmp_path / f"plan{suffix}") == (items, owners)
    assert (len(items), len(owners)) == {"songjiang": (54, 126), "plain": (5, 8), "bands": (5, 8)}[name]


def test_merged_cells_of_word_are_as_good_as_printed_ones(tmp_path: Path) -> None:
    WRITERS[".txt"](tmp_path / "plan.txt", BANDS)
    WRITERS[".docx"](tmp_path / "plan.docx", BANDS)
    document = docx.Document(str(tmp_path / "plan.docx"))
    table = document.tables[0]
    for row in (1, 4):
        band = table.cell(row, 0).text
        table.cell(row, 0).merge(table.cell(row, 5)).text = band
    table.cell(2, 1).merge(table.cell(3, 1)).text = "平台类"
    document.save(str(tmp_path / "plan.docx"))
    assert content(tmp_path / "plan.docx") == content(tmp_path / "plan.txt")


def holds_its_promise(path: Path) -> bool:
    """Whether a file gives a text whose places lie in it, or one line that begins with the file's name."""
    try:
        source = read_source(path)
    except SourceError as error:
        return str(error).startswith(f"{path}: ") and "\n" not in str(error)
    return bool(source.text.strip()) and all(0 <= start < end <= len(source.text) for start, end, _ in source.places)


# Read in processes of their own, which hundreds of examples are too many for; test_bad_files and test_ocr have theirs.
APART = {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"}


@settings(deadline=None)
@given(data=st.binary(max_size=400), suffix=st.sampled_from([s for s in MEDIA_TYPES if s not in APART]))
def test_any_bytes_give_a_text_or_a_clear_line(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("any") / f"a{suffix}"
    path.write_bytes(data)
    assert holds_its_promise(path)


@given(text=st.text(max_size=300), suffix=st.sampled_from([".html", ".csv", ".tsv"]))
def test_any_text_gives_a_text_or_a_clear_line(
    tmp_path_factory: pytest.TempPathFactory, text: str, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("any") / f"a{suffix}"
    path.write_bytes(text.encode("utf-8", "ignore"))
    assert holds_its_promise(path)
