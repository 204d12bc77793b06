"""What make installs: the lists hold all that pyproject.toml asks for, and a file with another hash is refused."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

HOME = Path(__file__).parents[1]
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
EXTRAS = ("mcp", "ocr", "server", "spark", "test")


def versions(name: str) -> dict[str, str]:
    """The version of each package in a list; every one has a hash."""
    entries = re.split(r"\n(?=[a-z])", (HOME / "requirements" / name).read_text("utf-8"))[1:]
    assert [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)] == []
    found = (re.match(r"([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", entry) for entry in entries)
    return {match[1]: match[2] for match in found if match}


def asked_for(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for, with these extras."""
    lines = [*PROJECT["project"]["dependencies"]]
    for extra in extras:
        lines += PROJECT["project"]["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(
    ("name", "requirements"),
    [
        ("build.txt", [Requirement(line) for line in PROJECT["build-system"]["requires"]]),
        ("demo.txt", asked_for()),
        ("test.txt", asked_for(*EXTRAS)),
    ],
)
def test_a_list_holds_all_that_is_asked_for(name: str, requirements: list[Requirement]) -> None:
    held = versions(name)
    wrong = [str(one) for one in requirements if not one.specifier.contains(held.get(one.name, "0"))]
    assert wrong == [], "run `make constraints`"


def test_the_demo_runs_what_is_tested() -> None:
    assert versions("demo.txt").items() <= versions("test.txt").items()


def wheel(folder: Path, name: str) -> str:
    """Makes a package without contents; its hash."""
    about = f"{name}-1.0.dist-info"
    parts = {
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    lines = [
        f"{part},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip('=')},{len(text)}"
        for part, text in parts.items()
    ]
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        for part, text in {**parts, f"{about}/RECORD": "\n".join([*lines, f"{about}/RECORD,,"])}.items():
            packed.writestr(part, text)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_with_another_hash_is_refused(tmp_path: Path) -> None:
    wheels, lists = tmp_path / "wheels", tmp_path / "requirements"
    wheels.mkdir()
    lists.mkdir()
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(HOME / name, tmp_path)
    tool, library = wheel(wheels, "tool"), wheel(wheels, "library")
    another = "0" * 64
    for build, demo, line in (
        (f"tool==1.0 --hash=sha256:{another}", "", "tool==1.0"),
        (f"tool==1.0 --hash=sha256:{tool}", f"library==1.0 --hash=sha256:{another}", "library==1.0"),
        (f"tool==1.0 --hash=sha256:{tool}", "library==1.0", f"library==1.0 --hash=sha256:{library}"),
    ):
        (lists / "build.txt").write_text(build)
        (lists / "demo.txt").write_text(demo)
        said = made(tmp_path, wheels)
        assert "DO NOT MATCH THE HASHES" in said or "Hashes are required" in said
        assert line in said
        assert not (tmp_path / ".venv" / "demo.stamp").exists()


def made(folder: Path, wheels: Path) -> str:
    """What make says as it installs in ``folder`` what a demo needs, with these wheels and no network."""
    environment = {key: value for key, value in os.environ.items() if key not in ("MAKEFLAGS", "VIRTUAL_ENV")}
    done = subprocess.run(
        ["make", ".venv/demo.stamp"],
        cwd=folder,
        env={**environment, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    return done.stderr
