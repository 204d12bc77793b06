import pytest

from loaders.text.patterns import Led


@pytest.mark.parametrize(
    ("beginnings", "found"),
    [
        (("全年", "本年度"), ["全年", "本年度"]),  # the first two letters count
        (("全", "本"), ["全年", "本年度"]),
        (("全", "全年", "本年"), ["全年", "本年度"]),  # a letter alone holds for its pairs
    ],
)
def test_a_pattern_is_looked_for_where_its_beginnings_stand(beginnings: tuple[str, ...], found: list[str]) -> None:
    led = Led.of("全年|本年度", beginnings)
    assert [match[0] for match in led.finditer("全面全年完成,全区本年度")] == found
