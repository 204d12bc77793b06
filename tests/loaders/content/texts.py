"""Small texts for the tests of content analysis; places and bodies in them are invented."""

from __future__ import annotations

from loaders.content.reading import Reading
from loaders.document import Item, OwnerMention, PlanDocument, PlanMeta, SectionPart, SourceText
from loaders.text.view import Span, View


def reading(text: str) -> Reading:
    """The reading of ``text`` as one piece."""
    return Reading(View(text))


def plan(*items: str, preface: str = "", annex: tuple[tuple[str, str], ...] = (), owners: str = "") -> PlanDocument:
    """A plan of 青禾区 for 2024: one body task for each of ``items`` (title。text), rows (name, text) of an annex."""
    text = f"青禾区2024年数字化重点工作\n{preface}\n一、任务\n"
    meta = PlanMeta(name="青禾区2024年数字化重点工作", name_span=Span(0, 15), year=2024, jurisdiction="CN")
    document = PlanDocument(SourceText(text), meta)
    start = text.index("一、任务")
    document.sections.append(SectionPart("一", "一", "任务", Span(start, start + 4), "body", 1))
    for number, body in enumerate(items, 1):
        start = len(text)
        name = body.split("。")[0]
        text += body + "\n"
        span = Span(start, start + len(body))
        document.items.append(
            Item(str(number), str(number), "Task", "body", name, Span(start, start + len(name)), span, (span,))
        )
    for number, (name, body) in enumerate(annex, 1):
        start = len(text)
        text += f"{number}\t{name}\t{body}\n"
        first = Span(start + len(f"{number}\t"), start + len(f"{number}\t{name}"))
        second = Span(first.end + 1, first.end + 1 + len(body))
        ref = f"annex1/{number}"
        whole = Span(start, second.end)
        document.items.append(Item(ref, str(number), "Task", "annex", name, first, whole, (first, second)))
    for item in document.items:
        listed = [name for name in owners.split("、") if name]
        item.owners = [OwnerMention(name, item.span, "responsible", "stated", i) for i, name in enumerate(listed, 1)]
    document.source = SourceText(text)
    return document
