import pytest

from graph.errors import RegistryError
from graph.schema import schema
from loaders.policies import known_policies, policy_kind, read_policies
from loaders.text.lexicon import lexicon


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青禾区国民经济和社会发展第十四个五年规划", "five-year-plan"),
        ("青禾区节水“十四五”规划", "five-year-plan"),
        ("青禾区三年行动计划(2023-2025年)", "action-plan"),
        ("青禾区服务商能力清单", "list"),
        ("关于推进节水的实施意见", "opinion"),
        ("青禾区节水条例", "law"),
        ("青禾区节水管理办法（试行）", "measure"),
        ("青禾区2024年重点工作安排", "work-plan"),
        ("青禾区产业发展报告", "report"),
        ("关于做好节水工作的通知", "notice"),
        ("青禾区重大项目清单", "project-list"),
        ("青禾区总体规划（2018-2035年）", "plan"),
        ("青禾", "other"),
    ],
)
def test_a_title_says_what_kind_of_document_it_is(title: str, kind: str) -> None:
    assert policy_kind(title) == kind


def test_every_kind_that_titles_give_is_named_in_the_schema() -> None:
    described = schema().labels["Policy"].properties["kind"].en.split(", ")
    kinds = {rule.kind for rule in lexicon().policies.kinds} | {lexicon().policies.default_kind}
    assert kinds <= set(described)


def test_the_chain_from_a_district_plan_up() -> None:
    pairs = known_policies().ancestors('松江区城市数字化转型"十四五"规划')
    assert [(lower.name, upper.name) for lower, upper in pairs] == [
        ("松江区城市数字化转型“十四五”规划", "上海市全面推进城市数字化转型“十四五”规划"),
        ("松江区城市数字化转型“十四五”规划", "关于全面推进上海城市数字化转型的意见"),
        ("上海市全面推进城市数字化转型“十四五”规划", "关于全面推进上海城市数字化转型的意见"),
    ]


def test_numbers_and_dates_are_known() -> None:
    policy = known_policies().find("上海市全面推进城市数字化转型“十四五”规划")
    assert policy is not None
    assert (policy.doc_number, policy.date, policy.kind) == ("沪府办发〔2021〕29号", "2021-10-24", "five-year-plan")


def test_an_unknown_policy_has_no_parents() -> None:
    assert known_policies().find("青禾区节水规划") is None
    assert known_policies().ancestors("青禾区节水规划") == ()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("policies: [{name: 甲, known_by: 书}, {name: 乙, aliases: [甲], known_by: 书}]", "甲 stands there twice"),
        ("policies: [{name: 甲, known_by: 书, parents: [乙]}]", "parent 乙 has no entry"),
        ("policies: [{name: 甲, known_by: 书, colour: red}]", "unknown field colour"),
        ("policies: [{name: 甲}]", "name and known_by are required"),
    ],
)
def test_a_registry_that_contradicts_itself_is_refused(text: str, wrong: str) -> None:
    with pytest.raises(RegistryError, match=wrong):
        read_policies(text)


def test_parents_may_go_in_a_circle_without_end() -> None:
    circle = read_policies(
        "policies: [{name: 甲, known_by: 书, parents: [乙]}, {name: 乙, known_by: 书, parents: [甲]}]"
    )
    assert [(a.name, b.name) for a, b in circle.ancestors("甲")] == [("甲", "乙"), ("乙", "甲")]
