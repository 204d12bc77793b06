"""Fixtures that several packages' tests use."""

pytest_plugins = ["tests.neo4j_servers"]
