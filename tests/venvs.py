"""Environments of their own for programs whose dependencies would not live beside ours, in the user's cache, made once."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import filelock
from jgo.constants import default_jgo_cache


def python_with(name: str, packages: Sequence[str]) -> Path:
    """The Python of an environment ``name`` that holds ``packages`` as pip names them."""
    mark = hashlib.sha256(repr(tuple(packages)).encode()).hexdigest()[:12]
    home = default_jgo_cache().parent / "plangraph-tests" / f"{name}-{mark}"
    python, whole = home / "bin" / "python", home / "whole"
    home.parent.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(f"{home}.lock"):
        if not whole.exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True, timeout=300)
            install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
            subprocess.run(install, check=True, timeout=900)
            whole.touch()
    return python
