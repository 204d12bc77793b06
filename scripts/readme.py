"""The commands that the READMEs show, run for real: refreshes their output, or tells where it has drifted.

A block of kind ``console`` holds commands after ``$ `` and what they print. They run in order, in one folder that
holds a copy of ``data/``, so that a later command finds the store that an earlier one wrote.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).parent.parent
PAGES = ("README.md", "README.zh.md")
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What differs between machines and runs is shown as it was written.
_ENVIRONMENT = {"COLUMNS": "116", "NO_COLOR": "1", "TERM": "dumb"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A command of a page with the output that the page shows for it."""

    command: str
    output: str


def commands(block: str) -> Iterator[Shown]:
    """The commands of one console block with their shown output."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield Shown(command, output)


def shown(page: str) -> list[Shown]:
    """All commands of a page's console blocks, in order."""
    return [command for block in _BLOCK.findall(page) for command in commands(block)]


def run(command: str, folder: Path, language: str) -> str:
    """What ``command`` prints in ``folder`` (standard output and error together)."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **_ENVIRONMENT, "PATH": path, "PLANGRAPH_LANG": language}
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())


def refreshed(page: str, folder: Path, language: str) -> str:
    """The page with each console block's output as the commands print it now."""
    shutil.copytree(HOME / "data", folder / "data")

    def block(match: re.Match[str]) -> str:
        printed = (f"$ {c.command}\n{run(c.command, folder, language)}" for c in commands(match.group(1)))
        return "```console\n" + "".join(printed) + "```"

    return _BLOCK.sub(block, page)


def refresh(name: str) -> str:
    """The page ``name`` of the project, refreshed; nothing is written."""
    language = "zh" if name.endswith(".zh.md") else "en"
    with tempfile.TemporaryDirectory() as folder:
        return refreshed((HOME / name).read_text("utf-8"), Path(folder), language)


def main() -> None:
    for name in PAGES:
        (HOME / name).write_text(refresh(name), "utf-8")
        print(name)


if __name__ == "__main__":
    main()
