"""What Neo4j Browser can take from us: a guide with runnable queries, saved queries to drop on its window, a style.

All of it is generated from the catalogue, the drawings, the schema and ``browser.yaml``. Texts ask for things by
parameters (``$item``, ``$owner``, ``$plan`` …), which the lines of ``settings`` set to things of the loaded graph, by
names that a person reads; all other parameters stand at their defaults.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from graph.errors import SchemaError
from graph.languages import beside, in_all_languages
from graph.schema import load_yaml, schema
from graph.store.port import Store
from queries.catalogue import GROUPS, catalogue, literal, param_lines
from queries.drawings import GROUP, drawings
from queries.model import Parameter, Query

GUIDE, STYLE, SAVED, CONNECTED = "guide.html", "plangraph.grass", "plangraph-queries.zip", "connected.txt"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
# Strings, quoted names and comments stay as they are; of the rest only parameters matter.
_TOKEN = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|//[^\n]*|\$(?P<name>[A-Za-z_][A-Za-z0-9_]*)""")


def _like(label: str, style: Mapping[str, Any]) -> Mapping[str, Any]:
    """The style of a label that has none of its own: that of another of its kind, else grey."""
    kin = [other for other in schema().primary_labels(schema().labels[label].labels[-1]) if other in style]
    found: Mapping[str, Any] = style[kin[0]] if kin else {"color": "#495057", "diameter": 50}
    return found


@cache
def browser_texts() -> Mapping[str, Any]:
    """What ``browser.yaml`` says, in all languages."""
    raw: dict[str, Any] = in_all_languages(
        load_yaml(files("queries").joinpath("browser.yaml").read_text("utf-8")), "guide"
    )
    if unknown := set(raw["style"]) - set(schema().labels):
        raise SchemaError(f"browser.yaml: style: the schema has no label {sorted(unknown)[0]}")
    raw["style"] = {label: raw["style"].get(label) or _like(label, raw["style"]) for label in schema().labels}
    if missing := {GROUP, *GROUPS} ^ set(raw["groups"]):
        raise SchemaError(f"browser.yaml: groups: {sorted(missing)[0]} is not in both catalogue and groups")
    return raw


def examples(store: Store) -> dict[str, str]:
    """What to set the parameters to: the largest plan of ``store`` and the busiest things in it, by their names.

    {} for an empty store; what a store has none of is left out.
    """
    found: dict[str, str] = {}
    for name, text in browser_texts()["examples"].items():
        known = {key: found.get(key, "") for key in ("plan", "owner")}
        rows = store.run(text, {key: value for key, value in known.items() if f"${key}" in text}).rows
        if rows and rows[0][0]:
            found[name] = str(rows[0][0])
    return found


def assets(given: Mapping[str, str] | None = None, base: str = "") -> dict[str, bytes]:
    """The files by name: guide, style, saved queries. ``given`` are examples; ``base`` is where they will be served."""
    return {
        GUIDE: guide(given or {}, base).encode(),
        STYLE: style().encode(),
        SAVED: saved_queries(given or {}),
    }


def write_assets(folder: Path, given: Mapping[str, str] | None = None, base: str = "") -> None:
    """Writes the files of ``assets`` into ``folder``, and what Browser is to do once it is connected."""
    for name, content in assets(given, base).items():
        (folder / name).write_bytes(content)
    (folder / CONNECTED).write_text(connected(), "utf-8")


def style() -> str:
    """The GraSS style sheet: colours, sizes and captions by label, types and roles as captions of relationships."""
    quoted = {selector: {k: f'"{v}"' if k == "caption" else v for k, v in rule.items()} for selector, rule in rules()}
    return "".join(
        f"{selector} {{ {' '.join(f'{key}: {value};' for key, value in rule.items())} }}\n"
        for selector, rule in quoted.items()
    )


def rules() -> Iterator[tuple[str, dict[str, str]]]:
    """(selector, properties) of the style sheet. Browser lets the last rule that fits win: a Plan is a Policy too, and
    is to look like a Plan."""
    yield "node", {**browser_texts()["node"], "caption": "{name}"}
    for label in sorted(schema().labels.values(), key=lambda label: label.super in schema().labels):
        given = browser_texts()["style"][label.name]
        yield f"node.{label.name}", {
            "color": given["color"], "border-color": given["color"], "diameter": f"{given['diameter']}px",
            "text-color-internal": "#FFFFFF",
            "caption": browser_texts()["captions"].get(label.super or label.name, "{name}"),
        }  # fmt: skip
    yield "relationship", {**browser_texts()["relationship"], "caption": "<type>"}
    yield "relationship.OWNS", browser_texts()["owns"]


