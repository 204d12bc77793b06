"""Brackets that say what each body has to do: the bodies own, their duties are no part of a name and no owner."""

from __future__ import annotations

import pytest

from tests.loaders.plans import owners, task


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("〔任务分解：区建委负责工地、道路扬尘治理；区交通委做好道路保洁、洒水等工作〕", "区建委 responsible, 区交通委 responsible"),
        (
            "（任务分工：由区水务局牵头制定清淤方案；区财政局保障资金；各镇具体实施。）",
            "区水务局 lead, 区财政局 responsible, 各镇 responsible",
        ),
        ("（责任分工：区发改委，负责煤炭总量控制；区生态环境局，负责监测）", "区发改委 responsible, 区生态环境局 responsible"),
        ("（职责分工：一是区公安分局开展检查，建立台账；二是区商务委配合做好报废工作）", "区公安分局 responsible, 区商务委 support"),
        ("〔任务分解：1.区绿容局新增绿地50公顷；2.区农业农村委完成造林2万亩〕", "区绿容局 responsible, 区农业农村委 responsible"),
        ("〔任务分解：（1）区应急局加强演练；（2）各镇（街道）落实属地责任，开展巡查〕", "区应急局 responsible, 各镇（街道） responsible"),
        ("（区教育局负责新建、改建学校；各镇负责用地保障；区财政局统筹资金）", "区教育局 responsible, 各镇 responsible, 区财政局 responsible"),
        ("\n任务分工：区市场监管局严格证照管理；区城管执法局加强执法", "区市场监管局 responsible, 区城管执法局 responsible"),
    ],
)  # fmt: skip
def test_bodies_with_their_duties(said: str, found: str) -> None:
    assert owners(task(said)) == found


def test_names_that_hold_words_of_duties_stay_whole() -> None:
    said = "（责任单位：区推进办、区委组织部、区审计局、各组织实施单位、相关推进部门、区建设集团）"
    assert owners(task(said)) == (
        "区推进办 responsible, 区委组织部 responsible, 区审计局 responsible, 各组织实施单位 responsible, "
        "相关推进部门 responsible, 区建设集团 responsible"
    )
