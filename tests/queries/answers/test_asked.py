"""Questions as people type them, over four plans of three districts and a city: what each leads to, and what none does."""

from __future__ import annotations

import pytest

from graph.errors import SchemaError
from queries.answers.asked import Meaning, asked
from queries.answers.suggest import suggestions
from queries.answers.view import View
from queries.catalogue import catalogue
from queries.dates import read_date
from queries.grammar import grammar, parse_grammar
from queries.run import run_query

# What each question is read as: the catalogue's question with its parameters, candidates where a name is open (a|b), ?
# where nothing is called so.
UNDERSTOOD = [
    ("松江区科委牵头哪些任务？", "items-of-owner owner=松江区科委 role=lead"),
    ("区科委牵头哪些任务？", "items-of-owner owner=黄浦区科委|松江区科委 role=lead"),
    ("谁和区经委一起做第8项？", "co-owners-of-item owner=松江区经委 item=松江2023:8"),
    ("年底前到期的有哪些？", "deadlines by=2025-12-31"),
    ("年底前到期的任务有哪些？", "deadlines by=2025-12-31"),
    ("who co-owns task 8", "co-owners-of-item item=黄浦2025:一/八|三亚2023:8|松江2023:8"),
    ("what must 松江区科委 finish by year end", "deadlines owner=松江区科委 by=2023-12-31"),
    ("who leads task 8 in 松江2023", "owners-of-item item=松江2023:8"),
    ("松江2023:8由谁负责？", "owners-of-item item=松江2023:8"),
    ("松江任务8有哪些共同责任部门？", "co-owners-of-item item=松江2023:8"),
    ("with whom must 区经委 coordinate?", "co-owners-of-owner owner=松江区经委"),
    ("which tasks rest on another's platform", "waits-for"),
    ("which towns have duties", "items-per-town"),
    ("松江2023年哪些任务没有责任部门", "items-without-owner plan=松江区城市数字化转型2023"),
    ("区经委和谁一起工作？", "co-owners-of-owner owner=松江区经委"),
    ("区经委与区教育局怎么联系？", "collaboration-chain owner=松江区经委 other=松江区教育局"),
    ("松江任务8依托什么？", "dependencies-of-item item=松江2023:8"),
    ("哪些任务依托任务8？", "dependents-of thing=黄浦2025:一/八|三亚2023:8|松江2023:8"),
    ("哪些任务依托城市大脑？", "dependents-of thing=?"),
    ("哪些任务提到数据", "search q=数据"),
    ("哪些任务提到“一网通办”？", "items-of-entity entity=一网通办 / search q=一网通办"),
    ("松江任务8有哪些目标", "targets-of-item item=松江2023:8"),
    ("松江的里程碑有哪些", "milestones plan=松江区城市数字化转型2023"),
    ("2023年底前有哪些量化目标？", "targets-due by=2023-12-31"),
    ("哪个部门任务最多？", "workload-by-owner"),
    ("松江各部门工作量", "workload-by-owner plan=松江区城市数字化转型2023"),
    ("各章节有多少任务", "workload-by-section"),
    ("工作量集中吗", "concentration"),
    ("哪些街镇有任务", "items-per-town"),
    ("松江附件2第5项细化哪项任务？", "details-of-item item=松江2023:annex2/"),
    ("区教育局负责哪些工作", "items-of-owner owner=黄浦区教育局|嘉定区教育局|松江区教育局"),
    ("qkw牵头哪些任务", "items-of-owner owner=黄浦区科委|松江区科委 role=lead"),
    ("黄浦区科委配合哪些工作？", "items-of-owner owner=黄浦区科委 role=support"),
    ("嘉定有哪些任务2024年6月底前完成？", "deadlines by=2024-06-30 plan=嘉定区系统化全域推进海绵城市"),
    ("区经委上半年要完成什么", "deadlines owner=松江区经委 by=2023-06-30"),
    ("松江任务8落实哪些文件", "policies-of-item item=松江2023:8"),
    ("松江任务8最终落实哪些上位文件", "policy-chain item=松江2023:8"),
    ("区经委在等谁？", "waits-for owner=松江区经委"),
    ("载入了哪些计划？", "plans"),
    ("有多少计划？", "plans"),
    ("哪两个部门一起负责的任务最多", "co-owner-pairs"),
    ("哪些任务只由一个部门负责？", "sole-owner-items"),
    ('which tasks mention "5G"?', "search q=5G"),
    ("what are the targets of task 8", "targets-of-item item=黄浦2025:一/八|三亚2023:8|松江2023:8"),
    ("Which tasks are due by 2023-12?", "deadlines by=2023-12-31"),
    ("有哪些错字", "findings"),
    ("数据质量如何", "quality"),
    ("三亚2023的任务8谁牵头", "owners-of-item item=三亚2023:8"),
    ("哪些部门负责附件3第2项？", "owners-of-item item=松江2023:annex3/"),
    ("区交通委有多少任务？", "items-of-owner owner=黄浦区交通委|嘉定区交通委|松江区交通委"),
    ("区交通委与哪些部门共同负责工作", "co-owners-of-owner owner=黄浦区交通委|嘉定区交通委|松江区交通委"),
    ("嘉定区交通委参与哪些工作", "items-of-owner owner=嘉定区交通委 role=support"),
    ("松江区数字化办要和哪些部门协调？", "co-owners-of-owner owner=松江区数字化办"),
    ("小昆山镇有哪些任务", "items-of-owner owner=松江区小昆山镇"),
    ("位于小昆山镇的任务有哪些", "items-in-town owner=松江区小昆山镇"),
    ("附件2第三项建设什么", "entities-of-item item=松江2023:annex2/"),
    ("松江任务3涉及哪些平台", "entities-of-item item=松江2023:3"),
    ("谁的任务最多", "workload-by-owner"),
    ("谁的工作量最大", "workload-by-owner"),
    ("各类型的任务有多少", "workload-by-kind"),
    ("有哪些分类", "categories"),
    ("各街镇有多少任务", "items-per-town"),
    ("哪些部门最忙？", "workload-by-owner"),
    ("哪个部门牵头最多", "workload-by-owner role=lead"),
    ("谁牵头的任务最多？", "workload-by-owner role=lead"),
    ("牵头任务最多的是哪家单位", "workload-by-owner role=lead"),
    ("松江谁牵头最多", "workload-by-owner role=lead plan=松江区城市数字化转型2023"),
    ("哪些单位配合的事项最多", "workload-by-owner role=support"),
    ("which department leads most", "workload-by-owner role=lead"),
    ("Who leads the most tasks?", "workload-by-owner role=lead"),
    ("who is the busiest", "workload-by-owner"),
    ("how many plans are loaded?", "plans"),
    ("which departments share the most tasks", "co-owner-pairs"),
    ("what does 松江区科委 lead?", "items-of-owner owner=松江区科委 role=lead"),
    ("what are the deadlines", "deadlines"),
    ("tasks due by the end of 2023", "deadlines by=2023-12-31"),
    ("which milestones are due by 2023-06", "milestones by=2023-06-30"),
    ("what does task 8 of 松江2023 depend on", "dependencies-of-item item=松江2023:8"),
    ("who waits for whom most", "waiting-owners"),
    (
        "which tasks carry out 《松江区制造业数字化转型三年行动计划(2023-2025)》",
        "items-of-policy policy=松江区制造业数字化转型三年行",
    ),
    (
        "哪些任务落实《松江区制造业数字化转型三年行动计划（2023-2025）》？",
        "items-of-policy policy=松江区制造业数字化转型三年行",
    ),
    ("which owners stand between others", "betweenness"),
    ("协作网络里谁是枢纽", "betweenness"),
    ("部门分成哪些群落", "communities"),
    ("区科委和区经委之间的协作链", "collaboration-chain owner=松江区科委 other=松江区经委"),
    ("少了谁协作就会断开", "bridge-owners"),
    ("附件和正文的责任部门有什么不同", "annex-owner-differences"),
    ("哪些目标没有计量单位", "targets-without-unit"),
    ("有哪些责任主体群", "groups-and-members"),
    ("松江2023落实哪些文件", "policy-framework plan=松江区城市数字化转型2023"),
    ("各计划落实哪些上位文件", "policy-framework"),
    ("工作量集中在少数部门吗", "concentration"),
    ("各章节的工作量集中吗", "section-concentration"),
    ("2023年6月前的里程碑", "milestones by=2023-06-30"),
    ("9月底前要完成的任务", "deadlines by=2025-09-30"),
    ("区科委年底前牵头完成的任务", "deadlines owner=黄浦区科委|松江区科委 by=2025-12-31 role=lead"),
    ("2024年前完成的任务", "deadlines by=2023-12-31"),
    ("任务99由谁负责", "owners-of-item item=?"),
    ("哪些任务依托天气", "dependents-of thing=?"),
    ("區經委牽頭哪些任務？", "items-of-owner owner=松江区经委 role=lead"),
    ("松江２０２３：８由谁牵头", "owners-of-item item=松江2023:8"),
    ("松江区卫健委和哪些部门一道开展工作？", "co-owners-of-owner owner=松江区卫健委"),
    (
        "区教育局、区科委之间的协作链是什么",
        "collaboration-chain owner=黄浦区教育局|嘉定区教育局|松江区教育局 other=黄浦区科委|松江区科委",
    ),
    ("松江第八项任务归谁管？", "owners-of-item item=松江2023:8"),
    ("黄浦任务一由谁负责", "owners-of-item item=黄浦2025:一/一"),
    ("嘉定附件1第3项由哪些单位配合？", "owners-of-item item=嘉定2024:annex1/"),
    ("哪些部门负责松江2023的任务19？", "owners-of-item item=松江2023:19"),
    ("what targets does task 3 of 松江2023 have?", "targets-of-item item=松江2023:3"),
    ("which departments own annex 2 row 5", "owners-of-item item=松江2023:annex2/"),
    ("who supports task 8 of 三亚2023", "owners-of-item item=三亚2023:8"),
    ("松江2023任务8的上位文件", "policies-of-item item=松江2023:8"),
    ("松江任务12提到哪些平台", "entities-of-item item=松江2023:12"),
    ("区经委2023-06-30前要完成的事项", "deadlines owner=松江区经委 by=2023-06-30"),
    ("松江区经委明年要完成什么", "deadlines owner=松江区经委 by=2024-12-31"),
    ("三亚今年要完成的任务", "deadlines by=2023-12-31 plan=三亚市创建一流营商环境202"),
    ("which annex rows differ from the body", "annex-owner-differences"),
    ("哪些任务建设城市大脑", "items-of-entity entity=?"),
    ("哪些任务涉及“数字孪生”", "search q=数字孪生"),
    ("sjqkw牵头哪些任务", "items-of-owner owner=松江区科委 role=lead"),
    ("which milestones does 松江2023 have", "milestones plan=松江区城市数字化转型2023"),
    ("2024年有哪些任务", "items plan=嘉定区系统化全域推进海绵城市"),
    ("哪些平台被提到", "entities"),
    ("这个计划有多少任务", "items"),
]
# What must not be guessed at: negations, what the catalogue can't answer, bodies that are not there, and no questions.
NOT_UNDERSTOOD = [
    "what changed since last year",
    "区科委不牵头哪些任务？",
    "今天天气怎么样",
    "区科委",
    "数据",
    "哪些任务不提到数据",
    "谁在等区经委？",
    "九亭镇负责什么",
    "哪个部门牵头的任务最少",
    "下半年到期的任务",
    "第三季度到期的任务有哪些",
    "除了区科委谁负责任务8",
    "区科委为什么牵头任务8",
    "区科委牵头的预算是多少",
    "区火星局负责什么",
    "任务8",
    "公交",
    "who are you",
    "帮我写一首诗",
    "删除松江2023",
    "哪些任务最重要",
    "哪些任务不到期",
    "逾期的任务有哪些",
    "区科委的主任是谁",
    "区科委和区经委谁的任务多",
    "区科委本月要完成什么",
    "松江任务21有没有目标",
    "哪些任务由多个部门负责",
    "部门之间怎么联系",
    "哪个部门最重要",
    "黄浦和嘉定的任务有哪些",
    "松江和黄浦哪个任务多",
    "谁负责数据",
    "区科委不负责什么",
    "kewei负责什么",
    "2019年有哪些任务",
]


