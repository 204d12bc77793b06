"""A desk as the table that people know as 责任分解表: headings in their language, a cell a word."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from api.web.language import ref_name, say, schema_name
from api.web.scope import Scope
from graph.export.cells import cell
from queries.answers.desk import DeskRow, state_of
from queries.answers.items import OwnerRole


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its word in the texts, and its width in characters of a spreadsheet."""

    word: str
    width: int


COLUMNS = (
    Heading("row", 5), Heading("due", 12), Heading("printed", 14), Heading("state", 9), Heading("what", 10), Heading("number", 12),
    Heading("item", 30), Heading("goal", 38), Heading("role", 9), Heading("main", 30), Heading("support", 30), Heading("section", 24), Heading("plan", 30),
)  # fmt: skip
# The word for each state of a row.
STATES = {"due": "pending", "overdue": "overdue", "undated": "undated"}


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk being written: its rows, what it is called, the language, the scope that names bodies, and the day."""

    title: str
    rows: Sequence[DeskRow]
    language: str
    scope: Scope
    today: str
    owner: bool = False

    def t(self, key: str, **words: object) -> str:
        """A text in the language."""
        return say(self.language, key, **words)

    @property
    def columns(self) -> list[Heading]:
        """The columns that say something here: the role of one owner, the plan where there are several …"""
        told = {
            "role": self.owner,
            "plan": len(self.scope.loaded) > 1,
            "goal": any(row.what != "item" for row in self.rows),
            "support": any(owner.role == "support" for row in self.rows for owner in row.owners),
        }
        return [column for column in COLUMNS if told.get(column.word, True)]

    @property
    def headings(self) -> list[str]:
        """The heading of each column."""
        return [self.t(f"desk.{column.word}") for column in self.columns]

    def cells(self) -> list[list[str]]:
        """Every row as cells under the headings."""
        return [
            [self._cell(column.word, number, row) for column in self.columns] for number, row in enumerate(self.rows, 1)
        ]

    def _cell(self, word: str, number: int, row: DeskRow) -> str:
        if word == "row":
            return str(number)
        if word in ("main", "support"):
            return self.owners([o for o in row.owners if (o.role == "support") == (word == "support")])
        return {
            "due": row.due or self.t("desk.undated"),
            "printed": row.deadline_as_printed or "",
            "state": self.t(f"desk.{STATES[state_of(row, self.today)]}"),
            "what": self.what(row),
            "number": self.numbers(row),
            "item": row.item.name,
            "goal": "" if row.what == "item" else row.text,
            "role": self.role(row),
            "section": row.section.name if row.section else "",
            "plan": next((plan.name for plan in self.scope.loaded if plan.id == row.item.plan), ""),
        }[word]

    def what(self, row: DeskRow) -> str:
        """Task, scene, project, target or milestone."""
        return schema_name(self.language, row.item.label if row.what == "item" else row.what.capitalize())

    def role(self, row: DeskRow) -> str:
        """The role of the owner asked for, and the group through which it has it."""
        if row.role is None:
            return ""
        told = self.t(f"role.{row.role}")
        return f"{told}（{self.t('desk.via', group=row.via.name)}）" if row.via else told

    def numbers(self, row: DeskRow) -> str:
        """The references of a row and of those folded into it."""
        return "、".join(ref_name(self.language, one.ref) for one in (row.item, *row.also))

    def owners(self, held: Sequence[OwnerRole]) -> str:
        """Names of owners, a leader marked as such."""
        mark = f"（{self.t('role.lead')}）"
        return "、".join(self.scope.called(o.id, o.name) + (mark if o.role == "lead" else "") for o in held)


def desk_csv(desk: Desk) -> str:
    """The table as CSV with a byte order mark, without which Excel takes Chinese for something else."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(desk.headings)
    writer.writerows([cell(value) for value in row] for row in desk.cells())
    return "\ufeff" + out.getvalue()
