"""What every page needs: its language, addresses that keep it, the snapshot, and the template engine."""

from __future__ import annotations

import contextlib
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import jinja2
from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from api.http.negotiation import accepted
from api.http.problems import ProblemError
from api.http.snapshots import Snapshot
from api.web.language import chosen_language, property_name, ref_name, say, schema_name, texts
from api.web.scope import PARAMETER, Scope, choices, place_name, scope_of
from graph.errors import AmbiguousNameError, PlangraphError
from graph.languages import LANGUAGES
from queries.answers.models import Evidence
from queries.answers.plans import loaded_plans
from queries.answers.things import folder_of

# The group of words that a key's values are in, where it is not called as the key.
WORDS = {"roles": "role", "partner_roles": "role", "role_basis": "basis", "severity": "quality", "known_by": "known"}


@cache
def engine() -> jinja2.Environment:
    """Templates with every value escaped; an unknown name in a template is an error."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("api.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class Site:
    """One page being made: ``t`` for texts, ``url`` and ``href`` for addresses, ``render`` for the answer.

    ``scope`` is what the page is about; it and a language that the address names stay in every address of the page.
    """

    def __init__(self, request: Request, snapshot: Snapshot | None = None, scope: Scope | None = None) -> None:
        self.request, self.snapshot, self.scope = request, snapshot, scope or Scope()
        self.lang, self._explicit = chosen_language(request)
        self.root: str = request.scope.get("root_path", "")

    def t(self, key: str, **words: Any) -> str:
        """A text of the pages."""
        return say(self.lang, key, **words)

    def word(self, group: str, value: str | None) -> str | None:
        """What a value of the data is called, or the value itself."""
        return self.t(f"{group}.{value}") if f"{group}.{value}" in texts() else value

    def said(self, key: str, value: Any) -> str:
        """A value of the data for people: what a key's values are called, references and places by their names."""
        if isinstance(value, bool):
            return self.t(f"answer.{value}".lower())
        if isinstance(value, (list, tuple)):
            return "；".join(self.said(key, one) for one in value)
        if isinstance(value, float):
            return f"{value:.4g}"
        text = str(value)
        if key in ("ref", "task_ref", "on_ref"):
            return self.ref_name(text)
        if key.endswith("_reference"):
            return self.reference_name(text)
        if key == "jurisdiction":
            return self.place_of(text)
        if key in ("relation", "relations") or (key.endswith("kind") and f"{key}.{text}" not in texts()):
            return self.label(text)
        return self.word(WORDS.get(key, key), text) or ""

    def label(self, name: str) -> str:
        """What a label or relationship type is called."""
        return schema_name(self.lang, name)

    def prop(self, label: str, key: str) -> str:
        """What a property is called."""
        return property_name(self.lang, label, key)

    def url(self, path: str, **parameters: Any) -> str:
        """The address of a page, in the language of this one; parameters that are None or empty are left out."""
        kept = {**self.kept, **parameters}
        given = {name: value for name, value in kept.items() if value not in (None, "")}
        return self.root + quote(path) + (f"?{urlencode(given)}" if given else "")

    @property
    def kept(self) -> dict[str, str]:
        """What stays in every address of the page: what it is about, and the language where the address names it."""
        return {
            **({PARAMETER: self.scope.word} if self.scope.word else {}),
            **({"lang": self.lang} if self._explicit else {}),
        }

    def called(self, node: str, name: str) -> str:
        """The name of a thing; an owner's tells its place where bodies of several places may be meant."""
        return self.scope.called(node, name)

    def told_apart(self, node: str, name: str, of: str) -> str:
        """A candidate for an ambiguous name with the place or plan that tells it from the others."""
        tag = self.tag(of)
        return f"{name}（{tag}）" if tag else self.called(node, name)

    def find(self, kind: str, word: str) -> str:
        """The id of what a word means here: of several of that name, the one that the page's plans or places have."""
        assert self.snapshot is not None
        try:
            return self.snapshot.view.find(kind, word, self.scope.plan)
        except AmbiguousNameError as error:
            inside = [node for node, _, of in error.candidates if of in self.scope.places or of in self.scope.plans]
            if len(inside) != 1 or not self.scope.word:
                raise
            return inside[0]

    def place_of(self, code: str | None) -> str:
        """The name of a place by its code."""
        return place_name(code) if code else ""

    def tag(self, plan: str) -> str:
        """What a plan's items are called by (松江2023), unless it is the one plan that is chosen; then empty."""
        if self.snapshot is None or plan == self.scope.plan:
            return ""
        found = loaded_plans(self.snapshot.view).get(plan)
        return (found.reference or "") if found else ""

    def number(self, item: Any) -> str:
        """An item's reference for people, with its plan's where that is not the one chosen."""
        tag = self.tag(item.plan)
        return f"{tag} {self.ref_name(item.ref)}" if tag else self.ref_name(item.ref)

    def raw(self, path: str) -> str:
        """An address without the language, for the API and static files."""
        return self.root + quote(path, safe="/?=&%.-_~")

    def href(self, node: str) -> str:
        """The page of a thing."""
        return self.url(f"/{folder_of(node)}/{node}")

    def ref_name(self, ref: str) -> str:
        """An item's reference for people: annex2/5 is 附件2·5."""
        return ref_name(self.lang, ref)

    def reference_name(self, reference: str) -> str:
        """An item's reference with its plan's, for people: 松江2023:annex2/5 is 松江2023 附件2·5."""
        plan, colon, ref = reference.rpartition(":")
        return f"{plan} {self.ref_name(ref)}" if colon else reference

    def place(self, evidence: Evidence | None) -> str:
        """The page that shows a place in its source."""
        if evidence is None:
            return ""
        return self.url(f"/sources/{evidence.source}", start=evidence.start, end=evidence.end) + "#here"

    def query(self, *without: str) -> list[tuple[str, str]]:
        """The query of this page's address but for some names and what was left empty."""
        given = parse_qsl(self.request.scope["query_string"].decode("latin-1"))
        return [(name, value) for name, value in given if name not in without]

    @property
    def here(self) -> str:
        """The path of this page."""
        return self.root + quote(self.request.scope["path"])

    def again(self, **changed: Any) -> str:
        """This page's address with some parameters changed, or left out where the value is None or empty."""
        kept = self.query("cursor", *changed)
        given = [(name, value) for name, value in changed.items() if value not in (None, "")]
        return self.here + (f"?{urlencode([*kept, *given])}" if kept or given else "")

    @property
    def sheet(self) -> str:
        """The print sheet of this page's list."""
        given = self.query("cursor")
        return self.root + "/desk/print" + (f"?{urlencode(given)}" if given else "")

    def others(self) -> list[tuple[str, str]]:
        """The other languages with what each calls itself."""
        return [(code, say(code, "site.language")) for code in LANGUAGES if code != self.lang]

    @staticmethod
    def html_language(language: str) -> str:
        """How HTML names a language; ours of Chinese is written in simplified characters."""
        return "zh-Hans" if language == "zh" else language

    def switch(self, language: str) -> str:
        """This page's address in another language."""
        return f"{self.here}?{urlencode([*self.query('lang'), ('lang', language)])}"

    def data(self, *pairs: tuple[str, Any]) -> str:
        """The query that asks the API for the list of this page: the plans it is about, and ``pairs`` as its filters."""
        plans = [("plan", plan) for plan in self.scope.plans]
        given = [(name, value) for name, value in pairs if value not in (None, "")]
        return f"?{urlencode([*plans, *given])}" if plans or given else ""

    def render(self, template: str, status: int = 200, *, lasting: bool = True, **context: Any) -> Response:
        """The page; not ``lasting`` where it hangs on more than the data's version and the address: a file, the day."""
        html = (
            engine()
            .get_template(template)
            .render(
                site=self,
                t=self.t,
                url=self.url,
                raw=self.raw,
                href=self.href,
                place=self.place,
                label=self.label,
                prop=self.prop,
                refname=self.ref_name,
                no=self.number,
                said=self.said,
                called=self.called,
                lang=self.lang,
                view=template.removesuffix(".html"),
                version=self.snapshot.version[:12] if self.snapshot else "",
                scopes=choices(self.snapshot.view).groups() if self.snapshot else (),
                **context,
            )
        )
        response = HTMLResponse(html.encode("utf-8", "replace"), status)
        if not lasting:
            response.headers["cache-control"] = "no-cache"
        return response


