"""An issuer that two lines print, under the title or in the signature, and one printed above the title."""

from __future__ import annotations

import pytest

from tests.loaders.plans import parse

TASKS = "一、重点任务\n1.推进创新。（责任单位：区科委）\n2.推进农业。（责任单位：区农业农村委）\n"
TITLE = "嘉定区2024年数字经济发展工作方案\n"


@pytest.mark.parametrize(
    ("printed", "issuer"),
    [
        ("嘉定区人民政府\n办公室\n", "嘉定区人民政府办公室"),
        ("嘉定区发展和改革\n委员会\n", "嘉定区发展和改革委员会"),
        ("嘉定区优化营商环境工作\n领导小组\n", "嘉定区优化营商环境工作领导小组"),
        ("嘉定区人民政府办公室\n", "嘉定区人民政府办公室"),
        ("嘉定区教育局\n嘉定区财政局\n", None),
        ("委员会\n", None),
    ],
)
def test_the_end_of_a_name_on_a_line_of_its_own_is_no_issuer(printed: str, issuer: str | None) -> None:
    under_title, signed = (
        parse(f"{TITLE}{printed}2024年3月5日\n\n{TASKS}"),
        parse(f"{TITLE}\n{TASKS}\n{printed}2024年3月5日\n"),
    )
    for document in (under_title, signed):
        meta = document.meta
        assert (meta.name, meta.issuer, meta.date) == (TITLE.strip(), issuer, "2024-03-05")
        assert len(document.items) == 2


def test_a_body_above_a_title_is_its_issuer_and_no_part_of_it() -> None:
    meta = parse(f"中共嘉定区委全面深化改革委员会办公室\n嘉定区2025年改革工作要点\n\n{TASKS}").meta
    assert (meta.name, meta.issuer) == ("嘉定区2025年改革工作要点", "中共嘉定区委全面深化改革委员会办公室")


def test_a_title_that_its_issuers_begin_stays_whole() -> None:
    head = "中共嘉定区委办公室\n嘉定区人民政府办公室\n关于印发《嘉定区2024年工作方案》的通知\n"
    meta = parse(f"{head}\n{TASKS}").meta
    assert meta.name == "嘉定区2024年工作方案"
    assert meta.notice == "中共嘉定区委办公室嘉定区人民政府办公室关于印发《嘉定区2024年工作方案》的通知"
