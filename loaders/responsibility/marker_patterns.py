"""The patterns of markers and clauses, compiled once from responsibility.yaml."""

from __future__ import annotations

import re
from functools import cache

from loaders.text.lexicon import alternatives, kinds, lexicon, words


@cache
def anchor_pattern() -> re.Pattern[str]:
    """Every place where a marker may begin: a bracket, or a label with its colon."""
    return re.compile(f"[(\\[]|{_labels()}(?:(?:\\([^()]{{0,30}}\\))?:)?")


@cache
def label_pattern() -> re.Pattern[str]:
    """A label (group ``label``, or ``short``) with its colon, if it has one."""
    return re.compile(f"{_labels()}(?:(?:\\([^()]{{0,30}}\\))?:)?")


@cache
def labelled_pattern() -> re.Pattern[str]:
    """A long label with its colon, wherever it stands."""
    return re.compile(f"(?:{alternatives(kinds('responsibility', 'labels'))}):")


@cache
def _labels() -> str:
    long = alternatives(kinds("responsibility", "labels"))
    short = alternatives(kinds("responsibility", "short_labels"))
    return f"(?:(?P<label>{long})|(?P<short>{short}))"


@cache
def order_pattern() -> re.Pattern[str]:
    """列第一位者为牵头单位 in its wordings."""
    chains = lexicon("responsibility")["order_clauses"]
    return re.compile("|".join("".join(f"(?:{alternatives(step)})" for step in chain) for chain in chains))


@cache
def below_pattern() -> re.Pattern[str]:
    """以下任务均需各区落实,不再一一列出 in its wordings, with the group ``names``."""
    parts = {
        key: alternatives(words("responsibility", f"all_below_{key}")) for key in ("openings", "verbs", "closings")
    }
    return re.compile(
        f"(?:{parts['openings']})(?P<names>[^。;:]{{2,120}}?)(?:{parts['verbs']})[,。;]?(?:{parts['closings']})"
    )


@cache
def same_pattern() -> re.Pattern[str]:
    """下同 and its like."""
    return re.compile(alternatives(words("responsibility", "same_below")))


@cache
def mark_pattern() -> re.Pattern[str]:
    """标*的为牵头单位 in its wordings, with the group ``mark``."""
    raw = lexicon("responsibility")
    said = {key: alternatives(found) for key, found in raw["mark_clauses"].items()}
    return re.compile(
        f"(?:{said['before']})[\"']?(?P<mark>[{re.escape(raw['lead_marks'])}])[\"']?"
        f"(?:{said['after']})(?:{said['bodies']})(?:{said['says']})(?:{said['leads']})(?:责任)?(?:单位|部门)?"
    )
