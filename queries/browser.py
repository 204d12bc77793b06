"""What Neo4j Browser can take from us: a guide with runnable queries, saved queries to drop on its window, a style.

All of it is generated from the catalogue, the schema and ``browser.yaml``. A guide can't ask for parameters, so its
texts carry examples from the loaded graph in their place.
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
from graph.schema import load_yaml, schema
from graph.store.port import Store
from queries.catalogue import GROUPS, catalogue, params_line
from queries.model import Parameter, Query

GUIDE, STYLE, SAVED = "guide.html", "plangraph.grass", "plangraph-queries.zip"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
# Strings, quoted names and comments stay as they are; of the rest only parameters matter.
_TOKEN = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|//[^\n]*|\$(?P<name>[A-Za-z_][A-Za-z0-9_]*)""")
_EXAMPLES: Mapping[str, str] = {
    "plan": "MATCH (i:WorkItem) RETURN i.plan AS id, count(i) AS n ORDER BY n DESC, id LIMIT 1",
    "item": "MATCH (:Owner)-[r:OWNS]->(i:WorkItem {part: 'body'}) "
    "RETURN i.id AS id, count(r) AS n, i.position AS position ORDER BY n DESC, position, id LIMIT 1",
    "owner": "MATCH (o:Owner)-[r:OWNS]->(:WorkItem) RETURN o.id AS id, count(r) AS n ORDER BY n DESC, id LIMIT 1",
    "policy": "MATCH (p:Policy)<-[r]-(:WorkItem) RETURN p.id AS id, count(r) AS n ORDER BY n DESC, id LIMIT 1",
    "entity": "MATCH (e:Entity)<-[r]-(:WorkItem) RETURN e.id AS id, count(r) AS n ORDER BY n DESC, id LIMIT 1",
}


@cache
def _data() -> Mapping[str, Any]:
    raw: Mapping[str, Any] = load_yaml(files("queries").joinpath("browser.yaml").read_text("utf-8"))
    if missing := set(schema().labels) ^ set(raw["style"]):
        raise SchemaError(f"browser.yaml: style: {sorted(missing)[0]} is not in both schema and style")
    if missing := {"views", *GROUPS} ^ set(raw["groups"]):
        raise SchemaError(f"browser.yaml: groups: {sorted(missing)[0]} is not in both catalogue and groups")
    return raw


def examples(store: Store) -> dict[str, str]:
    """An id for each kind of thing that queries ask for, the busiest in ``store``; {} for an empty one."""
    found = {kind: store.run(text).rows for kind, text in _EXAMPLES.items()}
    chosen = {kind: str(rows[0][0]) for kind, rows in found.items() if rows}
    return chosen | ({"thing": chosen["entity"]} if "entity" in chosen else {})


def assets(given: Mapping[str, str] | None = None, base: str = "") -> dict[str, bytes]:
    """The files by name: guide, style, saved queries. ``given`` are examples; ``base`` is where they will be served."""
    return {
        GUIDE: guide(given or {}, base).encode(),
        STYLE: style().encode(),
        SAVED: saved_queries(given or {}),
    }


def write_assets(folder: Path, given: Mapping[str, str] | None = None, base: str = "") -> None:
    """Writes the files of ``assets`` into ``folder``."""
    for name, content in assets(given, base).items():
        (folder / name).write_bytes(content)


def style() -> str:
    """The GraSS style sheet: colours, sizes and captions by label, the type as caption of relationships."""
    lines = [
        "node { diameter: 50px; color: #A5ABB6; border-color: #6B7280; border-width: 2px; "
        'text-color-internal: #FFFFFF; font-size: 10px; caption: "{name}"; }'
    ]
    # Browser lets the last rule that fits win: a Plan is a Policy too, and is to look like a Plan.
    ordered = sorted(schema().labels.values(), key=lambda label: label.super in schema().labels)
    for label in ordered:
        given = _data()["style"][label.name]
        lines.append(
            f"node.{label.name} {{ color: {given['color']}; border-color: {given['color']}; "
            f'diameter: {given["diameter"]}px; text-color-internal: #FFFFFF; caption: "{{name}}"; }}'
        )
    lines.append(
        "relationship { color: #A5ABB6; shaft-width: 1px; font-size: 8px; padding: 3px; "
        'text-color-external: #1F2933; text-color-internal: #FFFFFF; caption: "<type>"; }'
    )
    return "\n".join(lines) + "\n"


