"""Prints a plan's graph as node-link data, for the scorer: ``python -m tests.loaders.print_graph FILE``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from graph.node_link import to_node_link
from loaders.parse import load_plan

if __name__ == "__main__":
    graph, _, _ = load_plan(Path(sys.argv[1]))
    print(json.dumps(to_node_link(graph), ensure_ascii=False))
