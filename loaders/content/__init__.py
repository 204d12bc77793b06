"""What work items say: targets, milestones, cited documents, named things, and which task an annex row details."""

from __future__ import annotations

from loaders.content.analysis import analyse

__all__ = ["analyse"]
