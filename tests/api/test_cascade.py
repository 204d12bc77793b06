"""/plans/{id}/cascade: a plan between those above and below."""

from __future__ import annotations

import re
from pathlib import Path

import httpx

from graph.store import open_store
from loaders.parse import load_plan
from tests.api.server import serving

PLANS = Path(__file__).parents[1] / "gold" / "cascade"


def test_a_plan_between_those_above_and_below(tmp_path: Path) -> None:
    path = str(tmp_path / "plans.kgl")
    with open_store(path, write=True) as store:
        store.replace([load_plan(file)[0] for file in sorted(PLANS.glob("*.txt"))])
    with serving(path) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        told = client.get("/api/v1/plans/南通市2025年数字惠民重点工作安排/cascade").json()
        assert client.get("/api/v1/plans/没有这份计划/cascade").status_code == 404
        page = client.get("/cascade?within=南通2025", headers={"accept": "text/html", "accept-language": "zh"}).text
    numbers = re.findall(r'<span class="no">(.*?)</span>', page)
    assert numbers[:2] == ["1", "江苏 1"]  # an item of another plan than the chosen one says whose it is
    assert {"崇川2025 附件1·1", "附件1·1"} <= set(numbers)
    assert [(column["level"], column["plan"]["name"]) for column in told["columns"]] == [
        (0, "江苏省“十四五”数字惠民服务规划"),
        (1, "南通市2025年数字惠民重点工作安排"),
        (2, "南通市崇川区2025年数字惠民工作要点"),
        (2, "南通市海门区2025年数字惠民工作要点"),
    ]
    ids = [{item["id"] for item in column["items"]} for column in told["columns"]]
    ways = {(ids.index(lower), ids.index(upper)) for lower, upper in _ends(told["links"], ids)}
    assert ways == {(1, 0), (2, 1), (3, 1)}
    assert "same-scene" in {link["basis"] for link in told["links"]}
    assert all(0 < link["score"] <= 1 for link in told["links"])


def _ends(links: list[dict[str, dict[str, str]]], ids: list[set[str]]) -> list[tuple[set[str], set[str]]]:
    def column(item: dict[str, str]) -> set[str]:
        return next(one for one in ids if item["id"] in one)

    return [(column(link["lower"]), column(link["upper"])) for link in links]
