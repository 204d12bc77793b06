"""The registry's records, read from its YAML files and checked: a contradiction stops the load with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graph.errors import RegistryError, SchemaError
from graph.ids import name_key
from graph.schema import load_yaml

COUNTRY = "CN"
COMMON = "common"
KNOWN_BY = ("source", "pattern", "text")
OWNER_LABELS = ("Department", "Town", "Enterprise", "OwnerGroup")
_FIELDS = {
    "name", "label", "short_name", "full_name", "aliases", "scan_forms", "code", "known_by", "source", "roster",
}  # fmt: skip
_FILE = {
    "jurisdiction", "place", "short_names", "number_words", "sources", "owners", "towns", "groups", "rosters", "forms",
}  # fmt: skip
_LISTS = {"owners": "Department", "towns": "Town", "groups": "OwnerGroup"}


@dataclass(frozen=True, slots=True)
class KnownOwner:
    """An owner of the registry. ``source`` says where it stands, ``known_by`` how sure that is."""

    name: str
    label: str
    jurisdiction: str
    known_by: str
    source: str
    short_name: str | None = None
    full_name: str | None = None
    code: str | None = None
    aliases: tuple[str, ...] = ()
    scan_forms: tuple[str, ...] = ()
    roster: str | None = None

    def forms(self) -> Iterator[str]:
        """Every form that is not a fault of a scan, the canonical one first."""
        yield self.name
        yield from (form for form in (self.short_name, self.full_name) if form and form != self.name)
        yield from self.aliases


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is in a group (canonical names), by the list ``basis`` of the date ``as_of``."""

    basis: str
    as_of: str
    members: tuple[str, ...]


@dataclass(slots=True)
class OwnersFile:
    """One file: the owners of one jurisdiction, indexed by the key of every form."""

    jurisdiction: str
    place: str = ""
    short_names: tuple[str, ...] = ()
    number_words: tuple[str, ...] = ()
    owners: list[KnownOwner] = field(default_factory=list)
    rosters: dict[str, Roster] = field(default_factory=dict)
    by_form: dict[str, KnownOwner] = field(default_factory=dict)
    by_scan_form: dict[str, KnownOwner] = field(default_factory=dict)

    def add(self, owner: KnownOwner, where: str) -> None:
        """Adds ``owner``; raises RegistryError when one of its forms already names another."""
        self.owners.append(owner)
        for forms, index in ((owner.forms(), self.by_form), (iter(owner.scan_forms), self.by_scan_form)):
            for form in forms:
                key = name_key(form)
                if not key:
                    raise RegistryError(f"{where}: {owner.name}: a form is empty; give it a name")
                held = self.by_form.get(key) or self.by_scan_form.get(key)
                if held is not None:
                    raise RegistryError(f"{where}: {form} names both {held.name} and {owner.name}; keep one")
                index[key] = owner

    def extend(self, more: OwnersFile, where: str) -> None:
        """Adds what a user's file says of the same jurisdiction: new owners, and new forms of known ones."""
        ours = {owner.name: owner for owner in self.owners}
        added = [_united(ours.pop(owner.name), owner) if owner.name in ours else owner for owner in more.owners]
        self.owners, self.by_form, self.by_scan_form = [], {}, {}
        for owner in (*ours.values(), *added):
            self.add(owner, where)
        self.rosters.update(more.rosters)
        self.short_names += more.short_names
        self.number_words += more.number_words


def _united(ours: KnownOwner, theirs: KnownOwner) -> KnownOwner:
    """``ours`` with the further forms that ``theirs`` gives."""
    aliases = dict.fromkeys((*ours.aliases, *theirs.aliases))
    scan_forms = dict.fromkeys((*ours.scan_forms, *theirs.scan_forms))
    return replace(ours, aliases=tuple(aliases), scan_forms=tuple(scan_forms))


def read_owners(text: str, where: str) -> OwnersFile:
    """The owners of one YAML text; ``where`` names the file in messages. Raises RegistryError."""
    raw = _mapping(_yaml(text, where), where, _FILE)
    if not isinstance(raw.get("jurisdiction"), str):
        raise RegistryError(f"{where}: jurisdiction is missing; give its code in quotes")
    listed = OwnersFile(
        raw["jurisdiction"],
        raw.get("place", ""),
        strings(raw, "short_names", where),
        strings(raw, "number_words", where),
    )
    sources = raw.get("sources", {})
    for part, label in _LISTS.items():
        for entry in raw.get(part, []):
            listed.add(_owner(entry, label, listed.jurisdiction, sources, f"{where}: {part}"), where)
    for owner in _national(raw.get("forms"), listed.jurisdiction, sources, where):
        listed.add(owner, where)
    for name, spec in raw.get("rosters", {}).items():
        listed.rosters[name] = _roster(name, spec, listed, where)
    for owner in listed.owners:
        if owner.roster is not None and owner.roster not in listed.rosters:
            raise RegistryError(f"{where}: {owner.name}: unknown roster {owner.roster!r}")
    return listed


