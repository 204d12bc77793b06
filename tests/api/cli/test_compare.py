"""``check`` and ``diff``: findings with their place, and what one version changes against another."""

import json
from pathlib import Path

from tests.api.cli.conftest import Run
from tests.loaders.readers.ofd_files import write_ofd


def changed(plan: Path) -> str:
    text = plan.read_text("utf-8").replace("(责任部门:区教育局)", "(责任部门:区教育局、区科委)")
    (plan.parent / "new.txt").write_text(text.replace("2000 亩以上", "3000 亩以上"), "utf-8")
    return "new.txt"


def test_findings_stand_where_the_file_says(run: Run, plan: Path) -> None:
    done = run("check", plan.name, "--format", "json")
    assert done.returncode == 0
    rows = json.loads(done.stdout)
    lines = plan.read_text("utf-8").split("\n")
    scan = next(row for row in rows if row["quote"] == "水丰街道")
    assert (scan["code"], scan["severity"], scan["line"]) == ("owner-scan-form", "warning", 89)
    assert lines[88][scan["column"] - 1 :].startswith("水丰街道")
    assert "“水丰街道”应为“永丰街道”" in run("check", plan.name, PLANGRAPH_LANG="zh").stdout.replace("\n", "")


def test_findings_of_a_paged_file_name_the_page_and_the_line(run: Run, tmp_path: Path) -> None:
    long = "".join(f"推进第{number}类数据共享,提升治理能力,优化群众办事体验。" for number in range(70))
    blocks = ["松江区2024年工作安排", f"1、夯实底座。{long}(责任部门:区科委)", "2、建设平台。(责任部门:区某某新设局)"]
    write_ofd(tmp_path / "plan.ofd", list(blocks))
    shown = run("check", "plan.ofd").stdout
    assert "(p. 2)" in shown
    assert "（第2页）" in run("check", "plan.ofd", PLANGRAPH_LANG="zh").stdout


def test_sarif_is_for_tools(run: Run, plan: Path) -> None:
    log = json.loads(run("check", plan.name, "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    assert "owner-scan-form" in {result["ruleId"] for result in log["runs"][0]["results"]}


def test_a_file_that_is_no_plan_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("从前有座山，山上有座庙。\n" * 20, "utf-8")
    done = run("check", "story.txt", "--format", "json")
    assert done.returncode == 1
    assert [row["severity"] for row in json.loads(done.stdout)] == ["error"]


def test_a_file_is_compared_with_the_plan_in_the_store(loaded: Run, plan: Path) -> None:
    done = loaded("diff", "松江区城市数字化转型2023年重点工作安排", changed(plan), "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["added"], found["dropped"]) == ([], [])
    assert [change["new"]["ref"] for change in found["changed"]] == ["7", "10", "annex2/15"]


def test_a_difference_reads_well_as_a_page(run: Run, plan: Path) -> None:
    page = run("diff", plan.name, changed(plan), "--format", "markdown").stdout
    assert page.startswith("# ")
    assert "| owner added | 10 提升智慧教育场景效能 |" in page


def test_a_plan_against_itself_is_no_difference(run: Run, plan: Path) -> None:
    assert json.loads(run("diff", plan.name, plan.name, "--format", "json").stdout)["changed"] == []
