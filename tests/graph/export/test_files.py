"""Files of exports on a disk that takes no more: one line, and nothing of the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import os, resource, sys
from pathlib import Path
from graph.errors import ExportError
from graph.export.files import atomic, gzipped

resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    with {write}(Path(sys.argv[1])) as file:
        file.write(os.urandom({size}))
except ExportError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a bound on what a process may write")
@pytest.mark.parametrize("size", [2_000, 200_000])  # held back until the file is closed, and not
@pytest.mark.parametrize("write", ["atomic", "gzipped"])
def test_a_file_that_finds_no_space_leaves_nothing(tmp_path: Path, write: str, size: int) -> None:
    path, code = tmp_path / "export", CODE.format(write=write, size=size)
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert done.stdout == f"{path}: can't be written: File too large\n"
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []
