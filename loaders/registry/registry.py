"""Resolving a printed owner to a body: the lookup order in one place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from graph.characters import SIMPLIFIED
from graph.errors import RegistryError
from graph.ids import name_key
from loaders.registry.jurisdictions import jurisdiction_of, place_inside, place_of_title
from loaders.registry.places import Places
from loaders.registry.records import COUNTRY, KnownOwner, OwnersFile, Roster
from loaders.registry.rules import OwnerRules
from loaders.text.view import fold, squeeze

_QUOTED = re.compile(r'"([^"]*)"')
_CACHED_NAMES = 65_536


@dataclass(frozen=True, slots=True)
class ResolvedOwner:
    """The body that a printed name means. ``known`` is false when only the printed name itself says so.

    ``scan_form`` is true when the printed form is a known fault of a scan; ``known_by`` is source, pattern or text;
    ``open_ended`` is true for a group whose members no roster lists.
    """

    name: str
    label: str
    jurisdiction: str
    known_by: str
    known: bool
    level: str | None = None
    short_name: str | None = None
    full_name: str | None = None
    code: str | None = None
    aliases: tuple[str, ...] = field(default=())
    scan_forms: tuple[str, ...] = field(default=())
    scan_form: bool = False
    open_ended: bool = False


class Registry:
    """Known owners by jurisdiction, the forms that all jurisdictions share, rules for the rest, and places."""

    def __init__(
        self,
        files: Mapping[str, OwnersFile],
        common: Iterable[tuple[str, ...]],
        rules: OwnerRules,
        places: Places,
    ) -> None:
        self.files = files
        self.rules = rules
        self.places = places
        self._common = {name_key(form): forms for forms in common for form in forms}
        for listed in files.values():
            if listed.jurisdiction != COUNTRY and listed.jurisdiction not in places.by_code:
                raise RegistryError(f"registry: unknown jurisdiction {listed.jurisdiction!r}; use a GB/T 2260 code")
            for name in listed.short_names:
                places.teach(name, listed.jurisdiction)
        self._resolve = lru_cache(_CACHED_NAMES)(self._lookup)

    def resolve(self, printed: str, jurisdiction: str) -> ResolvedOwner:
        """The body that ``printed`` means in a plan of ``jurisdiction``; never raises."""
        return self._resolve(printed, jurisdiction)

    def jurisdiction_of(self, texts: Iterable[str]) -> str:
        """The code of the place that titles, issuers and document numbers name, the most telling first.

        "CN" for the country and where nothing tells; a place or body that has no code is named as printed.
        """
        return self.place_told(texts) or COUNTRY

    def place_told(self, texts: Iterable[str], inside: str = "") -> str | None:
        """As ``jurisdiction_of``, but None where nothing tells; ``inside`` is the text of the plan itself, whose
        places are looked at last."""
        tidied = [_tidy(text) for text in texts if text]
        told = jurisdiction_of(tidied, self.files, self.rules, self.places)
        if told is None and inside and tidied:
            told = place_of_title(tidied[0], self.rules)
        return told or (place_inside(inside, self.rules, self.places) if inside else None)

    def prefix(self, name: str) -> str:
        """What ``name`` begins with that says whose body it is (省, 市, 区 …), else an empty string."""
        return self.rules.prefix(name)

    def is_common(self, name: str) -> bool:
        """Whether ``name`` is a form of a body that every place has, without what says whose (财政局)."""
        return name_key(name) in self._common

    def owners(self, jurisdiction: str | None = None) -> Iterator[KnownOwner]:
        """The known owners of ``jurisdiction``, or all."""
        for code, listed in self.files.items():
            if jurisdiction in (None, code):
                yield from listed.owners

    def towns(self, jurisdiction: str) -> list[KnownOwner]:
        """The towns, sub-districts and zones of ``jurisdiction`` that the registry lists."""
        return [owner for owner in self.owners(jurisdiction) if owner.label == "Town"]

    def roster(self, group: str, jurisdiction: str) -> Roster | None:
        """Who is in the group of that canonical name, if a dated roster says so."""
        listed = self.files.get(jurisdiction)
        owner = listed.by_form.get(name_key(group)) if listed else None
        return listed.rosters[owner.roster] if listed and owner and owner.roster else None

    def level_of(self, jurisdiction: str) -> str | None:
        """country, province, city or district; a municipality such as 上海市 is a city."""
        if jurisdiction == COUNTRY:
            return "country"
        return self.places.level(jurisdiction) or self.rules.prefixes.get(jurisdiction[-1:])

    def place_name(self, jurisdiction: str) -> str:
        """松江区 for 310117; the code itself where it has no name."""
        if jurisdiction in self.places.by_code:
            return self.places.by_code[jurisdiction].name
        return self.files[jurisdiction].place if jurisdiction in self.files else jurisdiction

    def place_tag(self, jurisdiction: str) -> str:
        """The short form of a place that no other place has: 松江 for 310117, 北京朝阳 for 110105, 全国 for the country."""
        if jurisdiction == COUNTRY:
            return self.rules.country_name
        printed = (
            jurisdiction[:-1] if len(jurisdiction) > 2 and jurisdiction[-1] in self.rules.prefixes else jurisdiction
        )
        return self.places.tag(jurisdiction) or printed

    def qualified_name(self, owner: ResolvedOwner) -> str:
        """The name of an owner that stands alone, wherever its plan is from: 松江区科委, 松江区方松街道, 科技部."""
        if owner.jurisdiction == COUNTRY:
            return owner.name
        tag, place = self.place_tag(owner.jurisdiction), self.place_name(owner.jurisdiction)
        if tag in owner.name or place in owner.name:
            return owner.name
        # 区科委 of 松江区 begins with the last character of its place, 方松街道 does not.
        own = self._own_prefix(owner.jurisdiction)
        kind = "" if own and owner.name.startswith(own) else place.removeprefix(tag) if place != tag else ""
        return f"{tag}{kind}{owner.name}"

    def _lookup(self, printed: str, jurisdiction: str) -> ResolvedOwner:
        name = _tidy(printed)
        found = self._listed(name, jurisdiction)
        if found is None and self.rules.is_national(name):
            found = self._listed(name, COUNTRY)
        return found or self._of_named_place(name, jurisdiction) or self._of_plan(name, jurisdiction)

    def _of_plan(self, name: str, jurisdiction: str) -> ResolvedOwner:
        """A name that no list has as it stands and that names no place: its first character says whose it is."""
        scope = self._scope(name, jurisdiction)
        return self._within(name, scope) or self._unknown(name, scope)

    def _scope(self, name: str, jurisdiction: str) -> str:
        prefix = self.rules.prefix(name)
        if prefix and jurisdiction != COUNTRY:
            if self._own_prefix(jurisdiction) == prefix:
                return jurisdiction
            return self.places.at(jurisdiction, self.rules.prefixes[prefix]) or jurisdiction
        if name.startswith(self.rules.national_prefixes) and self.rules.label(name) != "Enterprise":
            return COUNTRY
        return jurisdiction

    def _within(self, name: str, scope: str) -> ResolvedOwner | None:
        """``name`` as a body of ``scope``, by its list, by the forms that all share, or as a town's office."""
        found = self._listed(name, scope)
        if found or scope == COUNTRY:
            return found
        prefix = self.rules.prefix(name)
        stem = name[len(prefix) :]
        prefix = prefix or self._own_prefix(scope)
        forms = self._common.get(name_key(stem), (stem,))
        for form in forms:
            found = self._listed(prefix + form, scope)
            if found:
                return found
        if len(forms) > 1 or name_key(stem) in self._common:
            return self._pattern(prefix, forms, scope)
        return self._town_of_office(name, scope)

    def _of_named_place(self, name: str, jurisdiction: str) -> ResolvedOwner | None:
        """上海市松江区科委, 国家税务总局松江区税务局: a name that says its place in full."""
        start = 0
        if name.startswith(self.rules.national_prefixes):
            start = next((at for at in range(len(name)) if self.places.names_at(name, at)), 0)
        codes, end = self.places.chain(name, start, stems=False)
        if end == start:
            return None
        near = {code for code in codes if self._related(code, jurisdiction)} or codes
        if len(near) != 1:
            return None
        (code,) = near
        rest = name[end:]
        if not rest:
            return ResolvedOwner(name, "Department", code, "pattern", True, self.level_of(code))
        return self._within(rest, code) or self._unknown(name, code)

    def _related(self, code: str, jurisdiction: str) -> bool:
        if code == jurisdiction:
            return True
        held, other = self.places.by_code.get(jurisdiction), self.places.by_code[code]
        return jurisdiction in other.above or (held is not None and code in held.above)

    def _own_prefix(self, jurisdiction: str) -> str:
        if jurisdiction == COUNTRY:
            return ""
        name = self.place_name(jurisdiction)
        return max((prefix for prefix in self.rules.prefixes if name.endswith(prefix)), key=len, default="")

    def _town_of_office(self, name: str, scope: str) -> ResolvedOwner | None:
        for office in self.rules.town_offices:
            town = name.removesuffix(office)
            if town == name or not town:
                continue
            found = self._listed(town, scope)
            if found is not None and found.label == "Town":
                return found
            if found is None and town.endswith(self.rules.town_endings) and len(town) > 2:
                return self._unknown(town, scope)
        return None

    def _listed(self, name: str, jurisdiction: str) -> ResolvedOwner | None:
        listed = self.files.get(jurisdiction)
        if listed is None:
            return None
        key = name_key(name)
        owner = listed.by_form.get(key)
        scanned = listed.by_scan_form.get(key) if owner is None else None
        held = owner or scanned
        if held is None:
            return None
        return ResolvedOwner(
            held.name, held.label, jurisdiction, held.known_by, True, self._level(held.label, jurisdiction),
            held.short_name, held.full_name, held.code, held.aliases, held.scan_forms,
            scan_form=scanned is not None, open_ended=held.label == "OwnerGroup" and held.roster is None,
        )  # fmt: skip

    def _pattern(self, prefix: str, forms: tuple[str, ...], scope: str) -> ResolvedOwner:
        names = [prefix + form for form in forms]
        place = self.place_name(scope)
        if prefix and forms[0] in self.rules.with_place and place.endswith(prefix):
            names = [place + forms[0], *names]
        level = self._level("Department", scope)
        return ResolvedOwner(names[0], "Department", scope, "pattern", True, level, aliases=tuple(names[1:]))

    def _unknown(self, name: str, scope: str) -> ResolvedOwner:
        label = self.rules.label(name)
        group = label == "OwnerGroup"
        level = self._level(label, scope)
        return ResolvedOwner(name, label, scope, "pattern" if group else "text", group, level, open_ended=group)

    def _level(self, label: str, scope: str) -> str | None:
        if label == "Town":
            return "town"
        return None if label == "Enterprise" else self.level_of(scope)


def _tidy(printed: str) -> str:
    """``printed`` without white space, in one width, in simplified characters, with Chinese quotation marks: the form of
    an unknown name."""
    return _QUOTED.sub(r"“\1”", squeeze(fold(printed.translate(SIMPLIFIED)))).strip("、,;:。.") or printed.strip()
