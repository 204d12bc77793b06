"""The structure of a plan: head, chapters, work items, annex tables, owners and deadlines, with their places."""

from loaders.structure.parser import parse_structure

__all__ = ["parse_structure"]
