"""The words of the language are data: no literal in the loaders' code holds Chinese but numerals and signs of dates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import loaders

ROOT = Path(loaders.__file__).parent
_HAN = re.compile("[\u3400-\u9fff]")
# Ranges of characters, numerals with what makes them ordinals or numbers of documents, and the signs of a date.
_RANGES = re.compile("一-[\u9fff\u9fa5]|\u9fff")
_SIGNS = set("〇零○一二三四五六七八九十百千万亿两第号年月日")
# Grammars of characters themselves, by file: what they may hold besides.
_SCRIPT = {
    "text/dates.py": "至到度份额季",
    "readers/pdf_layout.py": "页共",  # runs where no lexicon is loaded
}
# What folds one character to another is no word.
_TABLES = {"text/view.py"}


def literals(tree: ast.Module) -> Iterator[ast.Constant]:
    """The string constants of a module that are no docstrings."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node


def words_in(path: Path) -> list[str]:
    """The literals of a file that hold words of the language, each with its line."""
    held = _SIGNS | set(_SCRIPT.get(path.relative_to(ROOT).as_posix(), ""))
    found = []
    for node in literals(ast.parse(path.read_text("utf-8"))):
        letters = _HAN.findall(_RANGES.sub("", str(node.value)))
        if set(letters) - held:
            found.append(f"{node.lineno}: {node.value}")
    return found


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_words_of_the_language_stand_in_the_lexicon(path: Path) -> None:
    if path.relative_to(ROOT).as_posix() not in _TABLES:
        assert words_in(path) == []
