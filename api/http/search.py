"""Search over everything that has a name, with the text around the words found."""

from __future__ import annotations

from api.http.read_model import ReadModel
from api.http.shapes import Shape, ref

AROUND = 36
PATHS = {"WorkItem": "items", "Owner": "owners", "Policy": "policies"}


def find(model: ReadModel, text: str) -> list[str]:
    """Ids of what holds every word of ``text``: names first, then texts, each in the order of the plans."""
    words = text.casefold().split()
    if not words:
        return []
    named: list[str] = []
    told: list[str] = []
    for node, _, folded in model.search_texts:
        if all(word in folded for word in words):
            head = folded.partition("\n")[0]
            (named if all(word in head for word in words) else told).append(node)
    return named + told


def snippet(model: ReadModel, node: str, text: str) -> str:
    """The stretch of a node's text around the first word found; its name when the words stand there."""
    attributes = model.nodes[node]
    words = text.casefold().split()
    candidates = [str(attributes[key]) for key in ("text", "quote", "full_name") if attributes.get(key)]
    candidates += attributes.get("aliases", ())
    for candidate in candidates:
        folded = candidate.casefold()
        places = [folded.find(word) for word in words]
        if len(folded) == len(candidate) and max(places) >= 0:
            first = min(place for place in places if place >= 0)
            start, end = max(0, first - AROUND), first + 2 * AROUND
            cut = candidate[start:end].strip()
            return ("…" if start else "") + cut + ("…" if end < len(candidate) else "")
    return str(attributes["name"])


def address(model: ReadModel, node: str) -> str:
    """The path of a node below /api/v1/ or the root of the pages: items/…, owners/…, policies/… or things/…."""
    return f"{PATHS.get(model.nodes[node]['labels'][-1], 'things')}/{node}"


def hit(model: ReadModel, node: str, text: str) -> Shape:
    """One thing found."""
    return {**ref(model, node), "snippet": snippet(model, node, text), "href": f"/api/v1/{address(model, node)}"}
