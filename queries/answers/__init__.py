"""Answers: what is asked of the plans, as typed values made from texts that the store runs.

One home for each question. Command line, HTTP, pages and assistants take the same values from here; nothing here
keeps a picture of the whole store. ``view`` is one version of a store; ``records`` reads single things and what they
are joined to, by texts derived from the schema; the other modules hold one noun each, its model and its answers.
"""
