"""Matching of items."""
