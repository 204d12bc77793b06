"""Drawings: questions whose answers Neo4j Browser draws, one ``.cypher`` file each in ``graphs/``.

They return nodes, relationships and paths, so Neo4j alone runs them; a file reads like one of the catalogue, without
columns. The drawing of the schema is made from the schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from graph.errors import QueryError
from graph.schema import schema
from queries import checks, header
from queries.catalogue import check_settings, question_of, read_header, split_file
from queries.model import Query

GROUP = "graphs"
SCHEMA = "schema"


@cache
def drawings() -> Mapping[str, Query]:
    """All drawings by name, the schema's last; raises QueryError where a file contradicts itself."""
    folder = files("queries").joinpath(GROUP)
    texts = {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".cypher")}
    found = [parse_drawing(name, texts[name]) for name in sorted(texts)]
    return {drawing.name: drawing for drawing in (*found, _schema())}


def parse_drawing(file_name: str, content: str) -> Query:
    """The drawing in a file's content; raises QueryError that names the file and what is wrong with it."""
    head, text = split_file(content)
    raw, settings = read_header(head, file_name)
    if extra := sorted(set(raw) - {"question", "parameters"}):
        raise QueryError(f"{file_name}: a drawing has no {extra[0]}")
    parameters = header.parameters(raw.get("parameters") or {}, file_name)
    name = file_name.removesuffix(".cypher")
    drawing = Query(name, GROUP, question_of(raw, file_name, "drawings"), parameters, (), text, kind="drawing")
    check_settings(drawing, settings, file_name)
    checks.check_drawing(drawing, file_name)
    return drawing


def _schema() -> Query:
    """One example of each relationship between each two labels of the schema: what the graph is made of."""
    ends = [(r.name, start, end) for r in schema().relationships.values() for start, end in r.ends]
    parts = [f"MATCH (a:{start})-[r:{name}]->(b:{end})\nRETURN a, r, b LIMIT 1" for name, start, end in ends]
    said = {
        "zh": "画出图的结构：每种关系各举一例",
        "en": "Draw what the graph is made of: one example of each relationship",
    }
    question = question_of({"question": said}, SCHEMA, "drawings")
    return Query(SCHEMA, GROUP, question, (), (), "\nUNION ALL\n".join(parts), kind="drawing")
