"""``queries``, ``query`` and ``cypher``: formats, references, languages, and wrong usage."""

import csv
import io
import json

import pytest

from tests.api.cli.conftest import Run


def test_the_catalogue_is_listed_in_both_languages_and_as_json(run: Run) -> None:
    assert "哪些部门共同负责这项工作" in run("queries", PLANGRAPH_LANG="zh").stdout
    listed = json.loads(run("queries", "--format", "json").stdout)
    entry = next(entry for entry in listed if entry["name"] == "co-owners-of-item")
    assert entry["question"]["en"].startswith("Which owners co-own")
    assert entry["parameters"][0]["name"] == "item"
    assert entry["parameters"][0]["required"] is True


def test_a_query_answers_as_table_json_and_csv(loaded: Run) -> None:
    words = ("query", "workload-by-owner", "limit=2")
    assert "区科委" in loaded(*words).stdout
    rows = json.loads(loaded(*words, "--format", "json").stdout)
    assert [(row["owner"], row["items"]) for row in rows] == [("区科委", 15), ("区经委", 9)]
    read = list(csv.DictReader(io.StringIO(loaded(*words, "--format", "csv").stdout)))
    assert [(row["owner"], row["items"]) for row in read] == [("区科委", "15"), ("区经委", "9")]


@pytest.mark.parametrize(
    "item", ["8", "松江区城市数字化转型2023年重点工作安排:8", "松科委〔2023〕6号:8", "task-6f87f3e90c20-8"]
)
def test_an_item_goes_by_its_id_or_by_plan_and_number(loaded: Run, item: str) -> None:
    rows = json.loads(loaded("query", "owners-of-item", f"item={item}", "--format", "json").stdout)
    names = [row["owner"] for row in rows]
    assert names == ["区数字化办", "区经委", "区科委", "区文旅局", "区政务服务办", "区大数据中心"]


def test_an_owner_goes_by_an_alias(loaded: Run) -> None:
    rows = json.loads(loaded("query", "items-of-owner", "owner=区规划资源局", "--format", "json").stdout)
    assert [row["ref"] for row in rows] == ["18", "19", "annex2/1"]


def test_a_text_of_ones_own_is_read_only(loaded: Run) -> None:
    text = "MATCH (p:Plan) RETURN p.name AS name"
    assert "松江区" in loaded("cypher", text).stdout
    done = loaded("cypher", "MATCH (p:Plan) DETACH DELETE p")
    assert done.returncode == 1
    assert done.stderr.startswith("plangraph: ")
    assert "松江区" in loaded("cypher", text).stdout


def test_parameters_are_values_only(loaded: Run) -> None:
    done = loaded("cypher", "RETURN $a AS a, $b AS b", "a=3", "b=' OR 1=1 //", "--format", "json")
    assert json.loads(done.stdout) == [{"a": 3, "b": "' OR 1=1 //"}]


@pytest.mark.parametrize(
    ("words", "status", "complaint"),
    [
        (("query", "co-owner"), 1, "co-owner"),
        (("query", "owners-of-item"), 2, "item is missing"),
        (("query", "owners-of-item", "item=99"), 1, "99"),
        (("query", "owners-of-item", "items=8"), 2, "items"),
        (("query", "owners-of-item", "8"), 2, "is not key=value"),
        (("query", "plans", "--format", "xml"), 2, "xml"),
        (("query", "items-of-owner", "owner=区经委", "limit=many"), 2, "must be a whole number, not 'many'"),
        (("cypher", "MATCH (a), (b) MATCH p = allShortestPaths((a)-[*]-(b)) RETURN p", "--timeout", "0.2"), 1, "0.2 s"),
        (("frobnicate",), 2, "frobnicate"),
        (("cypher", "MATCH (n RETURN n"), 1, "plangraph: "),
    ],
)
def test_what_is_wrong_is_said_and_nothing_else(
    loaded: Run, words: tuple[str, ...], status: int, complaint: str
) -> None:
    done = loaded(*words)
    assert done.returncode == status
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    if done.stderr.startswith("plangraph: "):
        assert done.stderr.count("\n") == 1


def test_a_question_as_people_put_it_is_answered_and_told_how_it_was_read(loaded: Run) -> None:
    done = loaded("ask", "谁和区经委一起做第8项？", "--format", "json")
    assert done.stderr == "understood as: co-owners-of-item owner=松江区经委 item=松江2023:8\n"
    pairs = json.loads(done.stdout)
    assert {"区经委"} == {name for name in ("区经委",) if all(name in (p["owner"], p["partner"]) for p in pairs)}
    assert len(pairs) == 5
    english = loaded("ask", "what", "must", "区科委", "finish", "by", "year", "end", "--format", "json")
    assert [row["ref"] for row in json.loads(english.stdout)] == ["2", "5", "annex1/6"]
    assert "理解为：workload-by-owner" in loaded("ask", "谁的任务最多", PLANGRAPH_LANG="zh").stderr


@pytest.mark.parametrize(
    ("question", "complaint"),
    [
        ("区科委的预算是多少", "'区科委的预算是多少' is not understood: nothing is known of '预算'; understood: 区科委 多少; "),
        ("任务99由谁负责", "may mean several things, or names what is not there; say which: plangraph query owners-of-item item='?'"),
        ("哪些任务提到“一网通办”", "plangraph query items-of-entity entity=一网通办; plangraph query search q=一网通办"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_and_not_guessed(loaded: Run, question: str, complaint: str) -> None:
    done = loaded("ask", question)
    assert (done.returncode, done.stdout) == (1, "")
    assert complaint in done.stderr
