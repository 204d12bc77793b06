"""The small graph and its export, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.export.rdf import RdfSettings, write_rdf
from graph.plan_graph import PlanGraph
from tests.graph.export.rdf.plans import small_graph

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
SETTINGS = RdfSettings(
    base="https://data.example.org/plans", license=LICENSE, issued="2026-11-22", contact="a@example.org"
)


@pytest.fixture(scope="session")
def graph() -> PlanGraph:
    return small_graph()


@pytest.fixture(scope="session")
def settings() -> RdfSettings:
    return SETTINGS


@pytest.fixture(scope="session")
def exported(graph: PlanGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an export of ``graph``; read it, do not change it."""
    folder = tmp_path_factory.mktemp("rdf")
    write_rdf(graph, folder, SETTINGS)
    return folder
