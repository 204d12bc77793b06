"""Whether any of very many mangled plans makes the loader raise: ``python -m benchmarks.mutations --texts 100000``.

The texts are those of tests/loaders/mutations.py, drawn by hypothesis from a fixed seed in each process; a text that
fails is shrunk and printed, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from hypothesis import HealthCheck, given, seed, settings

from loaders.folder import available_cores
from tests.loaders.mutations import mutated_plans
from tests.loaders.test_mutations import read

# Texts that one run of hypothesis draws: it holds what it has tried in memory.
_BATCH = 2000


def tried(number: int, texts: int) -> str | None:
    """Reads ``texts`` mangled plans of seed ``number``; the smallest that fails with its error, or None."""
    failing = ""

    @seed(number)
    @settings(
        max_examples=texts, deadline=None, database=None, print_blob=False, suppress_health_check=list(HealthCheck)
    )
    @given(mutated_plans())
    def check(text: str) -> None:
        nonlocal failing
        try:
            read(text)
        except BaseException:
            failing = text
            raise

    try:
        check()
    except Exception as error:
        return f"{type(error).__name__}: {error}\n{failing!r}"
    return None


def main() -> int:
    """Prints how many texts were read in what time, and those that failed; 1 when one did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most-seconds", type=float, default=3600, help="no new batch is begun after so long")
    parser.add_argument("--workers", type=int, default=available_cores(), help="processes")
    asked = parser.parse_args()
    batches = [min(_BATCH, asked.texts - done) for done in range(0, asked.texts, _BATCH)]
    start, done, failed = time.perf_counter(), 0, 0
    with ProcessPoolExecutor(asked.workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        futures = [pool.submit(tried, asked.seed + index, texts) for index, texts in enumerate(batches)]
        for future, texts in zip(futures, batches, strict=True):
            if time.perf_counter() - start > asked.most_seconds:
                for later in futures:  # all at once: the pool takes the next one up while this is waited for
                    later.cancel()
            if future.cancelled():
                continue
            if found := future.result():
                failed += 1
                print(found, flush=True)
            done += texts
            print(f"{done:7} after {time.perf_counter() - start:6.0f} s", file=sys.stderr, flush=True)
    print(f"{done} mangled plans in {time.perf_counter() - start:.0f} s, {failed} runs failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
