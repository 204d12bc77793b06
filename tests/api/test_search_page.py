"""The search page as people use it, over plans of several districts: a question leads to its answer, counts narrow,
suggestions come while one types; with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from graph.store import open_store
from loaders.parse import load_plan
from tests.api.browsing import Visit
from tests.api.conftest import DATA
from tests.api.server import serving

PLANS = Path(__file__).parents[3] / "shared" / "plans"
OTHERS = [PLANS / f"{name}.txt" for name in ("03_huangpu_kezaisheng_2025", "sanya")]
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a server over three plans answers, of two districts and a city."""
    if missing := [file.name for file in OTHERS if not file.exists()]:
        pytest.skip(f"the sample plans {', '.join(missing)} are not here")
    path = str(tmp_path_factory.mktemp("districts") / "plans.kgl")
    with open_store(path, write=True) as store:
        store.replace([load_plan(file)[0] for file in [DATA, *OTHERS]])
    with serving(path) as (found, _):
        yield found


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize(("locale", "answer"), [("zh-CN", "查看答案"), ("en-GB", "Answer")])
def test_a_question_leads_to_its_answer_once_its_name_is_settled(
    browser: Browser, districts: str, scripts: bool, locale: str, answer: str
) -> None:
    visit = Visit(browser, districts, width=390 if scripts else 1400, locale=locale, scripts=scripts)
    page = visit.page
    page.goto("/")
    page.locator("#find").fill("区科委负责哪些任务？" if locale == "zh-CN" else "which tasks does 区科委 own")
    with page.expect_navigation():
        page.locator("#find").press("Enter")
    card = page.locator(".meant")
    owner = card.locator("select[name=owner]")
    assert [one.strip() for one in owner.locator("option").all_inner_texts()][1:] == ["黄浦区科委", "松江区科委"]
    assert card.locator("select").count() == 1
    if scripts:  # axe is a script
        assert Axe().run(page).response["violations"] == []
    owner.select_option(label="黄浦区科委")
    visit.follow(card.get_by_role("button", name=answer))
    assert "/questions/items-of-owner" in page.url
    assert page.locator("main table tbody tr").count() > 0
    visit.close()


def test_what_was_found_is_narrowed_by_its_counts(browser: Browser, districts: str) -> None:
    visit = Visit(browser, districts, width=1400, locale="zh-CN", scripts=False)
    page = visit.page
    page.goto("/search?q=任务8")
    assert page.locator(".hits > li").count() == 3
    assert page.locator(".facets section", has_text="年度").locator("li").all_inner_texts() == ["2023 2", "2025 1"]
    visit.follow(page.locator(".facets").get_by_role("link", name="2025", exact=True))
    assert page.locator(".hits h2 a").all_inner_texts() == ["积极发展绿色金融"]
    assert page.locator(".hits .meta").all_inner_texts() == ["黄浦区可再生能源发展行动方案"]
    page.goto("/search?q=区科位 公交")
    visit.follow(page.get_by_role("link", name="改查“松江区科委 公交”"))
    assert "q=%E6%9D%BE" in page.url
    visit.close()


def test_suggestions_come_while_one_types_and_lead_there(browser: Browser, districts: str) -> None:
    visit = Visit(browser, districts, width=1400, locale="zh-CN", scripts=True)
    page = visit.page
    page.goto("/?lang=zh")
    page.locator("#find").press_sequentially("qkw")
    for place, offered in enumerate(["松江区科委", "黄浦区科委", "松江区科委负责哪些工作？"]):
        expect(page.locator(".suggested li").nth(place)).to_have_text(offered)  # at last: a slow typist is offered more
    assert page.locator("#find").get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.locator("#find").get_attribute("aria-activedescendant") == "suggested-0"
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    assert page.locator(".suggested").is_hidden()
    page.locator("#find").press_sequentially(" ")
    page.locator(".suggested li").first.wait_for()
    page.locator(".suggested li", has_text="黄浦区科委").first.click()
    page.wait_for_url("**/owners/**lang=zh")
    assert page.get_by_role("heading", level=1).inner_text().startswith("区科委")
    visit.close()
