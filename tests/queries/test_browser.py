"""What Neo4j Browser is given: the texts. How a real Browser takes them: test_pasted.py."""

from __future__ import annotations

import io
import json
import re
import zipfile

from graph.schema import schema
from queries.browser import (
    assets,
    connected,
    entries,
    filled,
    guide,
    saved_queries,
    settings,
    style,
)  # fmt: skip
from queries.catalogue import catalogue

GIVEN = {"plan": "松江2023", "item": "松江2023:8", "owner": "松江区科委", "thing": "平台"}


def test_parameters_are_filled_where_they_are_parameters_only() -> None:
    text = "MATCH (n {id: $id}) WHERE n.name <> '$id' AND n.`$id` > $idle // $id\nRETURN $id AS id, $n"
    assert filled(text, {"id": "任务'8'", "n": 5}) == (
        "MATCH (n {id: '任务\\'8\\''}) WHERE n.name <> '$id' AND n.`$id` > $idle // $id\nRETURN '任务\\'8\\'' AS id, 5"
    )


def test_texts_ask_for_things_and_the_lines_above_set_them() -> None:
    lines = settings(GIVEN)
    assert lines[:3] == [":param plan => '松江2023';", ":param item => '松江2023:8';", ":param owner => '松江区科委';"]
    given = {line.split()[1] for line in lines}
    for _, name, _, text in entries():
        assert set(re.findall(r"\$(\w+)", text)) <= given, name
    texts = {name: text for group, name, _, text in entries() if group != "graphs"}
    assert "$item" in texts["owners-of-item"]
    assert texts["items-of-owner"].endswith("ORDER BY plan, i.position, item_id")
    assert "SKIP 0 LIMIT 100" in texts["items-of-owner"]


def test_every_query_is_in_guide_and_saved_queries_once() -> None:
    names = [(group, name) for group, name, _, _ in entries()]
    assert {query.name for query in catalogue().values() if query.text} <= {name for _, name in names}
    assert len(set(names)) == len(names)
    with zipfile.ZipFile(io.BytesIO(saved_queries(GIVEN))) as archive:
        files = archive.namelist()
        assert len(files) == len(names) + 1
        assert all(name.count("/") == 1 for name in files)
        assert archive.read(files[0]).decode().splitlines()[1:] == settings(GIVEN)
        first = archive.read("plangraph 责任 responsibility/owners-of-item.cypher").decode()
    question = catalogue()["owners-of-item"].question
    assert first.startswith(f"// {question['zh']} · {question['en']}\nCALL () {{")
    assert guide(GIVEN).count('<pre class="code runnable">') == len(names) + 2
    assert assets() == assets()


def test_what_browser_does_once_connected_has_one_semicolon_between_commands() -> None:
    commands = connected().split("; ")
    assert [command.partition(" ")[0] for command in commands] == ["style", "clear", "guide", "auto"]
    assert not [command for command in commands if ";" in command]
    assert json.loads(commands[0].removeprefix("style "))["node.Task"]["caption"] == "{qualified_name}"


def test_the_style_names_every_label_and_lets_a_plan_look_like_a_plan() -> None:
    lines = style().splitlines()
    named = [line.split()[0].removeprefix("node.") for line in lines if line.startswith("node.")]
    assert sorted(named) == sorted(schema().labels)
    assert named.index("Policy") < named.index("Plan")
    assert all(line.count("{") - line.count("}") == 0 for line in lines)
