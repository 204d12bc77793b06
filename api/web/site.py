"""What every page needs: its language, addresses that keep it, the snapshot, and the template engine."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import jinja2
from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from api.http.negotiation import accepted
from api.http.problems import ProblemError
from api.http.snapshots import Snapshot
from api.web.language import chosen_language, property_name, say, schema_name, texts
from queries.answers.models import Evidence
from queries.answers.plans import plans
from queries.answers.things import folder_of


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
    """One page being made: ``t`` for texts, ``url`` and ``href`` for addresses, ``render`` for the answer."""

    def __init__(self, request: Request, snapshot: Snapshot | None = None) -> None:
        self.request, self.snapshot = request, snapshot
        self.lang, self._explicit = chosen_language(request)
        self.root: str = request.scope.get("root_path", "")

    def t(self, key: str, **words: Any) -> str:
        """A text of the pages."""
        return say(self.lang, key, **words)

    def word(self, group: str, value: str | None) -> str | None:
        """What a value of the data is called, or the value itself."""
        return self.t(f"{group}.{value}") if f"{group}.{value}" in texts() else value

    def label(self, name: str) -> str:
        """What a label or relationship type is called."""
        return schema_name(self.lang, name)

    def prop(self, label: str, key: str) -> str:
        """What a property is called."""
        return property_name(self.lang, label, key)

    def url(self, path: str, **parameters: Any) -> str:
        """The address of a page, in the language of this one; parameters that are None or empty are left out."""
        given = {name: value for name, value in parameters.items() if value not in (None, "")}
        if self._explicit:
            given["lang"] = self.lang
        return self.root + quote(path) + (f"?{urlencode(given)}" if given else "")

    def raw(self, path: str) -> str:
        """An address without the language, for the API and static files."""
        return self.root + quote(path, safe="/?=&%.-_~")

    def href(self, node: str) -> str:
        """The page of a thing."""
        return self.url(f"/{folder_of(node)}/{node}")

    def ref_name(self, ref: str) -> str:
        """An item's reference for people: annex2/5 is 附件2·5."""
        part, slash, number = ref.partition("/")
        if not slash or not part.startswith("annex"):
            return ref
        return self.t("items.annex", part=part.removeprefix("annex"), number=number)

    def place(self, evidence: Evidence | None) -> str:
        """The page that shows a place in its source."""
        if evidence is None:
            return ""
        return self.url(f"/sources/{evidence.source}", start=evidence.start, end=evidence.end) + "#here"

    def switch(self, language: str) -> str:
        """This page's address in another language."""
        query = parse_qsl(self.request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
        kept = [(name, value) for name, value in query if name != "lang"]
        return self.root + quote(self.request.scope["path"]) + "?" + urlencode([*kept, ("lang", language)])

    def render(self, template: str, status: int = 200, **context: Any) -> Response:
        """The page."""
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
                lang=self.lang,
                explicit=self._explicit,
                view=template.removesuffix(".html"),
                version=self.snapshot.version[:12] if self.snapshot else "",
                plans=[(p.id, p.name) for p in plans(self.snapshot.view)] if self.snapshot else [],
                **context,
            )
        )
        return HTMLResponse(html.encode("utf-8", "replace"), status)


class ProblemPage:
    """Problems as pages, for those who ask for HTML outside the API."""

    def wanted(self, request: Request) -> bool:
        """Whether this request is a person's."""
        path = request.url.path
        return not path.startswith("/api/") and accepted(request.headers.get("accept", ""), ("json", "html")) == "html"

    def render(self, request: Request, problem: ProblemError) -> Response:
        """The page for ``problem``."""
        site = Site(request, request.scope.get("plangraph.snapshot"))
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
