"""What a person may write where an id is asked for: a name, an alias, PLAN:NUMBER. Answered from the read model.

The same forms as on the command line, but without a query, so that naming an item costs no more than its id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from api.http.problems import ProblemError
from api.http.read_model import ReadModel
from graph.ids import name_key

MAX_CANDIDATES = 10
MAX_SHOWN = 100


class References:
    """Finds plans, items, owners and policies of one read model by whatever names them."""

    def __init__(self, model: ReadModel) -> None:
        self._model = model

    def plan(self, wanted: str) -> str:
        """Id of a loaded plan by id, name, document number or a unique part of its name."""
        return self._named("plan", "Plan", wanted, self._plan_names)

    def policy(self, wanted: str) -> str:
        """Id of a policy or plan by id, name, alias, document number or a unique part of its name."""
        return self._named("policy", "Policy", wanted, self._policy_names)

    def owner(self, wanted: str) -> str:
        """Id of an owner by id, canonical name, short name or alias."""
        return self._named("owner", "Owner", wanted, self._owner_names)

    def section(self, wanted: str) -> str:
        """Id of a section by id."""
        if wanted in self._model.nodes and self._model.label(wanted) == "Section":
            return wanted
        raise unknown("section", wanted)

    def thing(self, wanted: str) -> str:
        """Id of any node by id; sources are left to the plan that they belong to."""
        if wanted in self._model.nodes:
            return wanted
        raise unknown("thing", wanted)

    def item(self, wanted: str) -> str:
        """Id of a work item by id, PLAN:NUMBER, PLAN:REF, or the number alone when one plan is loaded."""
        if wanted in self._model.item_index:
            return wanted
        plan_name, colon, number = wanted.replace("：", ":").rpartition(":")
        if colon:
            plan = self.plan(plan_name)
        elif len(self._model.plans) == 1:
            plan = self._model.plans[0]
        else:
            raise ProblemError(404, "unknown-name", f"{unknown('item', wanted)}; write PLAN:NUMBER or an id")
        found = self._numbers[plan].get(number.strip(), [])
        if len(found) == 1:
            return found[0]
        raise unknown("item", wanted, found)

    @cached_property
    def _numbers(self) -> Mapping[str, Mapping[str, list[str]]]:
        """Items by plan and by reference or number; a reference, or a number of the body, hides other numbers."""
        refs: dict[str, dict[str, list[str]]] = defaultdict(dict)
        numbers: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        bodies: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for item in self._model.items:
            attributes = self._model.nodes[item]
            plan, number = attributes["plan"], attributes.get("number")
            refs[plan][attributes["ref"]] = [item]
            if number:
                (bodies if attributes["part"] == "body" else numbers)[plan][number].append(item)
        return defaultdict(dict, {plan: {**numbers[plan], **bodies[plan], **refs[plan]} for plan in refs})

    @cached_property
    def _plan_names(self) -> Mapping[str, list[str]]:
        return self._names(self._model.plans, "doc_number")

    @cached_property
    def _policy_names(self) -> Mapping[str, list[str]]:
        return self._names(self._model.policies, "doc_number", "aliases")

    @cached_property
    def _owner_names(self) -> Mapping[str, list[str]]:
        return self._names(self._model.owners, "short_name", "full_name", "aliases")

    def _names(self, nodes: Iterable[str], *keys: str) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for node in nodes:
            attributes = self._model.nodes[node]
            values = [attributes["name"], *(attributes.get(key) for key in keys)]
            flat = [v for value in values if value for v in (value if isinstance(value, list) else [value])]
            for form in dict.fromkeys(name_key(value) for value in flat):
                found[form].append(node)
        return found

    def _named(self, kind: str, label: str, wanted: str, names: Mapping[str, list[str]]) -> str:
        if wanted in self._model.nodes and label in self._model.nodes[wanted]["labels"]:
            return wanted
        form = name_key(wanted)
        found = names.get(form, [])
        if not found and form and kind != "owner":
            found = list(dict.fromkeys(n for name, held in names.items() if form in name for n in held))
        if len(found) == 1:
            return found[0]
        raise unknown(kind, wanted, found, self._model)


def unknown(kind: str, wanted: str, found: Iterable[str] = (), model: ReadModel | None = None) -> ProblemError:
    """A 404 that names what was asked for and, where it was ambiguous, the candidates."""
    wanted = wanted if len(wanted) <= MAX_SHOWN else wanted[:MAX_SHOWN] + "…"
    candidates = [{"id": node, "name": model.name(node)} if model else {"id": node} for node in found][:MAX_CANDIDATES]
    if candidates:
        detail = f"{wanted!r} is the name of more than one {kind}; use an id of the candidates"
        return ProblemError(404, "ambiguous-name", detail, candidates=candidates)
    return ProblemError(404, "unknown-name", f"no {kind} goes by the name {wanted!r}")
