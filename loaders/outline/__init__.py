"""Headings and the tree of a text, and the head of the document."""
