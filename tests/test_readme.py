"""Every command in the READMEs is run, and what they show is what it prints."""

import re
from pathlib import Path

import pytest

from scripts import readme

HOME = Path(readme.HOME)
# Blocks of kind sh: commands that start something or install; each is run by the test named here.
RUN_ELSEWHERE = {
    "make demo": "tests/test_demo.py",
    "make test": "CI itself",
    "plangraph serve": "tests/api",
    "plangraph plans": "tests/api/cli/test_plans.py",
    "plangraph mcp": "tests/api/test_mcp.py",
    "plangraph corpus plans/ --out corpus": "tests/api/corpus",
    "plangraph neo4j start": "tests/graph/server",
    "plangraph neo4j open": "tests/graph/server",
    "plangraph neo4j stop": "tests/graph/server",
}


@pytest.mark.parametrize("name", readme.PAGES)
def test_the_page_shows_what_its_commands_print(name: str) -> None:
    assert readme.refresh(name) == (HOME / name).read_text("utf-8"), "run `make docs`"


@pytest.mark.parametrize("name", readme.PAGES)
def test_every_other_command_is_run_by_a_test(name: str) -> None:
    page = (HOME / name).read_text("utf-8")
    lines = [line for block in re.findall(r"^```sh\n(.*?)^```$", page, re.M | re.S) for line in block.splitlines()]
    commands = {line.partition("#")[0].strip() for line in lines} - {""}
    assert commands <= set(RUN_ELSEWHERE), commands - set(RUN_ELSEWHERE)
