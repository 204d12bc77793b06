"""Named things that work items build, use or take place at: the grammar of names and its one reader."""

from __future__ import annotations

from loaders.content.entities.find import find_entities, plan_scope, scan_findings
from loaders.content.entities.reliance import find_reliances
from loaders.content.entities.spread import spread_names
from loaders.content.entities.words import Words

__all__ = ["Words", "find_entities", "find_reliances", "plan_scope", "scan_findings", "spread_names"]
