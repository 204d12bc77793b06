"""Exports: the plan graph as files that other tools read."""
