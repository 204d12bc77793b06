"""The lexicon by its schema: what does not fit is told at once, with file, key and fault."""

from __future__ import annotations

from importlib.resources import files

import pytest

from graph.errors import RegistryError
from loaders.text.lexicon import Lexicon, lexicon, read_lexicon
from loaders.text.patterns import alternatives, any_of, kinds


def shipped() -> dict[str, str]:
    folder = files("loaders").joinpath("lexicon")
    return {name: folder.joinpath(f"{name}.yaml").read_text("utf-8") for name in Lexicon.model_fields}


def test_every_file_has_its_place_in_the_schema() -> None:
    folder = files("loaders").joinpath("lexicon")
    assert {entry.name for entry in folder.iterdir()} == {f"{name}.yaml" for name in Lexicon.model_fields}


def test_words_are_folded_and_the_longest_comes_first() -> None:
    limits = lexicon().deadlines.limits["end"]
    assert list(limits) == sorted(limits, key=lambda word: (-len(word), word))
    texts = shipped()
    said = texts["tables"].replace("scene_words: [场景]", "scene_words: 场景 超级场景")
    texts["tables"] = said.replace("project_words: [工程, 项目]", "project_words: []").replace(
        "seq: [", "seq: [Ｎo：, "
    )
    tables = read_lexicon(texts).tables
    assert "No:" in tables.columns["seq"]
    assert (tables.scene_words, tables.project_words) == (("超级场景", "场景"), ())


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("tables", "scene_words:", "scene_word:", "tables.yaml: scene_words: is missing"),
        ("tables", "scene_words: [场景]", "scene_words: [场景]\nscene_colours: [红]", "scene_colours: is unknown"),
        ("tables", "scene_words: [场景]", "scene_words: [场景]\nscene_words: [景]", "scene_words"),
        ("tables", "scene_words: [场景]", "scene_words: [场景, No]", "scene_words: must be a list of words"),
        ("tables", "scene_words: [场景]", "scene_words: 5", "scene_words: must be a list of words"),
        ("headings", "rank: 10", "rank: high", "headings.yaml: styles.0.rank"),
        ("headings", "rank: 10,", "", "styles.0.rank: is missing"),
        ("cues", "  soft: >-", "  weich: >-", "cues.yaml: BUILDS.soft: is missing"),
        ("tables", "columns:", "columns: [", "tables.yaml"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_schema_fails_at_start(name: str, old: str, new: str, said: str) -> None:
    texts = shipped()
    assert old in texts[name]
    texts[name] = texts[name].replace(old, new, 1)
    with pytest.raises(RegistryError, match=r"loaders/lexicon/\w+\.yaml") as caught:
        read_lexicon(texts)
    assert said in str(caught.value)


def test_patterns_and_kinds_of_word_lists() -> None:
    assert alternatives(["a.", "局", "公安局"]) == r"公安局|a\.|局"
    assert any_of(["局", "分局"]) == "(?:分局|局)"
    assert kinds({"lead": ("牵头",), "support": ("配合", "协助")}) == {
        "牵头": "lead",
        "配合": "support",
        "协助": "support",
    }