def brief(meaning: Meaning) -> str:
    """A reading in one line."""
    given = [
        f"{one.name}={_short(one.shown) or '|'.join(_short(c.name) for c in one.candidates) or '?'}"
        for one in meaning.parameters
    ]
    return " ".join([meaning.query, *given])


def _short(name: str) -> str:
    return name.partition(" ")[0][:14]


@pytest.mark.parametrize(("question", "expected"), UNDERSTOOD)
def test_a_question_leads_to_the_catalogue(districts: View, question: str, expected: str) -> None:
    read = asked(districts, question)
    assert " / ".join(map(brief, read.readings)) == expected
    for meaning in read.readings:
        if meaning.complete:  # and the catalogue takes it as it is
            given = {one.name: one.value for one in meaning.parameters}
            assert run_query(districts.store, meaning.query, given).query.name == meaning.query
        else:
            assert any(not one.value for one in meaning.parameters)


@pytest.mark.parametrize("question", NOT_UNDERSTOOD)
def test_what_is_not_wholly_understood_is_not_guessed(districts: View, question: str) -> None:
    assert asked(districts, question).readings == []


def test_there_are_a_hundred_questions_and_more() -> None:
    questions = [question for question, _ in UNDERSTOOD] + NOT_UNDERSTOOD
    assert len(set(questions)) == len(questions) >= 150


