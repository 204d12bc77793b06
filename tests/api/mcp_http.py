"""Serves an embedded store to assistants over HTTP at a free port, and says where: ``python -m tests.api.mcp_http STORE``."""

from __future__ import annotations

import socket
import sys

from api.mcp import serve_http
from graph.store import open_store

if __name__ == "__main__":
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with open_store(sys.argv[1]) as store:
        print(f"http://127.0.0.1:{port}/mcp", flush=True)
        serve_http(store, "127.0.0.1", port)