def read_common(text: str, where: str) -> tuple[tuple[str, ...], ...]:
    """The forms of each body that every jurisdiction has, without its first character. Raises RegistryError."""
    raw = _mapping(_yaml(text, where), where, {"jurisdiction", "forms"})
    seen: dict[str, str] = {}
    for forms in raw["forms"]:
        for form in forms:
            if form in seen:
                raise RegistryError(f"{where}: {form} names both {seen[form]} and {forms[0]}; keep one")
            seen[form] = forms[0]
    return tuple(tuple(forms) for forms in raw["forms"])


def _owner(raw: Any, label: str, jurisdiction: str, sources: Mapping[str, str], where: str) -> KnownOwner:
    spec = _mapping(raw, where, _FIELDS)
    name = spec.get("name")
    if not isinstance(name, str) or not name:
        raise RegistryError(f"{where}: an entry has no name")
    where = f"{where}: {name}"
    if spec.get("label", label) not in OWNER_LABELS:
        raise RegistryError(f"{where}: label must be one of {', '.join(OWNER_LABELS)}")
    if spec.get("known_by") not in KNOWN_BY:
        raise RegistryError(f"{where}: known_by must be one of {', '.join(KNOWN_BY)}")
    if spec.get("source") not in sources:
        raise RegistryError(f"{where}: source {spec.get('source')!r} is not under sources")
    code = spec.get("code")
    if code is not None and not (isinstance(code, str) and code.startswith(jurisdiction)):
        raise RegistryError(f"{where}: code {code!r} must be in quotes and begin with {jurisdiction}")
    return KnownOwner(
        name, spec.get("label", label), jurisdiction, spec["known_by"], sources[spec["source"]],
        spec.get("short_name"), spec.get("full_name"), code,
        strings(spec, "aliases", where), strings(spec, "scan_forms", where), spec.get("roster"),
    )  # fmt: skip


def _national(raw: Any, jurisdiction: str, sources: Mapping[str, str], where: str) -> Iterator[KnownOwner]:
    """Bodies written as lists of forms, the canonical one first."""
    if raw is None:
        return
    spec = _mapping(raw, f"{where}: forms", {"source", "names", "enterprises"})
    if spec.get("source") not in sources:
        raise RegistryError(f"{where}: forms: source {spec.get('source')!r} is not under sources")
    for part, label in (("names", "Department"), ("enterprises", "Enterprise")):
        for forms in spec.get(part, []):
            yield KnownOwner(
                forms[0], label, jurisdiction, "source", sources[spec["source"]], aliases=tuple(forms[1:])
            )  # fmt: skip


def _roster(name: str, raw: Any, listed: OwnersFile, where: str) -> Roster:
    spec = _mapping(raw, f"{where}: rosters.{name}", {"basis", "as_of", "members"})
    names = {owner.name for owner in listed.owners}
    for member in spec.get("members", []):
        if member not in names:
            raise RegistryError(f"{where}: rosters.{name}: {member} is no owner of this file")
    if not spec.get("basis") or not isinstance(spec.get("as_of"), str):
        raise RegistryError(f"{where}: rosters.{name}: basis and as_of (in quotes) are needed")
    return Roster(spec["basis"], spec["as_of"], tuple(spec["members"]))


def strings(raw: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    """The list of strings under ``key`` (none when absent); raises RegistryError for anything else."""
    found = raw.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise RegistryError(f"{where}: {key} must be a list of strings")
    return tuple(found)


def _yaml(text: str, where: str) -> Any:
    """Plain data of a YAML text; every fault in it is a RegistryError."""
    try:
        return load_yaml(text)
    except SchemaError as error:
        raise RegistryError(f"{where}: {error}") from None


def _mapping(raw: Any, where: str, allowed: set[str]) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise RegistryError(f"{where}: expected keys and values")
    for key in raw:
        if key not in allowed:
            raise RegistryError(f"{where}: unknown key {key!r}; known: {', '.join(sorted(allowed))}")
    return raw
