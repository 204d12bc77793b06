"""A reader's judgement of matches, kept in a file of its own: who confirmed or rejected which pair, and why.

The file lies beside the store and is read at every load, so that what a reader decided holds for as long as the items
keep their ids, however often their plans are loaded again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock

from graph.errors import RegistryError, SchemaError
from graph.ids import ID_PATTERN, plan_of_part
from graph.own_files import put_private
from graph.schema import load_yaml

RELATIONS = ("CARRIES_OUT", "CONTINUES")
VERDICTS = ("confirm", "reject")
ENDING = ".decisions.yaml"
VARIABLE = "PLANGRAPH_DECISIONS"
_SERVER_FILE = f"plangraph{ENDING}"
_MOST_BYTES = 10_000_000
_HEAD = "# What readers decided on matches between items (plangraph confirm, plangraph reject); lower: the item that\n# carries out or continues, upper: the one above or before.\n"


@dataclass(frozen=True, slots=True)
class Decision:
    """``lower`` carries out or continues ``upper`` (ids of items), or does not, says ``who``, because ``why``."""

    lower: str
    upper: str
    relation: str
    verdict: str
    who: str
    why: str


class Decisions:
    """Decisions by the plan of the lower item; of several on one pair the last counts."""

    def __init__(self, decided: Iterable[Decision] = ()) -> None:
        latest = {(one.relation, one.lower, one.upper): one for one in decided}
        self._by_plan: defaultdict[str, list[Decision]] = defaultdict(list)
        for _, one in sorted(latest.items()):
            self._by_plan[plan_of_part(one.lower)].append(one)

    @property
    def token(self) -> str:
        """A token of all that was decided; empty where nothing was."""
        if not self._by_plan:
            return ""
        decided = [asdict(one) for plan in sorted(self._by_plan) for one in self._by_plan[plan]]
        return hashlib.sha256(json.dumps(decided).encode()).hexdigest()[:16]

    def of(self, plan: str) -> tuple[Decision, ...]:
        """The decisions on the items of ``plan``, sorted."""
        return tuple(self._by_plan.get(plan, ()))


def decisions_path(address: str) -> Path:
    """Where the decisions for a store lie: PLANGRAPH_DECISIONS, else beside its file (here, for a server)."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    return Path(_SERVER_FILE) if "://" in address else Path(f"{address.removesuffix('.kgl')}{ENDING}")


def read_decisions(path: Path) -> list[Decision]:
    """The decisions of a file, none where there is no file; raises RegistryError that names what is wrong."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise RegistryError(f"{path}: larger than {_MOST_BYTES} bytes; no file of decisions is")
        raw = load_yaml(path.read_text("utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, yaml.YAMLError, SchemaError) as error:
        raise RegistryError(f"{path}: can't be read: {str(error).splitlines()[0]}") from None
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise RegistryError(f"{path}: must be a list of decisions; plangraph confirm writes it")
    return [_decision(one, f"{path}: decision {number}") for number, one in enumerate(raw, 1)]


def _decision(raw: Any, where: str) -> Decision:
    fields = tuple(Decision.__dataclass_fields__)
    if not isinstance(raw, Mapping) or set(raw) != set(fields) or not all(isinstance(raw[key], str) for key in fields):
        raise RegistryError(f"{where}: must have {', '.join(fields)}, each a text")
    one = Decision(**raw)
    if one.relation not in RELATIONS or one.verdict not in VERDICTS:
        raise RegistryError(f"{where}: relation is one of {', '.join(RELATIONS)}, verdict one of {', '.join(VERDICTS)}")
    if not (ID_PATTERN.match(one.lower) and ID_PATTERN.match(one.upper)):
        raise RegistryError(f"{where}: lower and upper are ids of items")
    return one


def decisions_for(address: str) -> Decisions:
    """The decisions that hold for a store; raises RegistryError."""
    return Decisions(read_decisions(decisions_path(address)))


def keep_decision(path: Path, made: Decision) -> None:
    """Adds a decision to a file, in the place of an earlier one on the same pair; whole or not at all."""
    with _alone(path):
        pair = (made.relation, made.lower, made.upper)
        kept = [one for one in read_decisions(path) if (one.relation, one.lower, one.upper) != pair]
        text = yaml.safe_dump([asdict(one) for one in (*kept, made)], allow_unicode=True, sort_keys=False, width=120)
        try:
            put_private(path, _HEAD + text)
        except OSError as error:
            raise RegistryError(f"{path}: can't be saved: {error.strerror}") from None


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    try:
        with FileLock(path.with_name(f".{path.name}.lock")):
            yield
    except OSError as error:
        raise RegistryError(f"{path}: can't be written: {error.strerror}") from None
