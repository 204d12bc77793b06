"""Plan-like texts with what copying, scanning and editing do to them, for tests and benchmarks that ask: any text?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
_HEAD = 4
_LINES = 8
_MOST = 900
_BRACKETS = "()（）[]〔〕【】《》〈〉“”‘’"
_WIDE = {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)}
_WIDTH = str.maketrans({**_WIDE, **{wide: narrow for narrow, wide in _WIDE.items()}})
_DIGITS = str.maketrans("0123456789一二三四五六七八九十", "9730000000十九八七六五四三二一")
PAGE_MARKS = (
    "\n# Page 12:\n",
    "\n--- Page 13 ---\n",
    "[Page 16]",
    "\n— 12 —\n",
    "\n第 14 页 共 20 页\n",
    "\n7\n",
    "\f",
)
PIECES = (
    "一、", "（二）", "(三)\n", "1.", "2、", "行动1", "——任务1：", "第一条", "附件", "附件2：", "\n", "\n\n", "\t", "|", "。", "、", "；", "：",
    "（责任单位：", "牵头单位:", "配合单位：", "完成时限：", "列第一位者为牵头单位，下同", "以下任务均需各区落实，不再一一列出", "等", "会同",
    "按职责分工负责", "牵头", "结合《市意见》", "依托", "《", "》", "停止执行", "2023年12月底前", "年底", "序号\t任务\t责任单位\n", "主辦機關：",
    "612项目", "不低于30%", "各县（市、区）政府", "省科技厅、财政厅", "\u200b", "\ufeff", "\r\n", "㈠", "①", "\x00", "\ud800", "😀", "𠀀",
)  # fmt: skip


@cache
def seeds() -> tuple[str, ...]:
    """Windows of the project's own plans and the sample plan: the head, then so many lines; tables keep their rows."""
    texts = [
        p.read_text("utf-8") for p in sorted((ROOT / "tests" / "gold").iterdir()) if p.suffix in (".txt", ".md", ".csv")
    ]
    texts.append((ROOT / "data" / "songjiang-2023.txt").read_text("utf-8"))
    found = []
    for text in texts:
        lines = text.splitlines(keepends=True)
        head, body = lines[:_HEAD], lines[_HEAD:]
        found += ["".join([*head, *body[at : at + _LINES]])[:_MOST] for at in range(0, len(body), _LINES)]
    return tuple(found)


# A change takes the text, two places in it (start ≤ end) and a number to choose with.
Change = Callable[[str, int, int, int], str]


def _swap(text: str, start: int, end: int, n: int) -> str:
    middle = (start + end) // 2
    return text[:start] + text[middle:end] + text[start:middle] + text[end:]


CHANGES: tuple[Change, ...] = (
    lambda text, start, end, n: text[:start] + text[end:],
    _swap,
    lambda text, start, end, n: text[:end] + text[start:end] + text[end:],
    lambda text, start, end, n: text[:start] + "".join(c for c in text[start:end] if c not in _BRACKETS) + text[end:],
    lambda text, start, end, n: text[:start] + text[start:end].translate(_WIDTH) + text[end:],
    lambda text, start, end, n: text[:start] + text[start:end].translate(_DIGITS) + text[end:],
    lambda text, start, end, n: text[:start] + "".join(text[start:end].splitlines()) + text[end:],
    lambda text, start, end, n: text[:start] + PAGE_MARKS[n % len(PAGE_MARKS)] + text[start:],
    lambda text, start, end, n: text[:start] + PIECES[n % len(PIECES)] + text[start:],
    lambda text, start, end, n: text[:start] + "\n".join(text[i : i + n % 30 + 1] for i in range(start, end, n % 30 + 1)) + text[end:],
    lambda text, start, end, n: text[:start] + seeds()[n % len(seeds())],
    lambda text, start, end, n: text[:start] + (text[start:end] + " ") * (n % 4) + text[end:],
)  # fmt: skip


def _changed(text: str, changes: list[tuple[int, int, int, int]]) -> str:
    for which, place, length, number in changes:
        start = place % (len(text) + 1)
        text = CHANGES[which](text, start, min(len(text), start + length), number)[: 2 * _MOST]
    return text


def mutated_plans() -> st.SearchStrategy[str]:
    """A window of a plan after up to eight changes."""
    change = st.tuples(
        st.integers(0, len(CHANGES) - 1), st.integers(0, 2 * _MOST), st.integers(0, 120), st.integers(0, 999)
    )
    return st.builds(_changed, st.sampled_from(seeds()), st.lists(change, max_size=8))
