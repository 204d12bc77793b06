"""What a person may write where an id is asked for: a name, an alias, PLAN:NUMBER. Answered from the read model.

What a word means is decided as on the command line, but without a query, so that a name costs no more than an id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from api.http.read_model import ReadModel
from queries.naming import Row, check_word, choose, plan_and_ref, reading, unknown

_NAMED_BY = ("name", "doc_number", "short_name", "full_name", "aliases", "scan_forms")


class References:
    """Finds plans, items, owners, policies, sections of one read model by whatever names them.

    Each method gives an id, or raises UnknownNameError (AmbiguousNameError where several things fit).
    """

    def __init__(self, model: ReadModel) -> None:
        self._model = model

    def plan(self, wanted: str) -> str:
        """Of a loaded plan by id, name, document number, a unique part of its name or its year."""
        return self._one("plan", "Plan", wanted, self._plans)

    def policy(self, wanted: str) -> str:
        """Of a policy or plan by id, name, alias, document number, a unique part of its name or its year."""
        return self._one("policy", "Policy", wanted, self._policies)

    def owner(self, wanted: str) -> str:
        """Of an owner by id, canonical, short or full name, alias or form of a scan."""
        return self._one("owner", "Owner", wanted, self._owners)

    def section(self, wanted: str) -> str:
        """Of a section by id, name, number or a unique part of its name."""
        return self._one("section", "Section", wanted, self._sections)

    def thing(self, wanted: str) -> str:
        """Of any node by id."""
        if wanted in self._model.nodes:
            return wanted
        raise unknown("thing", wanted)

    def item(self, wanted: str) -> str:
        """Of a work item by id, PLAN:NUMBER, PLAN:REF, or by number, reference or name where one plan has it."""
        if wanted in self._model.item_index:
            return wanted
        named, word = plan_and_ref(check_word("item", wanted))
        plan = self.plan(named) if named else ""
        rows = [row for row in self._items.get(word, ()) if not plan or row["plan"] == plan]
        return choose("item", word, rows, lambda: self._names(self._model.items))

    @cached_property
    def _items(self) -> Mapping[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows(self._model.items):
            for word in {row["ref"], row.get("number"), row["name"]} - {None}:
                found[word].append(row)
        return dict(found)

    @cached_property
    def _plans(self) -> Mapping[str, list[Row]]:
        return self._forms(self._model.plans)

    @cached_property
    def _policies(self) -> Mapping[str, list[Row]]:
        return self._forms(self._model.policies)

    @cached_property
    def _owners(self) -> Mapping[str, list[Row]]:
        return self._forms(self._model.owners)

    @cached_property
    def _sections(self) -> Mapping[str, list[Row]]:
        return self._forms(node for node, stated in self._model.nodes.items() if "Section" in stated["labels"])

    def _one(self, kind: str, label: str, wanted: str, forms: Mapping[str, list[Row]]) -> str:
        if wanted in self._model.nodes and label in self._model.nodes[wanted]["labels"]:
            return wanted
        word = check_word(kind, wanted)
        every = (row for rows in forms.values() for row in rows)
        rows = forms.get(reading(word)) or (() if kind == "owner" else every)  # owners go by whole names alone
        return choose(kind, word, rows, lambda: (row["name"] for rows in forms.values() for row in rows))

    def _forms(self, nodes: Iterable[str]) -> Mapping[str, list[Row]]:
        """Rows by every form of their names, as identity sees it."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows(nodes):
            values = [row.get(key) for key in _NAMED_BY]
            flat = [v for value in values if value for v in (value if isinstance(value, list) else [value])]
            for form in dict.fromkeys(reading(value) for value in flat):
                found[form].append(row)
        return dict(found)

    def _rows(self, nodes: Iterable[str]) -> Iterator[Row]:
        for node in nodes:
            yield {**self._model.nodes[node], "id": node}

    def _names(self, nodes: Iterable[str]) -> Iterator[str]:
        for node in nodes:
            yield from (self._model.nodes[node]["ref"], self._model.nodes[node]["name"])
