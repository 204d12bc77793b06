"""The graph: schema, ids, checked records, findings, stores and exports. It knows neither plans as documents nor HTTP."""

from graph.findings import Finding
from graph.plan_graph import PlanGraph
from graph.records import Edge, Evidence, Node
from graph.schema import Schema, schema

__all__ = ["Edge", "Evidence", "Finding", "Node", "PlanGraph", "Schema", "schema"]
