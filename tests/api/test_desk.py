"""The desk of those who follow up: one list by due date, and the files and subscriptions that it can be taken along as."""

from __future__ import annotations

import csv
import gzip
import io
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
import vobject
from docx import Document
from lxml import etree

from api.desk.ledger import FORM, Ledger, Packed, Packer, read_ledger
from graph.store import open_store
from loaders.parse import load_plan
from queries.answers.desk import DeskRow
from tests.api.conftest import plan_text
from tests.api.server import serving

ASKED = {"owner": "松江区科委", "plan": "松江2023", "asof": "2023-11-01"}
HEADINGS = [
    "序号",
    "应完成日期",
    "时限（原文）",
    "状态",
    "类别",
    "编号",
    "事项",
    "目标或里程碑",
    "本单位角色",
    "牵头与责任单位",
    "章节",
]


def rows(client: httpx.Client, **more: str) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/desk", params={**ASKED, **more}, headers={"accept": "application/json"})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_tasks_and_targets_stand_in_one_list_by_due_date(four: httpx.Client) -> None:
    found = rows(four)
    assert [row["due"] for row in found] == ["2023-12-31"] * 14 + [None] * 7
    first = found[0]
    assert (first["what"], first["item"]["ref"], first["role"]) == ("item", "2", "responsible")
    assert first["deadline_as_printed"] == "2023年底；年底"
    assert {"target", "milestone"} <= {row["what"] for row in found}


def test_rows_of_body_and_annex_that_detail_each_other_are_one(four: httpx.Client) -> None:
    folded = {row["item"]["ref"]: [one["ref"] for one in row["also"]] for row in rows(four, what="item")}
    assert folded == {
        "2": ["annex1/6", "annex1/7"],
        "5": [f"annex3/{n}" for n in range(1, 6)],
        "6": ["annex1/4", "annex1/5"],
        "8": ["annex3/6"],
        "18": [],
    }


def test_a_member_of_a_group_is_told_what_the_group_carries(four: httpx.Client) -> None:
    found = rows(four, owner="洞泾镇")
    assert {(row["item"]["ref"], (row["via"] or {}).get("name")) for row in found if row["what"] == "item"} >= {
        ("5", None),
        ("6", "各街镇及经开区"),
    }


@pytest.mark.parametrize(
    ("given", "refs"),
    [
        ({"due_before": "2023", "what": "item"}, ["2", "5"]),
        ({"state": "undated", "what": "item"}, ["6", "8", "18"]),
        ({"state": "overdue"}, []),
        ({"state": "overdue", "asof": "2024-01-01", "what": "milestone"}, ["2", "2", "5"]),
        ({"role": "lead"}, []),
        ({"sort": "-due", "what": "item"}, ["2", "5", "6", "8", "18"]),
        ({"sort": "plan", "what": "item"}, ["2", "5", "6", "8", "18"]),
        ({"q": "数据要素", "what": "item"}, ["8"]),
    ],
)
def test_filters_and_orders(four: httpx.Client, given: dict[str, str], refs: list[str]) -> None:
    assert [row["item"]["ref"] for row in rows(four, **given)] == refs


def test_the_list_of_a_plan_and_of_a_chapter(four: httpx.Client) -> None:
    whole = four.get("/api/v1/desk?plan=松江2023&what=item", headers={"accept": "application/json"}).json()
    chapter = whole["items"][0]["section"]
    part = four.get(f"/api/v1/desk?what=item&section={chapter['id']}", headers={"accept": "application/json"}).json()
    assert 0 < part["total"] < whole["total"] < 54
    assert {row["section"]["name"] for row in part["items"]} == {chapter["name"]}
    assert f"<h1>{chapter['name']}责任分解表</h1>" in four.get(f"/desk?section={chapter['id']}").text


