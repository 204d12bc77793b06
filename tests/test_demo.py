"""A fresh clone with python3, make and a network: ``make demo`` ends with the answers."""

import os
import subprocess
from pathlib import Path

HOME = Path(__file__).parent.parent


def test_make_demo_in_a_fresh_clone(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(HOME), str(clone)], check=True)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PLANGRAPH_", "VIRTUAL_ENV", "COV_"))}
    done = subprocess.run(
        ["make", "demo"], cwd=clone, env={**environment, "PLANGRAPH_LANG": "zh"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    workload = done.stdout.partition("query workload-by-owner")[2].partition("──")[0]
    first_row = next(line for line in workload.splitlines() if "区" in line)
    assert "区科委" in first_row
    assert "15" in first_row
    co_owners = done.stdout.partition("query co-owners-of-item item=8")[2].partition("──")[0]
    for name in ("区数字化办", "区经委", "区科委", "区文旅局", "区政务服务办", "区大数据中心"):
        assert name in co_owners
    assert "plangraph serve" in done.stdout
