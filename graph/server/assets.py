"""A tiny loopback web server for what Neo4j Browser fetches: guide, style, saved queries.

Run as ``python -m graph.server.assets FOLDER PORT PID``; it ends by itself when the process PID is gone.
Browser asks across origins, with a preflight, so every answer allows that. The files hold nothing secret.
"""

from __future__ import annotations

import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil  # type: ignore[import-untyped]

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".grass": "text/plain; charset=utf-8",
    ".zip": "application/zip",
}
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Allow-Private-Network": "true",
}


def asset(folder: Path, path: str) -> tuple[str, bytes] | None:
    """(media type, content) of the file that a request path names; None for all but the files right in ``folder``."""
    names = {file.name: file for file in folder.iterdir() if file.suffix in MEDIA_TYPES}
    file = names.get(path.partition("?")[0].removeprefix("/"))
    return None if file is None else (MEDIA_TYPES[file.suffix], file.read_bytes())


def assets_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of the files in ``folder`` at 127.0.0.1:``port`` (0 for any port); not yet serving."""

    class Handler(BaseHTTPRequestHandler):
        def do_OPTIONS(self) -> None:
            self._answer(HTTPStatus.NO_CONTENT, None, b"")

        def do_GET(self) -> None:
            found = asset(folder, self.path)
            if found is None:
                self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"not found\n")
            else:
                self._answer(HTTPStatus.OK, *found)

        def _answer(self, status: HTTPStatus, media_type: str | None, content: bytes) -> None:
            self.send_response(status)
            for name, value in CORS.items():
                self.send_header(name, value)
            if media_type is not None:
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(content)

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def main(arguments: list[str]) -> None:
    """Serves until the process that is named goes."""
    folder, port, pid = Path(arguments[0]), int(arguments[1]), int(arguments[2])
    server = assets_server(folder, port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    while psutil.pid_exists(pid):
        time.sleep(1)
    server.shutdown()


if __name__ == "__main__":
    main(sys.argv[1:])
