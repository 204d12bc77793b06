"""A small disk of one's own that can really be full: a tmpfs in a mount namespace, where the system allows that."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from benchmarks.faults.found import Found

PAGE = 4096
_MOUNT = 'mount -t tmpfs -o size="$1"m none "$2" && shift 2 && exec "$@"'


def inside(module: str, count: int, megabytes: int) -> Found:
    """What ``tried_on(disk, count)`` of that module finds in a process that has a disk of so many megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        unshare = [shutil.which("unshare") or "", "--user", "--map-root-user", "--mount"]
        mounted = [*unshare, "sh", "-c", _MOUNT, "sh", str(megabytes), folder]
        try:
            subprocess.run([*mounted, "true"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            return Found(0, 0, 0, f"not tried: no disk can be mounted here ({getattr(error, 'stderr', error)!r})")
        command = [*mounted, sys.executable, "-m", __name__, module, folder, str(count)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Found(**json.loads(done.stdout.splitlines()[-1]))


@contextmanager
def full(disk: Path, leaving: int) -> Iterator[None]:
    """The disk with only so many pages left, until the block ends."""
    ballast = disk / "ballast"
    room = os.statvfs(disk)
    with ballast.open("wb") as file:
        if (pages := room.f_bavail - leaving) > 0:
            os.posix_fallocate(file.fileno(), 0, pages * PAGE)
    try:
        yield
    finally:
        ballast.unlink()


if __name__ == "__main__":
    found = importlib.import_module(sys.argv[1]).tried_on(Path(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps(asdict(found)))