def pasted(query: Query, given: Mapping[str, str]) -> str:
    """The text of ``query`` with examples and defaults in the place of its parameters.

    A parameter for which there is neither stays, and the ``:params`` line to set it with stands above the text.
    """
    values = {p.name: _example(p, given) for p in query.parameters}
    known = {name: value for name, value in values.items() if value is not None}
    text = filled(query.text, known)
    return text if len(known) == len(values) else f"// {params_line(query.parameters)}\n{query.text}"


def _example(parameter: Parameter, given: Mapping[str, str]) -> str | int | float | None:
    if parameter.default is not None:
        return parameter.default
    return given.get(parameter.kind, "数据" if parameter.kind == "text" else None)


def filled(text: str, values: Mapping[str, str | int | float]) -> str:
    """``text`` with each parameter that has a value replaced by it as a literal; strings and comments stay."""

    def literal(match: re.Match[str]) -> str:
        name = match.group("name")
        return json.dumps(values[name], ensure_ascii=False) if name in values else match.group()

    return _TOKEN.sub(literal, text)


def entries(given: Mapping[str, str]) -> Iterator[tuple[str, str, Mapping[str, str], str]]:
    """(group, name, question by language, text) of all that Browser can run, views first."""
    for name, view in _data()["views"].items():
        yield "views", name, view, filled(view["text"], given)
    for group in GROUPS:
        for query in catalogue().values():
            if query.group == group and query.kind == "cypher":
                yield group, query.name, query.question, pasted(query, given)


def _heading(group: str) -> str:
    return f"{_data()['groups'][group]} {group}"


def saved_queries(given: Mapping[str, str]) -> bytes:
    """A zip for Browser's window: one folder a group, one file a query, its question as the title."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for group, name, question, text in entries(given):
            info = zipfile.ZipInfo(f"plangraph {_heading(group)}/{name}.cypher", _ZIP_DATE)
            archive.writestr(info, f"// {question['zh']} · {question['en']}\n{text}\n")
    return packed.getvalue()


def guide(given: Mapping[str, str], base: str = "") -> str:
    """The guide as HTML: an introduction, then a slide a group with its questions and runnable texts."""
    slides: dict[str, list[str]] = {}
    for group, _, question, text in entries(given):
        said = f"<h4>{html.escape(question['zh'])}</h4>\n<p>{html.escape(question['en'])}</p>"
        slides.setdefault(group, []).append(
            f'{said}\n<pre class="code runnable">{html.escape(text, quote=False)}</pre>'
        )
    body = "".join(
        f"<slide>\n<h3>{html.escape(_heading(group))}</h3>\n" + "\n".join(parts) + "\n</slide>\n"
        for group, parts in slides.items()
    )
    return f'<title>plangraph</title>\n<article class="guide">\n{_introduction(base)}{body}</article>\n'


def _introduction(base: str) -> str:
    link = f'<a href="{base}/{SAVED}">{SAVED}</a>' if base else SAVED
    return (
        "<slide>\n<h3>政府工作计划知识图谱 · plangraph</h3>\n"
        "<p>点击语句旁的箭头，即可运行。语句里的标识是图中的例子，可改成别的。</p>\n"
        "<p>The arrow beside a text runs it. The ids in the texts are examples from the graph; put others in.</p>\n"
        f"<p>把 {link} 拖到浏览器窗口，全部语句存入“Saved Cypher”。</p>\n"
        f"<p>Drop {link} on this window to keep all texts under Saved Cypher.</p>\n"
        '<pre class="code runnable">MATCH (n) UNWIND labels(n) AS label\n'
        "RETURN label, count(*) AS nodes ORDER BY nodes DESC, label</pre>\n</slide>\n"
    )