def test_what_was_not_understood_is_told(districts: View) -> None:
    read = asked(districts, "区科委牵头的预算是多少")
    assert read.unknown == ["预算"]
    assert [(piece.words, piece.kind) for piece in read.pieces] == [
        ("区科委", "owner"), ("牵头", "lead"), ("预算", "unknown"), ("多少", "much"),
    ]  # fmt: skip


def test_a_name_of_several_bodies_is_settled_by_the_plans_chosen(districts: View) -> None:
    plan = districts.find("plan", "黄浦2025")
    (meaning,) = asked(districts, "区科委牵头哪些任务", [plan]).readings
    assert (brief(meaning), meaning.complete) == (
        "items-of-owner owner=黄浦区科委 role=lead plan=黄浦区可再生能源发展行动方案",
        True,
    )
    assert "role=lead" in meaning.href
    (due,) = asked(districts, "年底前到期的有哪些", [districts.find("plan", "松江2023")]).readings
    assert brief(due) == "deadlines by=2023-12-31 plan=松江区城市数字化转型2023"


def test_a_thing_of_several_places_is_told_with_its_place(districts: View) -> None:
    (meaning,) = asked(districts, "who co-owns task 8").readings
    assert [candidate.name.partition(" ")[0] for candidate in meaning.parameters[0].candidates] == [
        "黄浦2025:一/八", "三亚2023:8", "松江2023:8",
    ]  # fmt: skip


