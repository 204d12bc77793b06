"""The explorer in a real browser: the walk from the overview to a co-owner, in both languages, sizes and without scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from graph.plan_graph import PlanGraph
from graph.store import open_store
from loaders.parse import load_plan
from tests.api.browsing import Visit
from tests.api.conftest import DATA
from tests.api.server import serving

PAGES = [
    "/", "/desk", "/desk?owner=区科委", "/desk/print?owner=区科委", "/items", "/items/2", "/items/annex2%2F5", "/owners", "/owners/区科委", "/collaboration", "/policies",
    "/policies/满格上海", "/cascade", "/search?q=数据", "/questions", "/questions/workload-by-owner",
    "/questions/co-owners-of-item?item=8", "/compare", "/quality", "/downloads", "/docs", "/items/没有", "/sources/{source}?start=900&end=960",
    "/things/{target}",
]  # fmt: skip
pytestmark = pytest.mark.xdist_group("browser")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_the_walk_from_overview_to_co_owner(
    browser: Browser, address: str, plan: PlanGraph, locale: str, width: int, scripts: bool
) -> None:
    visit = Visit(browser, address, width=width, locale=locale, scripts=scripts)
    page, name = visit.page, f"{locale[:2]}-{width}-{'scripts' if scripts else 'plain'}"
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == ("zh-Hans" if locale == "zh-CN" else "en")
    assert page.get_by_role("heading", level=1).inner_text() == "松江区城市数字化转型2023年重点工作安排"
    assert "54" in page.locator(".tiles").inner_text()
    visit.shot(f"overview-{name}")

    visit.follow(page.locator(".bars").get_by_role("link", name="区数字化办", exact=True))
    assert page.get_by_role("heading", level=1).inner_text() == "区数字化办"
    visit.shot(f"owner-{name}")

    visit.follow(page.get_by_role("link", name="前瞻布局数字经济新赛道发展", exact=True).last)
    marks = page.locator("blockquote.source mark.m-owner")
    owners = ["区数字化办", "区经委", "区科委", "区文旅局", "区政务服务办", "区大数据中心"]
    assert marks.all_inner_texts() == owners
    (text,) = [attributes["text"] for _, attributes in plan.nodes("Source")]
    shown = page.locator("blockquote.source").text_content() or ""
    assert shown in text
    assert page.locator("ul.owners a.big").all_inner_texts() == owners
    visit.shot(f"item-{name}")

    visit.follow(marks.get_by_role("link", name="区文旅局"))
    assert page.get_by_role("heading", level=1).inner_text() == "区文旅局"
    assert page.evaluate("document.documentElement.scrollWidth") <= width if scripts else True
    visit.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "dark"), [(1400, False), (320, True)])
def test_axe_finds_nothing(browser: Browser, address: str, plan: PlanGraph, path: str, width: int, dark: bool) -> None:
    nodes = {label.lower(): node for label in ("Source", "Target") for node, _ in plan.nodes(label)}
    visit = Visit(browser, address, width=width, locale="zh-CN", scripts=True, dark=dark)
    answer = visit.page.goto(path.format(**nodes))
    assert answer is not None
    found = Axe().run(visit.page)
    assert found.violations_count == 0, found.generate_report()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    if answer.status == 404:  # the browser itself notes the status of a page that was not found
        visit.complaints.clear()
    visit.close()


def test_the_language_switch_keeps_the_place(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, width=1400, locale="zh-CN", scripts=False)
    visit.page.goto("/items?kind=scene")
    visit.follow(visit.page.get_by_role("link", name="English"))
    assert visit.page.url == f"{address}/items?kind=scene&lang=en"
    assert visit.page.get_by_role("heading", level=1).inner_text() == "Work items"
    visit.follow(visit.page.get_by_role("link", name="Owners").first)
    assert visit.page.url == f"{address}/owners?lang=en"
    visit.close()


def test_scripts_sort_tables_and_copy_queries(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, width=1400, locale="zh-CN", scripts=True)
    visit.page.goto("/owners")
    visit.page.get_by_role("button", name="折算").click()
    values = [float(t) for t in visit.page.locator("tbody tr td:last-child").all_inner_texts()]
    assert values == sorted(values)
    visit.page.goto("/questions/workload-by-owner")
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.page.get_by_role("button", name="复制").click()
    visit.page.wait_for_function(
        "text => navigator.clipboard.readText().then(copied => copied === text)",
        arg=visit.page.locator("#cypher").inner_text(),
    )
    visit.close()


def test_a_keyboard_reaches_the_content(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, width=1400, locale="zh-CN", scripts=True)
    visit.page.goto("/")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.className") == "skip"
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "main"
    visit.close()


def test_two_years_are_compared(browser: Browser, tmp_path: Path) -> None:
    later = tmp_path / "later.txt"
    text = re.sub("2023 ?年 ?重点工作安排", "2024年重点工作安排", DATA.read_text("utf-8"))
    later.write_text(text.replace("新建 350 个", "新建 400 个"), "utf-8")
    store = str(tmp_path / "two.kgl")
    with open_store(store, write=True) as opened:
        opened.replace([load_plan(DATA)[0], load_plan(later)[0]])
    with serving(store) as (address, _):
        visit = Visit(browser, address, width=1400, locale="zh-CN", scripts=True)
        visit.page.goto("/compare")
        visit.follow(visit.page.get_by_role("button", name="比较"))
        shown = visit.page.locator("main").inner_text()
        assert "350个" in shown
        assert "400个" in shown
        assert Axe().run(visit.page).violations_count == 0
        visit.shot("compare")
        visit.close()
