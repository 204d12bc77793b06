"""What those who follow up ask, each answered in at most three steps from the home page, with four plans loaded.

In Chinese and English, on a screen and on a phone, with and without scripts.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
import vobject
from playwright.sync_api import Browser, Locator

from api.web.language import say
from tests.api.browsing import Visit

pytestmark = pytest.mark.xdist_group("browser")
OWNER = "区科委（松江）"
PLAN = "松江区城市数字化转型2023年重点工作安排"
TASK = "前瞻布局数字经济新赛道发展"
MOST_STEPS = 3


class Walk:
    """A way from the home page; every click that leads on is a step."""

    def __init__(self, visit: Visit, language: str) -> None:
        self.visit, self.page, self.language, self.steps = visit, visit.page, language, 0
        self.page.goto("/")

    def t(self, key: str, **words: object) -> str:
        return say(self.language, key, **words)

    def step(self, target: Locator) -> None:
        self.steps += 1
        assert self.steps <= MOST_STEPS
        self.visit.follow(target.first)

    def link(self, name: str, *, exact: bool = True) -> None:
        self.step(self.page.locator("main").get_by_role("link", name=name, exact=exact))

    def menu(self, key: str) -> None:
        self.step(self.page.locator("nav").get_by_role("link", name=self.t(f"nav.{key}"), exact=True))

    def desk(self) -> None:
        """Chooses the owner on the home page and opens its list: one step."""
        self.page.get_by_label(self.t("items.owner")).select_option(label=OWNER)
        self.step(self.page.get_by_role("button", name=self.t("home.desk")))

    def fetched(self, form: str) -> bytes:
        """What the link to a form of the list gives."""
        self.steps += 1
        address = self.page.get_by_role("link", name=self.t(f"desk.{form}"), exact=True).get_attribute("href")
        assert address
        answer = self.page.request.get(address)
        assert answer.status == 200
        return answer.body()

    def said(self) -> str:
        return self.page.locator("main").inner_text()


def what_must_it_finish_by_year_end(walk: Walk) -> None:
    walk.desk()
    walk.link(walk.t("desk.year_end", year=2023))
    rows = walk.page.locator("table.desk tbody tr")
    assert rows.count() == 21
    assert all("2023-12-31" in text for text in rows.all_inner_texts())


def who_leads_it(walk: Walk) -> None:
    walk.desk()
    walk.link("加强数字基础设施支撑赋能", exact=False)
    first = walk.page.locator("ul.owners li").first
    assert OWNER in first.inner_text()
    assert walk.t("role.responsible") in first.inner_text()


def who_co_owns_task_8(walk: Walk) -> None:
    walk.link(PLAN)
    walk.menu("items")
    walk.link(TASK)
    owners = ["区数字化办", "区经委", "区科委", "区文旅局", "区政务服务办", "区大数据中心"]
    assert walk.page.locator("ul.owners a.big").all_inner_texts() == owners
    assert walk.page.locator("#co-owners tbody tr").count() == 15


def with_whom_must_i_coordinate(walk: Walk) -> None:
    walk.menu("owners")
    walk.link(OWNER)
    assert walk.t("owner.with") in walk.said()
    assert "区经委（松江）" in walk.page.locator("ol.bars").first.inner_text()


def which_tasks_rest_on_anothers_platform(walk: Walk) -> None:
    walk.link(walk.t("home.waits"))
    assert walk.page.locator("tbody tr").count() > 0
    assert walk.page.locator("tbody a").count() > 0


def which_towns_have_duties(walk: Walk) -> None:
    walk.link(walk.t("home.towns"))
    assert "永丰街道（松江）" in walk.said()


def what_changed_since_last_year(walk: Walk) -> None:
    walk.link(walk.t("home.changed"))
    walk.step(walk.page.get_by_role("button", name=walk.t("compare.go"), exact=True))
    assert "350个" in walk.said()
    assert "400个" in walk.said()


def print_one_departments_list(walk: Walk) -> None:
    walk.desk()
    walk.link(walk.t("desk.print"))
    assert walk.page.get_by_role("heading", level=1).inner_text() == walk.t("desk.title", of=OWNER)
    assert walk.page.locator("form, nav, header, footer, button").count() == 0
    assert walk.page.locator("tbody tr").count() == 43


def as_a_spreadsheet(walk: Walk) -> None:
    walk.desk()
    sheet = openpyxl.load_workbook(io.BytesIO(walk.fetched("xlsx"))).active
    assert sheet is not None
    assert sheet["B3"].value == walk.t("desk.due")
    assert sheet.max_row == 3 + 43


def in_my_calendar(walk: Walk) -> None:
    walk.desk()
    events = vobject.readOne(walk.fetched("ics").decode()).vevent_list
    assert str(events[0].dtstart.value) == "2023-12-31"


def the_exact_sentence(walk: Walk) -> None:
    walk.desk()
    walk.link("2023年5G室外宏基站新建350个")
    walk.step(walk.page.locator("main").get_by_role("link", name=walk.t("site.in_source"), exact=False))
    assert "5G室外宏基站新建350个" in "".join(walk.page.locator("mark").first.inner_text().split())


def what_carries_out_the_14th_five_year_plan(walk: Walk) -> None:
    walk.link(walk.t("home.policies"))
    walk.link("松江区城市数字化转型“十四五”规划")
    below = walk.page.locator(
        "section", has=walk.page.get_by_role("heading", name=walk.t("policies.below"), exact=True)
    )
    assert PLAN in below.inner_text()
    through = walk.page.locator(".tiles").get_by_role("link")
    assert through.locator("strong").inner_text() == "108"
    walk.step(through)
    assert walk.page.locator("tbody tr").count() == 108


WALKS: list[Callable[[Walk], None]] = [
    what_must_it_finish_by_year_end, who_leads_it, who_co_owns_task_8, with_whom_must_i_coordinate,
    which_tasks_rest_on_anothers_platform, which_towns_have_duties, what_changed_since_last_year,
    print_one_departments_list, as_a_spreadsheet, in_my_calendar, the_exact_sentence,
    what_carries_out_the_14th_five_year_plan,
]  # fmt: skip


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_twelve_questions_in_three_steps(
    browser: Browser,
    four_address: str,
    language: str,
    width: int,
    scripts: bool,
) -> None:
    locale = {"zh": "zh-CN", "en": "en-GB"}[language]
    visit = Visit(browser, four_address, width=width, locale=locale, scripts=scripts)
    for walk in WALKS:
        walk(Walk(visit, language))
        if scripts:
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, walk.__name__
        if width == 390 and scripts:
            visit.shot(f"walk-{walk.__name__}-{language}")
    visit.close()
