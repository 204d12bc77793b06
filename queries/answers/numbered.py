"""Items called by their numbers, as people say them: 任务8, 第8项, 附件3, 附件3第2行, task 8, annex 2 row 5, 松江2023:8."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.ids import numeral
from graph.numerals import written
from graph.schema import schema
from graph.store.text_index import fold
from queries.answers.names import called
from queries.answers.plans import loaded_plans, plan_key
from queries.answers.view import View

MOST = 10_000
# 一起, 一道, 三项任务 are no numbers of items.
_NUMBER = r" ?(\d{1,3}(?![\d年月])|[一二三四五六七八九十百]{1,5}(?![起同共些样直定体致律半旦并下道]))"
_ORDINAL = rf"(?:第?{_NUMBER}[行项条号个]?| ?(?:row|item){_NUMBER}|[/·.:-]{_NUMBER})"
_ANNEX = re.compile(rf"(?:附件|附表|annex|appendix){_NUMBER}(?:的|,)?(?:{_ORDINAL})?")
_BODY = re.compile(
    rf"(?:任务|工作|事项)第?{_NUMBER}[项条号]?|第{_NUMBER}(?:[项条号个])?(?:重点)?(?:任务|工作|事项)?|{_NUMBER}号(?:任务|工作|事项)"
    rf"|(?:task|item|no\.?|#){_NUMBER}"
)
_ITEMS = "|".join(schema().primary_labels("WorkItem"))


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number that somebody gives: of an annex and a row of it (``number`` 0 for all its rows), or of the body."""

    annex: int
    number: int

    @property
    def words(self) -> str:
        """As it is said in Chinese."""
        if not self.annex:
            return f"任务{self.number}"
        return f"附件{self.annex}第{self.number}项" if self.number else f"附件{self.annex}"


def read_number(text: str, start: int = 0) -> tuple[Numbered, int] | None:
    """The number that stands in a folded ``text`` at ``start``, and where it ends; None where none does."""
    if annex := _ANNEX.match(text, start):
        first, *others = annex.groups()
        given = next((n for n in others if n), "")
        return Numbered(value(first), value(given) if given else 0), annex.end()
    if body := _BODY.match(text, start):
        return Numbered(0, value(next(n for n in body.groups() if n))), body.end()
    return None


def value(number: str) -> int:
    """``number`` in digits or Chinese numerals up to 999."""
    return int(number) if number.isdigit() else numeral(number)


def items_numbered(view: View, number: Numbered, plans: Sequence[str] = ()) -> list[str]:
    """Ids of the items of that number in the plans (all where none is given), plan by plan, as printed."""
    if number.annex:
        row = f"annex{number.annex}/"
        if number.number:
            return items_referred(view, row + str(number.number), plans)
        return _items(view, "i.ref STARTS WITH $word", row, plans)
    forms = [str(number.number), written(number.number)]
    return _items(view, "(i.number IN $word OR i.ref IN $word) AND i.part = 'body'", forms, plans)


def items_referred(view: View, ref: str, plans: Sequence[str] = ()) -> list[str]:
    """Ids of the items of that reference (8, 二/一/1, annex3/2) in the plans, all where none is given."""
    return _items(view, "i.ref = $word", ref, plans)


def _items(view: View, where: str, word: str | list[str], plans: Sequence[str]) -> list[str]:
    rows = view.read(
        f"MATCH (i:{_ITEMS}) WHERE {where} RETURN i.id AS id, i.plan AS plan, i.position AS position "
        "ORDER BY id LIMIT $most",
        word=word,
        most=MOST,
    )
    wanted = [row for row in rows if not plans or row["plan"] in plans]
    return [row["id"] for row in sorted(wanted, key=lambda r: (plan_key(view, r["plan"]), r["position"], r["id"]))]


def plans_called(view: View, word: str) -> list[str]:
    """Ids of the plans that a folded ``word`` names: by a name of the plan (松江2023), or of the place they are for."""
    found = called(view, word, ("plan",))
    if found:
        return [plan.id for plan in found]
    areas = {area.id for area in called(view, word, ("area",))}
    return sorted(plan.id for plan in loaded_plans(view).values() if plan.jurisdiction in areas)


def reference_in(view: View, word: str, plans: Sequence[str]) -> tuple[str, list[str]] | None:
    """What a whole typed ``word`` says when it is a number (任务8), maybe behind a plan's or place's name (松江任务8), or
    a reference (松江2023:二/一/1): how it is said, and the items meant; None for any other word."""
    folded = fold(word)
    if (read := read_number(folded)) and read[1] == len(folded):
        return read[0].words, items_numbered(view, read[0], plans)
    before, colon, ref = folded.rpartition(":")
    if colon and before and (named := plans_called(view, before)):
        items = items_referred(view, ref, named) or (
            _numbered_so(view, ref, named) if re.fullmatch(_NUMBER, ref) else []
        )
        return (ref, items) if items else None
    for start in range(min(len(folded), 60) - 1, 0, -1):  # the longest name before a number
        read = read_number(folded, start)
        if read and read[1] == len(folded) and (named := plans_called(view, folded[:start].rstrip("的年:"))):
            return read[0].words, items_numbered(view, read[0], named)
    return None


def _numbered_so(view: View, number: str, plans: Sequence[str]) -> list[str]:
    return items_numbered(view, Numbered(0, value(number)), plans)
