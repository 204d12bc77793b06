"""The small graph and its export, made once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.export.rdf import RdfSettings, write_rdf
from graph.plan_graph import PlanGraph
from tests.graph.export.rdf.plans import small_graph, with_inferred

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


@pytest.fixture(scope="session")
def inferred(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an export of two plans with what was inferred between them; read it, do not change it."""
    folder = tmp_path_factory.mktemp("inferred")
    write_rdf(with_inferred(), folder, replace(SETTINGS, publisher="市数据局"))
    return folder
