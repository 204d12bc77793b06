"""Mangled plan texts, drawn by hypothesis from a fixed seed a batch: none makes the loader raise anything of its own."""

from __future__ import annotations

import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from hypothesis import HealthCheck, given, seed, settings

from benchmarks.faults.found import Found
from loaders.folder import available_cores
from tests.loaders.mutations import mutated_plans
from tests.loaders.test_mutations import read

# Texts that one run of hypothesis draws: it holds what it has tried in memory.
_BATCH = 2000


def batch(number: int, texts: int) -> tuple[int, float, str]:
    """(texts read, processor seconds of the longest, the smallest that fails with its error or nothing)."""
    failing, done, longest = "", 0, 0.0

    @seed(number)
    @settings(
        max_examples=texts, deadline=None, database=None, print_blob=False, suppress_health_check=list(HealthCheck)
    )
    @given(mutated_plans())
    def check(text: str) -> None:
        nonlocal failing, done, longest
        start = time.process_time()
        try:
            read(text)
        except BaseException:
            failing = text
            raise
        done, longest = done + 1, max(longest, time.process_time() - start)

    try:
        check()
    except Exception as error:
        return done, longest, f"{type(error).__name__}: {error}\n{failing!r}"
    return done, longest, ""


def tried(count: int) -> Found:
    """Reads ``count`` mangled texts over all cores; a batch ends with the first that fails."""
    batches = [min(_BATCH, count - done) for done in range(0, count, _BATCH)]
    read_well, longest, failed = 0, 0.0, 0
    with ProcessPoolExecutor(available_cores(), mp_context=multiprocessing.get_context("spawn")) as pool:
        for done, seconds, failing in pool.map(batch, range(1, len(batches) + 1), batches):
            read_well, longest = read_well + done, max(longest, seconds)
            if failing:
                failed += 1
                print(failing, file=sys.stderr, flush=True)
    return Found(read_well + failed, read_well, longest)
