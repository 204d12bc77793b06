"""How a text is written in traditional characters."""

from __future__ import annotations

from pathlib import Path

import opencc
import pytest

from graph.characters import traditional_forms

PLAN = Path(__file__).parents[2] / "data" / "songjiang-2023.txt"


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("发展里程碑", ["發展里程碑"]), ("头发", ["頭髮"]), ("为群众", ["爲羣衆", "為群眾", "為羣眾"]), ("大局", []),
        ("台账", ["臺賬", "台賬"]),
    ],
)  # fmt: skip
def test_each_standard_s_form_is_told_once(text: str, forms: list[str]) -> None:
    assert traditional_forms(text) == forms


def test_the_forms_are_those_of_each_standard_s_own_converter() -> None:
    converters = [opencc.OpenCC(direction) for direction in ("s2t", "s2tw", "s2hk")]
    lines = PLAN.read_text("utf-8").splitlines()
    assert len(lines) > 100
    for line in lines:
        written = dict.fromkeys(converter.convert(line) for converter in converters)
        assert traditional_forms(line) == [form for form in written if form != line]
