"""Numbers that reconcile: what a page says, what its question says, and what its download holds."""

from __future__ import annotations

import csv
import html
import io
import re

import httpx
import pytest


def as_json(client: httpx.Client, path: str) -> dict:  # type: ignore[type-arg]
    found: dict = client.get(path, headers={"accept": "application/json"}).json()  # type: ignore[type-arg]
    return found


@pytest.mark.parametrize(
    "page",
    [
        "/items?kind=scene&within=松江2023",
        "/items?within=松江&q=数据",
        "/owners?within=嘉定2024",
        "/policies?within=黄浦2025",
    ],
)
def test_a_download_carries_the_pages_filters_and_gives_every_row(four: httpx.Client, page: str) -> None:
    shown = four.get(page).text
    address = re.search(r'href="(/api/v1/[^"]+\.csv[^"]*)"', shown)
    assert address
    link = html.unescape(address[1])
    total = as_json(four, link.replace(".csv", ".json"))["total"]
    assert 0 < total < as_json(four, re.sub(r"\.csv.*", ".json", link))["total"]
    assert len(list(csv.reader(io.StringIO(four.get(link).text)))) == total + 1


def test_a_table_that_nobody_limits_gives_every_row(four: httpx.Client) -> None:
    assert (
        len(four.get("/api/v1/items.csv").text.splitlines())
        == as_json(four, "/api/v1/items")["total"] + 1
        == 4 * 54 + 1
    )
    assert len(four.get("/api/v1/items.csv?limit=10").text.splitlines()) == 11


def test_heat_map_rows_add_up_to_the_owners_items(four: httpx.Client) -> None:
    shown = four.get("/?within=松江2023").text
    heat = shown[shown.index('<table class="heat">') :]
    heat = heat[: heat.index("</table>")]
    for name, cells in re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a></th>(.*?)</tr>', heat, re.S):
        numbers = [int(n) for n in re.findall(r">(\d+)<", cells)]
        assert sum(numbers[:-1]) == numbers[-1], name


def test_what_has_no_section_is_shown_and_can_be_asked_for(
    four: httpx.Client, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from graph.store import open_store
    from loaders.parse import load_plan
    from tests.api.server import serving

    folder = tmp_path_factory.mktemp("flat")
    text = "某市2024年重点工作安排\n\n1. 建设数据平台。建设统一平台。（责任单位：市数据局）\n\n2. 修路。修好道路。（责任单位：市交通局）\n"
    (folder / "flat.txt").write_text(text, "utf-8")
    with open_store(str(folder / "flat.kgl"), write=True) as store:
        store.replace([load_plan(folder / "flat.txt")[0]])
    with serving(str(folder / "flat.kgl")) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        shown = client.get("/", headers={"accept-language": "zh"}).text
        assert shown.count("无章节") == 2 + 1  # heat map (its title too), Sankey
        assert as_json(client, "/api/v1/items?section=none")["total"] == 2


def test_policies_say_the_same_on_page_question_and_data(four: httpx.Client) -> None:
    name = "松江区城市数字化转型“十四五”规划"
    (one,) = as_json(four, f"/api/v1/policies?q={name}")["items"]
    (row,) = as_json(four, f"/api/v1/queries/policies?q={name}")["items"]
    assert [one[key] for key in ("implemented", "cited", "depended", "issued")] == [
        row[key] for key in ("implemented", "cited", "depended", "issued")
    ]
    under = as_json(four, f"/api/v1/queries/items-under-policy?policy={name}&limit=1000")["items"]
    assert one["through"] == sum(item["hops"] > 1 for item in under) == 108
    tiles = re.findall(r"<strong>(\d+)</strong>", four.get(f"/policies/{name}").text)
    assert tiles == [str(one[key]) for key in ("implemented", "cited", "depended", "issued", "through")]


@pytest.mark.parametrize(
    "page",
    [
        "/questions/targets-due?by=2023", "/questions/owners-of-item?item=松江2023:8", "/questions/policies", "/policies",
        "/questions/details-of-item?item=松江2023:8", "/questions/owners", "/questions/items-of-owner?owner=松江区科委",
        "/policies/松江区城市数字化转型“十四五”规划", "/desk?owner=松江区科委", "/owners/松江区科委", "/quality",
    ],
)  # fmt: skip
def test_no_code_word_is_shown_for_what_has_a_name(four: httpx.Client, page: str) -> None:
    shown = four.get(page).text
    main = shown[shown.index("<main") : shown.index("</main>")]
    words = html.unescape(re.sub(r"<[^>]+>", "|", re.sub(r"<(pre|form).*?</\1>", "", main, flags=re.S)))
    coded = r"responsible|support|annex\d|five-year-plan|action-plan|>=|<=|310117|policy-[0-9a-f]{6}|task-[0-9a-f]{6}|\bTask\b|True|False"
    assert re.findall(coded, words) == []


@pytest.mark.parametrize(
    ("page", "told", "way"),
    [
        ("/items?q=没有这样的文字", "没有符合条件的事项", "/search?q="),
        ("/questions/targets-due?by=1999", "没有符合的行", "/questions"),
        ("/desk?owner=松江区科委&due_before=1999", "没有符合条件的行", "/desk?owner="),
        ("/collaboration?strength=50", "没有这样的协作", "/collaboration"),
        ("/owners?q=没有", "没有找到", "/owners"),
        ("/search?q=zzzzqqqq", "没有找到", "/questions"),
    ],
)
def test_an_empty_answer_says_why_and_where_to_go_on(four: httpx.Client, page: str, told: str, way: str) -> None:
    shown = four.get(page).text
    empty = shown[shown.index('<div class="card nothing">') :]
    assert told in empty
    assert f'class="button" href="{way}' in empty


def test_the_network_can_be_walked_and_narrowed(four: httpx.Client) -> None:
    whole = four.get("/collaboration?within=松江2023").text
    step = re.search(
        r'<a href="(/collaboration\?[^"]*owner=[^"]+)" class="dot[^>]*data-node="org-310117-4bd44b733ced"', whole
    )
    assert step
    near = four.get(html.unescape(step[1])).text
    assert "<h1>区科委与谁共事</h1>" in near
    owner = as_json(four, "/api/v1/owners/松江区科委/co-owners?plan=松江2023")
    dots = set(re.findall(r'data-node="([^"]+)"', near))
    assert dots == {"org-310117-4bd44b733ced", *(one["id"] for one in owner["items"])}
    strong = four.get(html.unescape(step[1]) + "&strength=3").text
    assert len(re.findall(r'data-node="', strong)) == 1 + sum(one["shared_total"] >= 3 for one in owner["items"])
    section = re.search(r'<option value="(section-[^"]+)">六大数字经济产业工程', whole)
    assert section
    assert len(
        re.findall("data-node=", four.get(f"/collaboration?within=松江2023&section={section[1]}&owner=区科委").text)
    ) < len(dots)