def connected() -> str:
    """What Browser runs once it is connected, with ``ASSETS`` for the address of the guide: our style, a drawing.

    The style is given in itself: fetched, it would come last and show its text instead of the drawing. ``clear`` takes
    that text away.
    """
    drawing = " ".join(browser_texts()["connected"].replace("{hint}", beside(browser_texts()["hint"])).split())
    return f"style {json.dumps(dict(rules()))}; clear; guide ASSETS/{GUIDE}; auto {drawing}"


def asked(parameter: Parameter) -> bool:
    """Whether Browser's texts ask for it; what they do not ask for stands at its default."""
    return parameter.required or parameter.name == "plan"


def pasted(query: Query) -> str:
    """The text of ``query``, that for the full-text index where there is one, with defaults in the place of the parameters that it does not ask for."""
    return filled(
        query.indexed or query.text,
        {p.name: p.default for p in query.parameters if p.default is not None and not asked(p)},
    )


def filled(text: str, values: Mapping[str, str | int | float]) -> str:
    """``text`` with each parameter that has a value replaced by it as a literal; strings and comments stay."""

    def replaced(match: re.Match[str]) -> str:
        name = match.group("name")
        return literal(values[name]) if name in values else match.group()

    return _TOKEN.sub(replaced, text)


def settings(given: Mapping[str, str]) -> list[str]:
    """The lines that set all parameters which the texts of ``entries`` ask for; run before them, once."""
    return param_lines(_parameters(), given)


def _parameters() -> list[Parameter]:
    """All parameters that the texts ask for, each once, with an example."""
    queries = [*drawings().values(), *catalogue().values()]
    wanted: dict[str, Parameter] = {}
    for parameter in (p for query in queries if query.text for p in query.parameters if p.required):
        wanted.setdefault(parameter.name, parameter)
    return sorted(wanted.values(), key=lambda p: browser_texts()["asked"].index(p.name))


def entries() -> Iterator[tuple[str, str, Mapping[str, str], str]]:
    """(group, name, question by language, text) of all that Browser can run, drawings first."""
    for query in (*drawings().values(), *catalogue().values()):
        if query.text:
            yield query.group, query.name, query.question, pasted(query)


def _heading(group: str) -> str:
    return beside(browser_texts()["groups"][group], " ")


def saved_queries(given: Mapping[str, str]) -> bytes:
    """A zip for Browser's window: one folder a group, one file a query, its question as the title; parameters first."""
    packed = io.BytesIO()
    first = (GROUP, "0-parameters", browser_texts()["settings"], "\n".join(settings(given)))
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for group, name, question, text in (first, *entries()):
            info = zipfile.ZipInfo(f"plangraph {_heading(group)}/{name}.cypher", _ZIP_DATE)
            archive.writestr(info, f"// {beside(question)}\n{text}\n")
    return packed.getvalue()


def guide(given: Mapping[str, str], base: str = "") -> str:
    """The guide as HTML: an introduction with the parameters, then a slide a group with questions and runnable texts."""
    slides: dict[str, list[str]] = {}
    for group, _, question, text in entries():
        slides.setdefault(group, []).append(_block(question, text))
    body = "".join(
        f"<slide>\n<h3>{html.escape(_heading(group))}</h3>\n" + "\n".join(parts) + "\n</slide>\n"
        for group, parts in slides.items()
    )
    return f'<title>plangraph</title>\n<article class="guide">\n{_introduction(given, base)}{body}</article>\n'


def _block(question: Mapping[str, str], text: str) -> str:
    first, *rest = beside(question, "\n").split("\n")
    said = "\n".join((f"<h4>{html.escape(first)}</h4>", *(f"<p>{html.escape(line)}</p>" for line in rest)))
    return f'{said}\n<pre class="code runnable">{html.escape(text, quote=False)}</pre>'


def _introduction(given: Mapping[str, str], base: str) -> str:
    link = f'<a href="{base}/{SAVED}">{SAVED}</a>' if base else SAVED
    lines = [line for words in browser_texts()["introduction"] for line in beside(words, "\n").split("\n")]
    said = "".join(f"<p>{line.format(link=link)}</p>\n" for line in lines)
    return (
        f"<slide>\n<h3>{beside(browser_texts()['title'])}</h3>\n{said}"
        f"{_block(browser_texts()['settings'], chr(10).join(settings(given)))}\n"
        f"{_block(drawings()['plan-structure'].question, pasted(drawings()['plan-structure']))}\n</slide>\n"
    )
