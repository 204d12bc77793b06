"""What the publisher of the data decides: addresses, licence, names. Nothing here is guessed and no clock is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.errors import ExportError

DEFAULT_BASE = "https://example.org/plangraph"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+\Z")
_BASE = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+(?:/[A-Za-z0-9._~-]+)*\Z")
_MAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


@dataclass(frozen=True, slots=True)
class RdfSettings:
    """Settings of an export; raises ExportError (one line) for a value that would give broken IRIs.

    ``base`` is where the portal will serve the data: things are ``{base}/id/{kind}/{key}``, own terms
    ``{base}/vocabulary#…``. ``license`` is an IRI and has no default: without one nothing is published.
    ``endpoint`` is the address of a SPARQL endpoint over the data, where there is one.
    ``portal`` are fields of the sheet for Chinese catalogues that only the owner can fill (see ``catalogue.yaml``).
    What is None is derived from the plans or left out of the record; ``issued`` and ``modified`` are ISO dates.
    """

    base: str = DEFAULT_BASE
    license: str | None = None
    title_zh: str | None = None
    title_en: str | None = None
    publisher: str | None = None
    publisher_iri: str | None = None
    contact: str | None = None
    identifier: str | None = None
    version: str | None = None
    issued: str | None = None
    modified: str | None = None
    keywords: tuple[str, ...] = ("工作计划", "政策", "知识图谱", "责任部门")
    frequency: str = "IRREG"
    theme: str = "GOVE"
    endpoint: str | None = None
    portal: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "base", self.base.rstrip("/#"))
        if self.contact is not None:
            object.__setattr__(self, "contact", self.contact.removeprefix("mailto:"))
        if not _BASE.match(self.base):
            raise ExportError(f"base {self.base!r} is no http(s) address in plain ASCII; set --base or PLANGRAPH_BASE")
        for name in ("license", "publisher_iri"):
            value = getattr(self, name)
            if value is not None and not (_IRI.match(value) and value.isascii()):
                raise ExportError(f"{name} {value!r} is no absolute IRI, such as https://example.org/terms")
        if self.contact is not None and not (
            (_MAIL if "@" in self.contact else _IRI).match(self.contact) and self.contact.isascii()
        ):
            raise ExportError(f"contact {self.contact!r} is no mail address and no absolute IRI")
        for name in ("issued", "modified"):
            value = getattr(self, name)
            if value is not None and not _DATE.match(value):
                raise ExportError(f"{name} {value!r} is no date, such as 2026-11-22")
        for name in ("frequency", "theme"):
            if not re.fullmatch(r"[A-Z0-9_]+", getattr(self, name)):
                raise ExportError(f"{name} {getattr(self, name)!r} is no code of the EU authority list, such as IRREG")

    @property
    def namespace(self) -> str:
        """The namespace of the own terms."""
        return f"{self.base}/vocabulary#"

    def required_license(self) -> str:
        """The licence; raises ExportError that says how to set it."""
        if self.license is None:
            raise ExportError(
                "no licence is set: the data can't be published without one; "
                "give --license IRI or set PLANGRAPH_LICENSE, for example to "
                "https://creativecommons.org/licenses/by/4.0/"
            )
        return self.license
