"""The worth of words: what a small plan loses without them, what stands idle, and what stands in no text."""

from __future__ import annotations

import json

import pytest

from loaders.score import gold_files
from loaders.score.ablate import Worth, ablate, entries, without
from loaders.text.lexicon import lexicon, shipped_lexicon, use_lexicon

TEXT = (
    "云岭区2024年重点任务\n一、民生\n1.建成社区食堂。年底前完成。(责任单位:区民政局)\n2.新增学位。(责任单位:区教育局)\n"
)


def owner(name: str) -> list[dict[str, str]]:
    return [{"as_printed": name, "name": name, "role": "responsible"}]


@pytest.fixture(scope="module")
def worths(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Worth]:
    folder = tmp_path_factory.mktemp("gold")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    tasks = [
        {"key": "1", "head": "建成社区食堂", "deadline": "年底前", "owners": owner("区民政局")},
        {"key": "2", "head": "新增学位", "owners": owner("区教育局")},
    ]
    (folder / "a.gold.json").write_text(json.dumps({"tasks": tasks}, ensure_ascii=False), "utf-8")
    files = gold_files([folder])
    seen: list[tuple[int, int]] = []
    found = list(ablate(files, "deadlines.limits", workers=1, progress=lambda _, n, all_: seen.append((n, all_))))
    assert seen[-1] == (len(found), len(found))
    found += ablate(files, "headings.styles", workers=2)
    return {(worth.entry.where, worth.entry.text): worth for worth in found}


def test_a_word_of_a_deadline(worths: dict[tuple[str, str], Worth]) -> None:
    worth = worths["deadlines.limits.end", "底前"]
    assert (worth.texts, worth.changed) == (1, 1)
    assert worth.counts == {("deadlines", "right"): -1, ("deadlines", "missed"): 1}
    assert worth.earned == 1


def test_words_that_stand_idle_or_in_no_text(worths: dict[tuple[str, str], Worth]) -> None:
    idle = worths["deadlines.limits.end", "底"]  # 底前 is longer
    assert (idle.texts, idle.changed, idle.counts) == (1, 0, {})
    absent = worths["deadlines.limits.end", "底之前"]
    assert (absent.texts, absent.changed) == (0, 0)


def test_a_rule_goes_with_all_its_words(worths: dict[tuple[str, str], Worth]) -> None:
    worth = next(w for (where, text), w in worths.items() if where == "headings.styles" and text.endswith("number"))
    assert worth.entry.rule
    assert worth.changed == 1


def test_each_entry_leaves_a_lexicon_that_lacks_only_it() -> None:
    found = entries()
    assert len({entry.path for entry in found}) == len(found)
    ruled = [entry for entry in found if entry.rule]
    for entry in [*found[::97], *ruled]:
        less = entries(without([entry]))
        gone = sum(1 for other in found if other.path[: len(entry.path)] == entry.path)
        assert len(less) == len(found) - gone, entry


def test_parts_of_the_lexicon() -> None:
    assert {entry.where for entry in entries(part="deadlines.done")} == {"deadlines.done"}
    assert [entry.text for entry in entries(part="deadlines.don")] == []
    assert {entry.where for entry in entries(part="meta.front_matter.name")} == {"meta.front_matter.name"}
    assert {"今年", "明年"} <= {entry.text for entry in entries(part="deadlines.relative_years")}


def test_the_lexicon_is_as_shipped_afterwards() -> None:
    (entry,) = [e for e in entries(part="deadlines.limits.end") if e.text == "底前"]
    use_lexicon(without([entry]))
    assert without([entry]) == lexicon() != shipped_lexicon()
    use_lexicon(None)
    assert lexicon() is shipped_lexicon()
