"""The tiny server that Neo4j Browser fetches its guide and style from."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.server.assets import assets_server


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[str, int]]:
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "guide.html").write_text("<article>指南</article>", "utf-8")
    (folder / "hidden.key").write_text("secret")
    (tmp_path / "secret.html").write_text("secret")
    server = assets_server(folder, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield "127.0.0.1", server.server_address[1]
    server.shutdown()
    server.server_close()


def ask(address: tuple[str, int], method: str, path: str) -> tuple[int, str, str | None]:
    connection = http.client.HTTPConnection(*address, timeout=10)
    try:
        connection.request(method, path, headers={"Origin": "http://127.0.0.1:7474"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers["Access-Control-Allow-Origin"]
    finally:
        connection.close()


def test_files_are_given_to_pages_of_other_origins(address: tuple[str, int]) -> None:
    assert ask(address, "GET", "/guide.html") == (200, "<article>指南</article>", "*")
    assert ask(address, "GET", "/guide.html?v=2") == (200, "<article>指南</article>", "*")
    assert ask(address, "OPTIONS", "/guide.html") == (204, "", "*")


@pytest.mark.parametrize("path", ["/", "/hidden.key", "/../secret.html", "/%2e%2e/secret.html", "/x/guide.html", "/x"])
def test_nothing_else_is_given(address: tuple[str, int], path: str) -> None:
    assert ask(address, "GET", path)[0] == 404


def test_nothing_can_be_sent(address: tuple[str, int]) -> None:
    assert ask(address, "POST", "/guide.html")[0] == 501
    assert ask(address, "PUT", "/guide.html")[0] == 501
