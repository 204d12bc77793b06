"""The page beside the words: items and sources show the page of the file that they were read from, with marks on it."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser

from api.http.source_files import SourceFiles
from graph.store import open_store
from loaders.parse import load_plan
from tests.api.browsing import Visit
from tests.api.server import serving
from tests.loaders.readers.files import PLAN, write_pdf

TASK, ROW = "松江2024:1", "松江2024:annex1/2"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan as PDF, which a store beside it holds."""
    folder = tmp_path_factory.mktemp("sheets")
    (folder / "files" / "2024").mkdir(parents=True)
    write_pdf(folder / "files" / "2024" / "renamed.pdf", PLAN)
    shutil.copy(folder / "files" / "2024" / "renamed.pdf", folder / "计划.pdf")
    with open_store(str(folder / "plans.kgl"), write=True) as store:
        store.replace([load_plan(folder / "计划.pdf")[0]])
    return folder


@pytest.fixture(scope="module")
def client(place: Path) -> Iterator[httpx.Client]:
    with (
        pytest.MonkeyPatch.context() as patch,
        serving(str(place / "plans.kgl"), sources=place / "files") as (address, _),
        httpx.Client(base_url=address, timeout=60, follow_redirects=True) as opened,
    ):
        patch.setenv("PLANGRAPH_CACHE", str(place / "cache"))
        yield opened


def page(client: httpx.Client, path: str, language: str = "zh") -> str:
    answer = client.get(path, headers={"accept": "text/html", "accept-language": language})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_evidence_names_its_page_and_the_page_is_drawn(client: httpx.Client, place: Path) -> None:
    item = client.get(f"/api/v1/items/{TASK}").json()
    assert {item["evidence"]["page"], *(owner["evidence"]["page"] for owner in item["owners"])} == {1}
    address = f"/sources/{item['evidence']['source']}/pages/1.jpg"
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.size, 0.01 < (np.asarray(picture.convert("L")) < 128).mean() < 0.2) == ((1241, 1754), True)
    (kept,) = (place / "cache" / "pages-1").iterdir()
    kept.write_bytes(b"kept")
    assert client.get(address).content == b"kept"
    kept.unlink()


@pytest.mark.parametrize(
    ("name", "word", "width", "scripts"), [(TASK, "区建管委", 1400, True), (ROW, "区城运中心", 390, False)]
)
def test_the_words_of_an_item_are_marked_on_its_page(
    browser: Browser, client: httpx.Client, name: str, word: str, width: int, scripts: bool
) -> None:
    """In a real browser: the picture is there, and the mark lies where the words of the owner are printed."""
    visit = Visit(browser, str(client.base_url), width=width, locale="zh-CN", scripts=scripts)
    visit.page.goto(f"/items/{name}")
    mark = visit.page.locator("rect", has=visit.page.locator("title", has_text=f"责任：{word}")).first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    assert 0.7 * len(word) < box["width"] / box["height"] < 1.3 * len(word)
    shot = np.asarray(Image.open(io.BytesIO(mark.screenshot())).convert("L"))
    assert 0.03 < (shot < 140).mean() < 0.5
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    if scripts:
        found = Axe().run(visit.page)
        assert found.violations_count == 0, found.generate_report()
    visit.close()


def test_a_source_shows_its_page_with_the_place_marked(client: httpx.Client) -> None:
    evidence = client.get(f"/api/v1/items/{ROW}").json()["owners"][0]["evidence"]
    text = page(client, f"/sources/{evidence['source']}?start={evidence['start']}&end={evidence['end']}")
    assert text.count('<rect class="p-target"') == 1
    assert 'viewBox="0 0 5953 8419"' in text
    assert "renamed.pdf" not in text


def test_without_the_file_the_page_says_so(place: Path) -> None:
    item = f"/items/{TASK}"
    with serving(str(place / "plans.kgl")) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        assert "没有找到原文件 计划.pdf，不能显示页面；启动时用 --sources" in page(client, item)
        assert "The file 计划.pdf is not at hand" in page(client, item, "en")
        source = client.get(f"/api/v1/items/{TASK}").json()["evidence"]["source"]
        answer = client.get(f"/sources/{source}/pages/1.jpg")
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:plangraph:problem:no-file")


def test_a_file_that_comes_later_or_changes(place: Path, tmp_path: Path) -> None:
    """Only the digest counts: not the name, and no other file of that name."""
    write_pdf(tmp_path / "计划.pdf", PLAN[:3])
    with (
        serving(str(place / "plans.kgl"), sources=tmp_path) as (address, app),
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        assert "不能显示页面" in page(client, f"/items/{TASK}")
        shutil.copy(place / "计划.pdf", tmp_path / "other.PDF")
        app.state.files._looked.clear()  # the seconds that it waits before it looks again
        assert "<image href=" in page(client, f"/items/{TASK}")


def test_a_file_that_was_found_is_taken_again_while_it_stays_as_it_is(tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    first.write_bytes(b"one")
    files, digest = SourceFiles(tmp_path), hashlib.sha256(b"one").hexdigest()
    assert files.find(digest, "a.pdf") == first
    second.write_bytes(b"one")
    assert files.find(digest, "b.pdf") == first
    first.write_bytes(b"other")
    assert files.find(digest, "a.pdf") == second


@pytest.mark.parametrize("path", ["pages/2.jpg", "pages/0.jpg", "pages/x.jpg", "pages/../../../etc/passwd.jpg"])
def test_pages_that_are_not_there(client: httpx.Client, path: str) -> None:
    source = client.get(f"/api/v1/items/{TASK}").json()["evidence"]["source"]
    assert client.get(f"/sources/{source}/{path}").status_code in (404, 422)
