"""``plangraph confirm`` and ``plangraph reject``: a reader's judgement of a match, kept beside the store."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from api.cli.help import help_of
from api.cli.messages import Language, default_language, say
from api.cli.options import DEFAULT_STORE, LangOption, StoreOption
from graph.errors import ArgumentError
from graph.matching.decisions import Decision, decisions_path, keep_decision
from graph.store import Store, open_store
from queries.references import resolve

_ITEM = "MATCH (i:WorkItem {id: $id}) MATCH (p:Plan {id: i.plan}) RETURN p.id AS plan, p.jurisdiction AS place, p.year AS year"
_ABOVE = "MATCH (a:Plan {id: $lower})-[:IMPLEMENTS*1..5]->(b:Plan {id: $upper}) RETURN count(*) AS n"

ItemArgument = Annotated[str, typer.Argument(metavar="ITEM", help=help_of("argument.item"))]
WhoOption = Annotated[str, typer.Option("--who", envvar="PLANGRAPH_READER", help=help_of("option.who"))]
WhyOption = Annotated[str, typer.Option("--why", help=help_of("option.why"), show_default=False)]


def register(app: typer.Typer) -> None:
    """Adds the commands to ``app``."""
    app.command("confirm", help=help_of("confirm"))(confirm)
    app.command("reject", help=help_of("reject"))(reject)


def confirm(
    item: ItemArgument, other: ItemArgument, why: WhyOption, who: WhoOption = "", store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
) -> None:  # fmt: skip
    """``plangraph confirm``."""
    _decide("confirm", (item, other), who, why, store, lang or default_language())


def reject(
    item: ItemArgument, other: ItemArgument, why: WhyOption, who: WhoOption = "", store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
) -> None:  # fmt: skip
    """``plangraph reject``."""
    _decide("reject", (item, other), who, why, store, lang or default_language())


def _decide(verdict: str, items: tuple[str, str], who: str, why: str, address: str, language: Language) -> None:
    if not why.strip():
        raise typer.BadParameter("say why", param_hint="--why")
    with open_store(address, write=True) as store:
        one, other = (resolve(store, "item", word) for word in items)
        lower, upper, relation = _placed(store, one, other)
        path = decisions_path(address)
        keep_decision(path, Decision(lower, upper, relation, verdict, who or getpass.getuser(), why.strip()))
        store.replace([])
    print(say(f"decided_{verdict}", language, relation=say(f"score:{relation}", language), path=path))


def _placed(store: Store, one: str, other: str) -> tuple[str, str, str]:
    """Which item is the lower one or the later, and what it does to the other; raises ArgumentError where neither."""
    told = {item: store.run(_ITEM, {"id": item}).dicts()[0] for item in (one, other)}
    for lower, upper in ((one, other), (other, one)):
        if store.run(_ABOVE, {"lower": told[lower]["plan"], "upper": told[upper]["plan"]}).rows[0][0]:
            return lower, upper, "CARRIES_OUT"
    years = told[one]["year"], told[other]["year"]
    if told[one]["place"] == told[other]["place"] and None not in years and years[0] != years[1]:
        later, earlier = (one, other) if years[0] > years[1] else (other, one)
        return later, earlier, "CONTINUES"
    raise ArgumentError(
        "neither plan carries out the other, nor are they of one place and two years: nothing to decide"
    )
