"""Short plans for the tests of the structure parser, and what they are asked about."""

from __future__ import annotations

from loaders.document import Item, PlanDocument, SourceText
from loaders.parse import parse_structure

HEAD = "云岭区2024年重点工作安排\n\n一、重点任务\n\n"


def parse(text: str, path: str = "plan.txt") -> PlanDocument:
    """The document of ``text``; every place in it is checked against the text."""
    document = parse_structure(SourceText(text, path))
    for item in document.items:
        spans = [item.span, item.name_span, *item.spans, *(o.span for o in item.owners)]
        spans += [d.span for d in (*item.deadlines, *item.periods)]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        for owner in item.owners:
            assert _holds("".join(text[owner.span.start : owner.span.end].split()), owner.printed)
    for finding in document.findings:
        assert text[finding.start : finding.end] == finding.quote
    return document


def _holds(quote: str, printed: str) -> bool:
    """Whether a quote is what was printed, but for page furniture inside it."""
    rest = iter(quote)
    return quote[0] == printed[0] and quote[-1] == printed[-1] and all(char in rest for char in printed)


def only(text: str) -> Item:
    """The one item of a plan."""
    (item,) = parse(text).items
    return item


def task(text: str) -> Item:
    """The one item of a plan whose task 1 has this text."""
    return only(f"{HEAD}1.推进平台建设。{text}\n")


def owners(item: Item) -> str:
    """Owners with role and, where it is not stated, its basis: 区科委 lead, 区经委 responsible/clause."""
    return ", ".join(
        f"{o.printed} {o.role}" + ("" if o.role_basis == "stated" else f"/{o.role_basis}") for o in item.owners
    )


def codes(document: PlanDocument) -> list[str]:
    """The codes of the findings in order."""
    return [finding.code for finding in document.findings]
