"""Files that plangraph keeps for its user: whole or not at all, and nobody else's to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.own_files import data_folder, put_private


def test_a_private_file_is_whole_and_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "kept.yaml"
    put_private(path, "一\n")
    put_private(path, "二\n")
    assert (path.read_text("utf-8"), path.stat().st_mode & 0o777) == ("二\n", 0o600)
    with pytest.raises(UnicodeEncodeError):
        put_private(path, "\ud800")
    assert path.read_text("utf-8") == "二\n"
    assert list(tmp_path.iterdir()) == [path]


def test_the_data_folder_is_the_one_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLANGRAPH_HOME", str(tmp_path))
    assert data_folder() == tmp_path
