"""Quantified goals and dated ones: what a text sets itself to reach."""