def test_the_workbook_is_read_back_by_libreoffice(four: httpx.Client, tmp_path: Path) -> None:
    answer = four.get("/api/v1/desk.xlsx", params=ASKED)
    (tmp_path / "desk.xlsx").write_bytes(answer.content)
    office = shutil.which("soffice")
    assert office, "LibreOffice is needed"
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "desk.xlsx")], check=True, timeout=120, capture_output=True
    )
    table = list(csv.reader(io.StringIO((tmp_path / "desk.csv").read_text("utf-8"))))
    assert table[0][0] == "区科委责任分解表"
    assert table[1][0] == "截至 2023-11-01，共 21 行"
    assert table[2] == HEADINGS
    assert len(table) == 3 + 21
    assert table[3][:7] == [
        "1",
        "2023-12-31",
        "2023年底；年底",
        "未到期",
        "任务",
        "2、附件1·6、附件1·7",
        "加强数字基础设施支撑赋能",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert (sheet.title, sheet.freeze_panes, sheet.page_setup.orientation) == ("责任分解表", "A4", "landscape")
    assert sheet.column_dimensions["G"].width > 20


def test_csv_and_document_hold_the_same_table(four: httpx.Client) -> None:
    text = four.get("/api/v1/desk.csv", params=ASKED).content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    assert (table[0], len(table)) == (HEADINGS, 22)
    (found,) = Document(io.BytesIO(four.get("/api/v1/desk.docx", params=ASKED).content)).tables
    assert [[cell.text for cell in row.cells] for row in found.rows] == table


def test_headings_in_english(four: httpx.Client) -> None:
    text = four.get("/api/v1/desk.csv", params={**ASKED, "lang": "en"}).content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("#,Due,Deadline as printed,State,What,No.,Item,Target or milestone,Role,")
    assert ",Responsible," in text.splitlines()[1]


def test_another_library_reads_the_calendar(four: httpx.Client) -> None:
    answer = four.get("/api/v1/desk.ics", params=ASKED)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = vobject.readOne(answer.text).vevent_list
    dated = [row for row in rows(four) if row["due"]]
    assert [event.uid.value for event in events] == [f"{row['id']}@plangraph" for row in dated]
    assert [str(event.dtstart.value) for event in events] == [row["due"] for row in dated]
    assert events[0].summary.value == "加强数字基础设施支撑赋能"
    assert "区建管委" in events[0].description.value
    assert events[0].url.value.endswith(f"/items/{dated[0]['item']['id']}")
    assert four.get("/api/v1/desk.ics", params=ASKED).content == answer.content


def test_a_calendar_links_to_the_name_that_it_was_asked_from(four: httpx.Client) -> None:
    ours = four.get("/api/v1/desk.ics", params=ASKED)
    other = four.get("/api/v1/desk.ics", params=ASKED, headers={"host": "localhost"})
    (first, *_) = vobject.readOne(other.text).vevent_list
    assert first.url.value.startswith("http://localhost/items/")
    assert "localhost" not in ours.text
    assert other.headers["etag"] != ours.headers["etag"]


def test_what_is_overdue_today_is_not_kept_for_tomorrow(four: httpx.Client) -> None:
    judged, today = four.get("/desk", params=ASKED), four.get("/desk", params={**ASKED, "asof": ""})
    assert "etag" in judged.headers
    assert "etag" not in today.headers
    assert today.headers["cache-control"] == "no-cache"


def test_the_feed_tells_what_a_load_changed(tmp_path: Path) -> None:
    file, store = tmp_path / "plan.txt", str(tmp_path / "plans.kgl")
    file.write_text(plan_text("松江2023"), "utf-8")
    with open_store(store, write=True) as opened:
        opened.replace([load_plan(file)[0]])
    with serving(store) as (address, app), httpx.Client(base_url=address, timeout=30) as client:
        assert _entries(client, "区科委") == []
        file.write_text(plan_text("松江2023").replace("新建 350 个", "新建 400 个"), "utf-8")
        with open_store(store, write=True) as opened:
            opened.replace([load_plan(file)[0]])
        app.state.holder.refresh()  # unless the server saw it by itself already
        told = _entries(client, "区科委")
        # The annex still says 350, which now is a target of its own.
        assert [title for title, _ in told] == [
            "新增：2023年5G室外宏基站新建350个",
            "变更：2023年5G室外宏基站新建400个",
        ]
        assert "2023年5G室外宏基站新建350个 → 2023年5G室外宏基站新建400个" in told[1][1]
        assert _entries(client, "区文旅局") == []
    file.write_text(plan_text("松江2023"), "utf-8")
    with open_store(store, write=True) as opened:  # while no server runs
        opened.replace([load_plan(file)[0]])
    with serving(store) as (address, app), httpx.Client(base_url=address, timeout=30) as client:
        # The next one knows what the first told, and what changed since.
        assert [title for title, _ in _entries(client, "区科委")] == [
            "变更：2023年5G室外宏基站新建350个",
            "取消：2023年5G室外宏基站新建350个",
            *(title for title, _ in told),
        ]


def damaged(lines: bytes, count: int) -> str:
    """A ledger with such rows of one plan."""
    rows = {"policy-1": Packed(count=count, lines=lines)}
    return Ledger(form=FORM, since=datetime(2026, 1, 1, tzinfo=UTC), sources={}, rows=rows, loads=()).model_dump_json()


@pytest.mark.parametrize(
    "content",
    [
        "{",
        '{"since":"2026-01-01T00:00:00Z"}',
        damaged(b"", 1),
        damaged(gzip.compress(b"{}\n"), 1),
        damaged(gzip.compress(b"{}\n")[:-9], 1),
    ],
)
def test_a_ledger_that_is_none_is_begun_anew(content: str, tmp_path: Path) -> None:
    store = tmp_path / "plans.kgl"
    with open_store(str(store), write=True) as opened:
        opened.replace([])
    kept = tmp_path / "plans.changes.json"
    kept.write_text(content)
    with serving(str(store)) as (address, _), httpx.Client(base_url=address, timeout=30) as client:
        answer = client.get("/api/v1/desk.atom")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    ledger = read_ledger(kept)
    assert ledger is not None
    assert ledger.rows == {}


def test_rows_are_packed_and_come_out_as_they_were(client: httpx.Client) -> None:
    rows = [DeskRow.model_validate(row) for row in client.get("/api/v1/desk", params={"limit": 200}).json()["items"]]
    packers = [Packer(), Packer()]
    for packer in packers:
        for row in rows:
            packer.add(row)
    packed, same = (packer.packed() for packer in packers)
    assert (packed.count, packed) == (41, same)
    assert list(packed.models(DeskRow)) == rows
    assert len(packed.lines) < 500 * len(rows)


def _entries(client: httpx.Client, owner: str) -> list[tuple[str, str]]:
    answer = client.get("/api/v1/desk.atom", params={"owner": owner})
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = etree.fromstring(answer.content)
    name = {"a": "http://www.w3.org/2005/Atom"}
    assert str(answer.url).startswith(feed.findtext("a:id", "", name).partition("?")[0])
    assert "/api/v1/desk.atom" in feed.findtext("a:id", "", name)
    return [
        (entry.findtext("a:title", "", name), entry.findtext("a:summary", "", name))
        for entry in feed.findall("a:entry", name)
    ]
