"""What a page is about: all plans, one plan, the plans of a year, or those of a place; it stays while one goes about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.errors import UnknownNameError
from loaders.registry import COUNTRY, registry
from queries.answers.plans import LoadedPlan, loaded_plans
from queries.answers.things import folder_of
from queries.answers.view import View

PARAMETER = "within"


@dataclass(frozen=True, slots=True)
class Scope:
    """What is chosen: ``word`` as addresses say it, and the plans that it means; without a word, all that are loaded."""

    word: str = ""
    kind: str = ""
    name: str = ""
    loaded: tuple[LoadedPlan, ...] = ()

    @property
    def plans(self) -> tuple[str, ...]:
        """Ids of the plans that are meant; empty for all."""
        return tuple(plan.id for plan in self.loaded) if self.word else ()

    @property
    def plan(self) -> str:
        """The id of the plan when one alone is meant."""
        return self.loaded[0].id if len(self.loaded) == 1 else ""

    @property
    def places(self) -> frozenset[str]:
        """Codes of the places whose plans are meant."""
        return frozenset(plan.jurisdiction for plan in self.loaded if plan.jurisdiction)

    def called(self, node: str, name: str) -> str:
        """The name of an owner, behind it its place where bodies of several places may be meant: 区科委（松江）."""
        place = jurisdiction_of(node)
        if not place or place == COUNTRY or len(self.places) < 2:
            return name
        tag = registry().place_tag(place)
        return name if tag in name else f"{name}（{tag}）"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the switch offers: (word, name) of plans, years and places; a group of one tells nothing and is left out."""

    plan: tuple[tuple[str, str], ...] = ()
    year: tuple[tuple[str, str], ...] = ()
    place: tuple[tuple[str, str], ...] = ()

    def groups(self) -> Iterable[tuple[str, tuple[tuple[str, str], ...]]]:
        """(kind, choices) as offered."""
        return [(kind, getattr(self, kind)) for kind in ("place", "year", "plan") if len(getattr(self, kind)) > 1]


def choices(view: View) -> Choices:
    """What may be chosen among the plans that are loaded."""

    def make() -> Choices:
        held = list(loaded_plans(view).values())
        years = sorted({plan.year for plan in held if plan.year}, reverse=True)
        places = sorted({plan.jurisdiction for plan in held if plan.jurisdiction})
        return Choices(
            tuple((plan.id, plan.name) for plan in held),
            tuple((str(year), str(year)) for year in years),
            tuple((code, place_name(code)) for code in places),
        )

    return view.once("scope choices", make)


def scope_of(view: View, word: str) -> Scope:
    """What ``word`` chooses: a year or place of which plans are loaded, else a plan by any of its names.

    Raises UnknownNameError for a word that means none of these.
    """
    held = tuple(loaded_plans(view).values())
    if not word:
        return Scope(loaded=held)
    of_year = tuple(plan for plan in held if str(plan.year) == word)
    if of_year:
        return Scope(word, "year", word, of_year)
    of_place = tuple(plan for plan in held if plan.jurisdiction and word in _names(plan.jurisdiction))
    if of_place:
        code = str(of_place[0].jurisdiction)
        return Scope(code, "place", place_name(code), of_place)
    chosen = loaded_plans(view).get(view.find("plan", word))
    if chosen is None:
        raise UnknownNameError(f"no plan, year or place is called {word[:100]!a}")
    return Scope(chosen.id, "plan", chosen.name, (chosen,))


def _names(code: str) -> tuple[str, str, str]:
    return code, registry().place_name(code), registry().place_tag(code)


def place_name(code: str) -> str:
    """The name of a place by its code: 松江区 for 310117."""
    return "全国" if code == COUNTRY else registry().place_name(code)


def jurisdiction_of(node: str) -> str:
    """The code of the place whose body an owner is, which its id holds; empty for other things."""
    parts = node.split("-")
    return parts[1] if len(parts) == 3 and folder_of(node) == "owners" else ""
