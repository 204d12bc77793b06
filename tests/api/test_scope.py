"""What pages are about: the switch of plan, year or place, bodies told apart, and numbers within what is chosen."""

from __future__ import annotations

import html
import re

import httpx
import pytest
from bs4 import BeautifulSoup

SONGJIANG = "310117"


def main(page: str) -> str:
    """The words of a page's main part."""
    inner = page[page.index("<main") : page.index("</main>")]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", inner)))


def test_home_is_the_list_of_plans_with_their_places_by_name(four: httpx.Client) -> None:
    shown = main(four.get("/").text)
    places = re.findall(r"(\d{4}) (黄浦区|嘉定区|松江区) \S+(\d{4})年重点工作安排", shown)
    assert [place for _, place, _ in places] == ["黄浦区", "嘉定区", "松江区", "松江区"]
    assert "区科委（松江）" in shown
    assert SONGJIANG not in shown


@pytest.mark.parametrize(("word", "plans"), [("松江", 2), ("310117", 2), ("2024", 2), ("嘉定区", 1), ("松江2023", 1)])
def test_the_switch_takes_a_place_a_year_or_a_plan(four: httpx.Client, word: str, plans: int) -> None:
    listed = four.get("/api/v1/plans", headers={"accept": "application/json"}).json()["items"]
    shown = four.get("/quality", params={"within": word}).text
    named = {plan["name"] for plan in listed if plan["name"] in main(shown)}
    assert len(named) == (plans if plans > 1 else 0)  # a page about one plan does not name it in each row
    assert shown.count(" selected") == 1


def test_what_is_chosen_stays_in_every_link(four: httpx.Client) -> None:
    page = four.get("/owners", params={"within": "松江", "lang": "en"}).text
    links = re.findall(r'<a [^>]*href="(/(?!api|static)[^"]*)"', page)
    links = [link for link in links if "lang=zh" not in link]  # the switch of language says what the address said
    assert len(links) > 40
    assert [link for link in links if "within=310117" not in link or "lang=en" not in link] == []
    assert re.search(r'<form class="find".*?name="within" value="310117"', page, re.S)


def test_ranks_and_counts_are_within_what_is_chosen(four: httpx.Client) -> None:
    def row(word: str) -> str:
        found = re.search(
            r"(\d+) 区数字化办(?:（松江）)? (?:上海市松江区\S+ )?部门 (\d+)",
            main(four.get("/owners", params={"within": word}).text),
        )
        assert found
        return f"{found[1]}. {found[2]}"

    assert row("松江2023") == "4. 8"
    assert row("松江") == "4. 16"


def test_one_name_is_told_apart_by_place(four: httpx.Client) -> None:
    page = four.get("/owners/区科委")
    assert page.status_code == 409
    assert {"区科委（松江）", "区科委（嘉定）", "区科委（黄浦）"} <= set(re.findall(r"区科委（\w+）", main(page.text)))
    assert "<h1>区科委</h1>" in four.get("/owners/区科委?within=松江").text
    assert "<h1>区科委（松江）</h1>" in four.get("/owners/松江区科委").text


def test_an_unknown_choice_is_told(four: httpx.Client) -> None:
    answer = four.get("/owners?within=没有这里")
    assert answer.status_code == 404
    assert "没有这个名称" in main(answer.text)


def test_last_year_is_what_a_plan_is_compared_with(four: httpx.Client) -> None:
    page = four.get("/compare").text
    assert re.findall(r"selected>(松江区[^<]+)<", page) == [
        "松江区城市数字化转型2023年重点工作安排",
        "松江区城市数字化转型2024年重点工作安排",
    ]


def test_hits_say_whose_they_are_and_an_item_is_counted_for_its_own_plan_alone(four: httpx.Client) -> None:
    found = four.get("/api/v1/search", params={"q": "区交通委 公交"}, headers={"accept": "application/json"}).json()
    assert [[plan["name"][:3] for plan in hit["plans"]] for hit in found["items"]] == [
        ["黄浦区"],
        ["嘉定区"],
        ["松江区"],
        ["松江区"],
    ]
    assert {value["n"] for value in found["facets"]["plan"]} == {1}
    page = BeautifulSoup(four.get("/search", params={"q": "区科委"}).text, "html.parser")
    assert [hit.find("a").text for hit in page.select(".hits h2")] == [
        "区科委（黄浦）",
        "区科委（嘉定）",
        "区科委（松江）",
    ]
    chart = BeautifulSoup(four.get("/questions/workload-by-owner").text, "html.parser").select(
        ".bars li > span:first-child"
    )
    assert len({bar.text for bar in chart}) == len(chart) > 10
    owner = BeautifulSoup(four.get("/owners/松江区科委").text, "html.parser")
    chapters = [link.text for link in owner.select("section[aria-labelledby=h-sec] a")]
    assert len(set(chapters)) == len(chapters) == 10
