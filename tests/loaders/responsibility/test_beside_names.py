"""What stands beside the names of a list: persons, telephones, and signs that mark the lead."""

from __future__ import annotations

import pytest

from tests.loaders.plans import codes, owners, parse, task


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("(责任单位:区科委(张三))", "区科委 responsible"),
        ("(责任单位:区科委 张三、区经委 欧阳国庆)", "区科委 responsible, 区经委 responsible"),
        ("(责任单位:区科委 张三)", "区科委 responsible"),
        ("(责任单位:区科委(张三、李小明),区经委(联系人:王芳 13900000000))", "区科委 responsible, 区经委 responsible"),
        ("(责任单位:区科委(局长 张三);责任人:李四)", "区科委 responsible"),
        ("(责任领导:陈刚;责任单位:镇财政所 王芳)", "镇财政所 responsible"),
        ("(责任单位:区公安分局(交警)、各镇(高新区))", "区公安分局(交警) responsible, 各镇(高新区) responsible"),
        ("(责任单位:区文旅局(金融办))", "区文旅局(金融办) responsible"),
    ],
)
def test_persons_are_no_part_of_a_name_and_no_owners(said: str, found: str) -> None:
    assert owners(task(said)) == found


MARKED = "(责任单位:区科委*、区经委)\n2.建设充电桩。(责任单位:★区建委、*区经委、**区科委**)\n"


@pytest.mark.parametrize(
    "note", ["注:标*的为牵头单位。", "(责任单位中带“*”号的部门为牵头部门)", "备注：加*者为该项任务牵头单位"]
)
def test_a_sign_marks_the_lead_where_the_plan_says_so(note: str) -> None:
    document = parse(f"云岭区行动方案\n一、任务\n1.推进光伏。{MARKED}{note}\n")
    assert [owners(item) for item in document.items] == [
        "区科委 lead, 区经委 responsible",
        "区建委 responsible, 区经委 lead, 区科委 responsible",
    ]
    assert "text-not-understood" not in codes(document)


def test_a_sign_that_the_plan_does_not_explain_is_left_out() -> None:
    assert owners(task("(责任单位:区科委*、区经委)")) == "区科委 responsible, 区经委 responsible"


def test_the_note_on_signs_may_stand_in_a_marker() -> None:
    item = task("(责任单位:区科委*、区经委,标*为牵头单位,下同)")
    assert owners(item) == "区科委 lead, 区经委 responsible"


def test_words_between_a_label_and_its_names() -> None:
    assert owners(task("(责任部门为区科委、相关街镇)")) == "区科委 responsible, 相关街镇 responsible"
    assert owners(task("——责任单位:区科委、区经委")) == "区科委 responsible, 区经委 responsible"


@pytest.mark.parametrize(
    "verb",
    [
        "按职责分工推进落实",
        "主抓落实",
        "统筹协调推进",
        "按照各自职责抓好落实",
        "共同组织实施",
        "按职责分工负责",
        "具体负责",
    ],
)
def test_verbs_with_what_leads_in_to_them(verb: str) -> None:
    assert owners(task(f"(区科委、区经委{verb})")) == "区科委 responsible, 区经委 responsible"


def test_clauses_that_no_pattern_knows_name_nobody() -> None:
    assert owners(task("(责任单位:区科委、区经委。以下几项均需各镇办理)")) == "区科委 responsible, 区经委 responsible"


def test_a_lead_that_holds_all_together() -> None:
    assert owners(task("(区政府办牵头抓总,各镇按职责落实)")) == "区政府办 lead, 各镇 responsible"
