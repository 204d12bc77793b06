"""Traditional characters: matched as their simplified forms, printed as they stand."""

from __future__ import annotations

from loaders.text.view import View
from tests.loaders.plans import owners, parse


def test_traditional_characters_are_matched_one_for_one() -> None:
    text = "責任單位：市衛生局"
    view = View(text)
    assert (view.text, view.printed(5, 9)) == ("责任单位:市卫生局", "市衛生局")
    assert list(view.offsets) == list(range(len(text)))


def test_simplified_texts_keep_their_characters() -> None:
    assert View("乾县著名老字号").text == "乾县著名老字号"


def test_a_plan_in_traditional_characters() -> None:
    (item,) = parse(
        "雲嶺區2024年方案\n一、重點任務\n（一）推動發展。（主辦機關：市文化局；協辦機關：市財政局）\n"
    ).items
    assert (item.name, owners(item)) == ("推動發展", "市文化局 lead, 市財政局 support")