def test_part_of_a_document_s_name_offers_those_that_hold_it(districts: View) -> None:
    (meaning,) = asked(districts, "哪些任务落实“十四五”规划？").readings
    assert (meaning.query, meaning.complete, meaning.parameters[0].words) == ("items-of-policy", False, "十四五")
    names = [candidate.name for candidate in meaning.parameters[0].candidates]
    assert all("十四五" in name for name in names)
    assert any("松江区城市数字化转型" in name for name in names)


def test_a_question_however_long_is_read_in_one_pass(districts: View) -> None:
    assert asked(districts, "区科委和" * 5000).readings == []
    assert asked(districts, "“" * 5000 + "任务" * 5000).readings == []
    assert asked(districts, "").pieces == []


def test_every_question_that_the_grammar_leads_to_is_in_the_catalogue() -> None:
    led = {way.query for way in grammar().ways}
    assert led <= set(catalogue())
    assert len(led) >= 40


@pytest.mark.parametrize("typed", ["", "区科", "松江2023", "松江2023:8", "黄浦2025任务8", "qkw", "嘉定2024:二/一/1"])
def test_every_question_that_is_offered_is_understood(districts: View, typed: str) -> None:
    offered = [one.text for one in suggestions(districts, typed) if not one.id]
    assert offered
    for text in offered:
        for question in (text.zh, text.en):
            assert any(meaning.complete for meaning in asked(districts, question).readings), question


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"words": {"a": ["x"], "b": ["X"]}, "questions": {}}, "'X' is both a and b"),
        ({"words": {}, "questions": {"plans": [{"needs": "what"}]}}, "plans: 'what' is no class of words and no thing"),
        ({"words": {}, "questions": {"no-such": [{"needs": "owner"}]}}, "the catalogue has no question 'no-such'"),
        ({"words": {}, "questions": {"plans": [{"needs": "owner", "free": "q"}]}}, "plans has no parameter 'q'"),
        ({"words": {}, "questions": {"plans": [{"need": "owner"}]}}, "questions.plans.0.needs: Field required"),
    ],
)
def test_a_contradiction_in_the_grammar_is_told(wrong: object, said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        parse_grammar(wrong)


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("年底前", "2023-12-31"), ("2024年底", "2024-12-31"), ("2024年前", "2023-12-31"), ("今年", "2023-12-31"),
        ("明年底前", "2024-12-31"), ("6月底前", "2023-06-30"), ("2024年2月底", "2024-02-29"), ("6月15日前", "2023-06-15"),
        ("上半年", "2023-06-30"), ("下半年", None), ("下半年末", "2023-12-31"), ("第三季度", None), ("三季度末前", "2023-09-30"),
        ("2023-06", "2023-06-30"), ("2023-06-15", "2023-06-15"), ("2023年2月30日", None), ("13月底", None),
        ("end of 2024", "2024-12-31"), ("year end", "2023-12-31"), ("june 2024", "2024-06-30"), ("may", None),
    ],
)  # fmt: skip
def test_dates_as_people_say_them(words: str, date: str | None) -> None:
    assert (read_date(words, 0, 2023) or (None,))[0] == date
