"""Does harm and counts what survives: ``python -m benchmarks.faults [PART[=COUNT]…]``.

``files.doc=80`` tries files of that type alone. Prints a table: tried, survived, seconds of the longest, MB of the largest process. What did not survive is told on
standard error; 1 when there was any, or when one took more than 60 seconds or 1 GB. The counts are those of a release;
all parts together take hours.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from benchmarks.faults.found import Found, measured

# What is tried, and how often for a release. Each is a module of this package.
PARTS = {
    "files": 10_000,
    "texts": 10_000,
    "patterns": 16_000,
    "damage": 1_000,
    "disk": 200,
    "kills": 100,
    "server_kills": 20,
    "server_disk": 12,
    "reload": 100,
    "requests": 40_000,
}


def asked(words: list[str]) -> dict[str, int]:
    """The count by part; raises ValueError for a word that names none."""
    found = {}
    for word in words or PARTS:
        name, _, count = word.partition("=")
        part, _, of_type = name.partition(".")
        if part not in PARTS:
            raise ValueError(f"no part {name}; there are {', '.join(PARTS)}")
        if of_type and (part != "files" or f".{of_type}" not in _types()):
            raise ValueError(f"no part {name}; of files there are {', '.join(f'files{suffix}' for suffix in _types())}")
        found[name] = int(count or PARTS[part])
    return found


def _types() -> list[str]:
    from benchmarks.faults.files import types  # late: patterns are found where nothing of the program is loaded yet

    return types()


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART[=COUNT]")
    try:
        counts = asked(parser.parse_args().parts)
    except ValueError as error:
        parser.error(str(error))
    print("| part | tried | survived | most seconds | most MB | |\n|---|---|---|---|---|---|", flush=True)
    good = True
    for name, count in counts.items():
        # In a process of its own, so that memory is this part's alone.
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            try:
                found = pool.submit(measured, name, count).result()
            except BrokenProcessPool:
                found = Found(count, 0, 0, "its process died")
        good &= found.good
        print(
            f"| {name} | {found.tried:,} | {found.survived:,} | {found.seconds:.1f} | {found.megabytes:.0f} | {found.note} |",
            flush=True,
        )
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
