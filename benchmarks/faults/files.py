"""Broken and hostile files of every type that is read: each ends in a plan or in one line, within the default bounds."""

from __future__ import annotations

import io
import multiprocessing
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, cycle, islice
from pathlib import Path

from PIL import Image

from benchmarks.faults.found import Found
from loaders.bounds import stand_alone
from loaders.folder import available_cores, load_file, load_files
from loaders.readers import MEDIA_TYPES
from tests.loaders.hostile import HOSTILE, broken
from tests.loaders.readers.files import PLAN, WRITERS, write_csv
from tests.loaders.readers.ofd_files import write_ofd

# Converted by LibreOffice, a few seconds a file: so many times fewer of them.
OFFICE = {".doc": "doc:MS Word 97", ".wps": "doc:MS Word 97", ".rtf": "rtf", ".odt": "odt"}
FEWER = 10
# No words in them: the decoder is what is tried.
PICTURES = {".png": "PNG", ".jpg": "JPEG", ".tif": "TIFF"}
# Two names of one type; the first is tried.
SAME = {".markdown": ".md", ".htm": ".html", ".jpeg": ".jpg", ".tiff": ".tif"}
# So many are on the disk at a time.
_BATCH = 200


def types() -> list[str]:
    """The types that are read, each once."""
    return [suffix for suffix in MEDIA_TYPES if suffix not in SAME]


def whole(suffix: str, folder: Path) -> bytes:
    """A good file of this type."""
    path = folder / f"plan{suffix}"
    if suffix in WRITERS:
        WRITERS[suffix](path, PLAN)
    elif suffix == ".md":
        WRITERS[".txt"](path, [f"# {block}" if isinstance(block, str) else block for block in PLAN])
    elif suffix in (".csv", ".tsv"):
        write_csv(
            path, [row for block in PLAN if isinstance(block, list) for row in block], delimiter=",\t"[suffix == ".tsv"]
        )
    elif suffix == ".ofd":
        write_ofd(path, PLAN)
    elif suffix in PICTURES:
        Image.new("RGB", (60, 20), "white").save(path, PICTURES[suffix])
    else:
        _converted(path)
    return path.read_bytes()


def _converted(path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit("the files need LibreOffice on the PATH (scripts/need-libreoffice)")
    kind, made = OFFICE[path.suffix], path.parent / "converted"
    WRITERS[".docx"](path.parent / "plan.docx", PLAN)
    command = [program, "--headless", "--convert-to", kind, "--outdir", str(made), str(path.parent / "plan.docx")]
    subprocess.run(command, check=True, capture_output=True)
    (made / f"plan.{kind.partition(':')[0]}").rename(path)


def shares(count: int) -> dict[str, int]:
    """How many files of each type make ``count``, at least one of each."""
    weights = {suffix: 1 if suffix in OFFICE else FEWER for suffix in types()}
    found = {suffix: max(1, count * weight // sum(weights.values())) for suffix, weight in weights.items()}
    found[".txt"] += max(0, count - sum(found.values()))
    return found


def files(wanted: Mapping[str, int], folder: Path) -> Iterator[Path]:
    """So many broken files of each type; each is there until the next batch is asked for."""
    for suffix, share in wanted.items():
        for number, data in enumerate(spoilt(whole(suffix, folder), share)):
            path = folder / f"{number}{suffix}"
            path.write_bytes(data)
            yield path


def hostile(folder: Path) -> Iterator[Path]:
    """The hostile ones that tests hold."""
    for name, make in HOSTILE.items():
        make(folder / name)
        yield folder / name


def spoilt(data: bytes, count: int) -> Iterator[bytes]:
    """``data`` broken ``count`` times: an archive as it is, or a part of it under right checksums, in turn."""
    outside = broken(data, count, seed=1)
    if not data.startswith(b"PK"):
        yield from outside
        return
    rng = random.Random(1)
    inside = cycle([_parts_spoilt(data, rng.randrange(1 << 30)) for _ in range(count // 2)])
    for number, one in enumerate(outside):
        yield next(inside) if number % 2 else one


def _parts_spoilt(data: bytes, seed: int) -> bytes:
    packed, rng = io.BytesIO(), random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        parts = [entry for entry in old.infolist() if entry.file_size]
        chosen = rng.choice(parts)
        for entry in parts:
            part = old.read(entry)
            new.writestr(entry.filename, next(broken(part, 1, seed)) if entry is chosen else part)
    return packed.getvalue()


def told(path: Path) -> tuple[str, float]:
    """The line about a file (none for a plan), and the processor time that it took."""
    before = _used()
    return load_file(path).error or "", _used() - before


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def clear(path: Path, error: str) -> bool:
    """Whether that is a plan, or one line about this file that names no fault of ours."""
    return not error or (error.startswith(f"{path}: ") and "\n" not in error and "unexpected fault" not in error)


def tried(count: int, of_type: str = "", with_hostile: bool = True) -> Found:
    """Reads ``count`` broken files as folders of plans are read: of one type, or of all and the hostile ones, too."""
    kinds: Counter[str] = Counter()
    longest = 0.0
    with tempfile.TemporaryDirectory() as scratch:
        source = files({of_type: count} if of_type else shares(count), Path(scratch))
        if with_hostile and not of_type:
            source = chain(source, hostile(Path(scratch)))
        while batch := list(islice(source, _BATCH)):
            for path, (error, seconds) in zip(batch, _read(batch), strict=True):
                kinds["plan" if not error else "line" if clear(path, error) else "other"] += 1
                longest = max(longest, seconds)
                if not clear(path, error) or seconds > 20:
                    print(f"{path.name}: {seconds:.1f} s: {error}", file=sys.stderr, flush=True)
                path.unlink()
    return Found(
        kinds.total(), kinds["plan"] + kinds["line"], longest, f"{kinds['plan']:,} plans, {kinds['line']:,} lines"
    )


def _read(batch: list[Path]) -> list[tuple[str, float]]:
    """What is told of each file, over all cores in processes that are bounded as those of a folder are."""
    found: list[tuple[str, float] | None] = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(available_cores(), mp_context=context, initializer=stand_alone) as pool:
        futures = [pool.submit(told, path) for path in batch]
        found = [_result(future) for future in futures]
    return [one or _alone(path) for path, one in zip(batch, found, strict=True)]


def _result(future: Future[tuple[str, float]]) -> tuple[str, float] | None:
    try:
        return future.result()
    except (BrokenProcessPool, MemoryError):
        return None  # this file or another of the batch ended the process: asked alone


def _alone(path: Path) -> tuple[str, float]:
    before = _used()
    (outcome,) = load_files([path], workers=2)
    return outcome.error or "", _used() - before
