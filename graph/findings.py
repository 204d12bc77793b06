"""Findings: what a loader saw in a text that a person should know. Nothing is dropped in silence.

A finding's code stands in ``findings.yaml`` with its severity, its sentence and the advice, in zh and en; the
finding itself holds only the place and the words to put in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files

from graph.errors import SchemaError
from graph.languages import in_all_languages, is_pair
from graph.schema import load_yaml

SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One sort of finding: severity, and sentence and advice by language, with ``{word}`` places."""

    code: str
    severity: str
    message: Mapping[str, str]
    advice: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of kind ``code`` at ``start``..``end`` (code points) of a source; ``item`` is an item's ref, if in one."""

    code: str
    start: int
    end: int
    quote: str = ""
    item: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """error, warning or note."""
        return finding_kinds()[self.code].severity

    def message(self, language: str = "en") -> str:
        """The sentence in ``language``, with this finding's words put in."""
        return _fill(finding_kinds()[self.code].message[language], self.words)

    def advice(self, language: str = "en") -> str:
        """What to do about it, in ``language``."""
        return _fill(finding_kinds()[self.code].advice[language], self.words)


def _fill(template: str, words: Mapping[str, str]) -> str:
    """``{word}`` replaced by the finding's words; texts are untrusted, so no format language is run on them."""
    parts = template.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, _, rest = part.partition("}")
        filled.append(words.get(name, "…") + rest)
    return "".join(filled)


@cache
def finding_kinds() -> Mapping[str, FindingKind]:
    """All kinds of findings by code; raises SchemaError where the data file contradicts itself."""
    raw = in_all_languages(load_yaml(files("graph").joinpath("findings.yaml").read_text("utf-8")), "findings")
    kinds = {}
    for code, spec in raw.items():
        if spec.get("severity") not in SEVERITIES:
            raise SchemaError(f"findings.yaml: {code}: severity must be one of {', '.join(SEVERITIES)}")
        for part in ("message", "advice"):
            if not is_pair(spec.get(part, {})):
                raise SchemaError(f"findings.yaml: {code}: {part} must be given in zh and en")
        kinds[code] = FindingKind(code, spec["severity"], spec["message"], spec["advice"])
    return kinds


def findings_to_json(findings: Iterable[Finding]) -> str:
    """Findings as the JSON list that a Source node keeps."""
    return json.dumps([asdict(f) for f in findings], ensure_ascii=False, sort_keys=True)


def findings_from_json(text: str) -> list[Finding]:
    """The findings that a Source node keeps."""
    return [Finding(**raw) for raw in json.loads(text)]
