"""Broken and hostile files of every type: each ends in a plan or in one line, within the default bounds.

``python -m benchmarks.hostile [--count 200] [TYPE…]`` prints a table: files, plans, lines, faults of ours, the longest
seconds of processor time, the most memory. 1 when a file cost more than the bounds or ended in anything else.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from loaders.readers import Limits
from tests.loaders.hostile import HOSTILE, broken
from tests.loaders.readers.files import PLAN, WRITERS
from tests.loaders.readers.ofd_files import write_ofd

OFFICE = {".doc": "doc:MS Word 97", ".rtf": "rtf", ".odt": "odt"}
PICTURES = {".png": "PNG", ".jpg": "JPEG", ".tif": "TIFF"}
_ONE = "import sys; from pathlib import Path; from loaders.folder import load_files; (o,) = load_files([Path(sys.argv[1])]); print(o.error or '')"


def whole(suffix: str, folder: Path) -> Path | None:
    """A good file of this type; None where what makes it is missing."""
    path = folder / f"plan{suffix}"
    if suffix in WRITERS:
        WRITERS[suffix](path, PLAN)
    elif suffix == ".ofd":
        write_ofd(path, PLAN)
    elif suffix in PICTURES:
        Image.new("RGB", (60, 20), "white").save(path, PICTURES[suffix])  # no words: the decoder is what is tried
    elif program := shutil.which("soffice"):
        WRITERS[".docx"](folder / "plan.docx", PLAN)
        command = [
            program,
            "--headless",
            "--convert-to",
            OFFICE[suffix],
            "--outdir",
            str(folder),
            str(folder / "plan.docx"),
        ]
        subprocess.run(command, check=True, capture_output=True)
    return path if path.is_file() else None


def files(suffix: str, count: int, folder: Path) -> Iterator[Path]:
    """``count`` broken files, and the hostile ones of this type."""
    good = whole(suffix, folder)
    for number, data in enumerate(broken(good.read_bytes(), count, 1) if good else ()):
        path = folder / f"{number}{suffix}"
        path.write_bytes(data)
        yield path
        path.unlink()
    for name, make in HOSTILE.items():
        if name.endswith(suffix):
            make(folder / name)
            yield folder / name


def told(path: Path) -> tuple[str, float]:
    """What a process of its own says of a file, and the seconds of processor time that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", _ONE, str(path)], capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (done.stdout.strip() if done.returncode == 0 else f"died: {done.stderr[-300:]}"), seconds


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = [*WRITERS, ".ofd", *PICTURES, *OFFICE]
    parser.add_argument("types", nargs="*", default=kinds, choices=kinds)
    parser.add_argument("--count", type=int, default=200)
    given = parser.parse_args()
    bad = 0
    print(
        "| type | files | plans | one line | other | most seconds | most MB |\n|---|---|---|---|---|---|---|",
        flush=True,
    )
    for suffix in given.types:
        counts, most = {"plan": 0, "line": 0, "other": 0}, 0.0
        with tempfile.TemporaryDirectory() as scratch:
            for path in files(suffix, given.count, Path(scratch)):
                error, seconds = told(path)
                clear = error.startswith(f"{path}: ") and "\n" not in error and "unexpected fault" not in error
                counts["line" if clear else "other" if error else "plan"] += 1
                if error and not clear:
                    print(f"{path.name}: {error}", file=sys.stderr)
                most = max(most, seconds)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        bad += counts["other"] + (most > Limits().seconds + 30)
        print(
            f"| {suffix} | {sum(counts.values())} | {' | '.join(map(str, counts.values()))} | {most:.1f} | {memory:.0f} |",
            flush=True,
        )
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
