"""A store file that contradicts itself under right checksums: said once, in /readyz, while the old one still answers."""

from __future__ import annotations

import logging
import shutil
import time
from logging.handlers import BufferingHandler
from pathlib import Path
from typing import Any

import httpx

from graph.store.embedded import EmbeddedStore
from tests.api.server import serving
from tests.graph.store.forged import forge
from tests.graph.store.plans import TITLES, small_plan


def without_digests(index: dict[str, Any], details: Any) -> None:
    """What an appendix looks like that another program wrote."""
    for entry in index["plans"].values():
        del entry["digest"]


def wait_for(address: str, status: int) -> httpx.Response:
    until = time.monotonic() + 60
    while (answer := httpx.get(f"{address}/readyz")).status_code != status:
        assert time.monotonic() < until, answer.text
        time.sleep(0.05)
    return answer


def test_a_wrong_file_that_is_swapped_in_is_told_once(tmp_path: Path) -> None:
    path, wrong, whole = (tmp_path / name for name in ("plangraph.kgl", "wrong.kgl", "whole.kgl"))
    with EmbeddedStore(path, write=True) as store:
        store.replace([small_plan()])
    for copy in (wrong, whole):
        shutil.copy(path, copy)
    forge(wrong, without_digests)
    with serving(str(path), poll_seconds=0.05) as (address, _):
        logger, seen = logging.getLogger("plangraph"), BufferingHandler(100)
        logger.addHandler(seen)
        try:
            wait_for(address, 200)
            wrong.replace(path)
            told = wait_for(address, 503).json()["detail"]
            assert told.startswith(f"{path}: is damaged (plans.")
            assert told.endswith("digest: Field required); restore a copy or load the plans again")
            time.sleep(0.5)  # ten more looks at it
            assert httpx.get(f"{address}/api/v1/plans").json()["items"][0]["name"] == TITLES[0]
            assert [record.getMessage() for record in seen.buffer].count("store not read") == 1
            whole.replace(path)
            wait_for(address, 200)
        finally:
            logger.removeHandler(seen)