def _scope(request: Request, snapshot: Snapshot | None) -> Scope:
    """What a page about a trouble is about; all plans where the trouble is the choice itself."""
    if snapshot is None:
        return Scope()
    for word in (request.query_params.get(PARAMETER, ""), ""):
        with contextlib.suppress(PlangraphError):
            return scope_of(snapshot.view, word)
    return Scope()


class ProblemPage:
    """Problems as pages, for those who ask for HTML outside the API."""

    def wanted(self, request: Request) -> bool:
        """Whether this request is a person's."""
        path = request.url.path
        return not path.startswith("/api/") and accepted(request.headers.get("accept", ""), ("json", "html")) == "html"

    def render(self, request: Request, problem: ProblemError) -> Response:
        """The page for ``problem``."""
        snapshot: Snapshot | None = request.scope.get("plangraph.snapshot")
        site = Site(request, snapshot, _scope(request, snapshot))
        response = site.render(
            "problem.html",
            problem.status,
            code=problem.status,
            told=site.word("trouble", problem.kind) if f"trouble.{problem.kind}" in texts() else "",
            detail=problem.detail,
            candidates=problem.extra.get("candidates", []),
        )
        response.headers["cache-control"] = "no-store"
        for name, value in problem.headers.items():
            response.headers[name] = value
        return response
