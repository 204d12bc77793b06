import pytest

from loaders.content.analysis import analyse
from loaders.content.citations.basis import find_basis
from loaders.content.citations.policies import find_policies
from loaders.content.reading import Reading
from loaders.document import PolicyMention, SourceText
from loaders.text.view import Span
from tests.loaders.content.texts import plan, reading


def cited(text: str, *own: str) -> list[tuple[str, str, str]]:
    return [(policy.name, policy.relation, policy.cue) for policy in find_policies(reading(text), own)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("落实《青禾区节水规划》", [("青禾区节水规划", "IMPLEMENTS", "落实")]),
        ("贯彻落实《节水条例》", [("节水条例", "IMPLEMENTS", "贯彻落实")]),
        ("发布《青禾区节水报告》", [("青禾区节水报告", "ISSUES", "发布")]),
        ("建立完善《服务商能力清单》和储备库", [("服务商能力清单", "ISSUES", "建立完善")]),
        ("启动《青禾区节水规划》修编工作", [("青禾区节水规划", "ISSUES", "修编工作")]),
        ("依托《青禾区节水规划》", [("青禾区节水规划", "DEPENDS_ON", "依托")]),
        ("见《青禾区节水规划》", [("青禾区节水规划", "CITES", "")]),
        ("《青禾区节水规划》有关要求", [("青禾区节水规划", "IMPLEMENTS", "有关要求")]),
        ("按照市里印发的《节水规划》", [("节水规划", "IMPLEMENTS", "按照")]),
        ("按照《甲规划》《乙方案》和《丙意见》要求", [
            ("甲规划", "IMPLEMENTS", "按照"), ("乙方案", "IMPLEMENTS", "按照"), ("丙意见", "IMPLEMENTS", "按照"),
        ]),
        ("落实“满山绿”行动计划", [("“满山绿”行动计划", "IMPLEMENTS", "落实")]),
        ("落实\"满山绿\"行动方案(2024-2026年)", [('"满山绿"行动方案(2024-2026年)', "IMPLEMENTS", "落实")]),
        ("落实临江市城市更新行动方案", [("临江市城市更新行动方案", "IMPLEMENTS", "落实")]),
        ("按照《甲意见》和临江市“十四五”数字政府发展规划,推进", [
            ("甲意见", "IMPLEMENTS", "按照"), ("临江市“十四五”数字政府发展规划", "IMPLEMENTS", "按照"),
        ]),
        ("按照临府发〔2023〕7号文件", [("临府发〔2023〕7号", "IMPLEMENTS", "按照")]),
        ("落实《〈节水条例〉实施办法》", [("〈节水条例〉实施办法", "IMPLEMENTS", "落实")]),
        ("按照临府发〔2023〕7号、临政办发〔2024〕3号文件和国发〔2021〕5号要求", [
            ("临府发〔2023〕7号", "IMPLEMENTS", "按照"), ("临政办发〔2024〕3号", "IMPLEMENTS", "按照"),
            ("国发〔2021〕5号", "IMPLEMENTS", "按照"),
        ]),
        ("结合全市公交品质提升三年行动计划，推进站点建设", [("公交品质提升三年行动计划", "DEPENDS_ON", "结合")]),
        ("结合《节水规划》编制项目库", [("节水规划", "DEPENDS_ON", "结合")]),
        ("完成《节水规划》编制，启动实施", [("节水规划", "ISSUES", "编制")]),
        ("推动《青禾市节水条例》立法进程", [("青禾市节水条例", "ISSUES", "立法")]),
        ("落实《节水纲要》和市水务局等部门印发的《节水目录》", [
            ("节水纲要", "IMPLEMENTS", "落实"), ("节水目录", "IMPLEMENTS", "落实"),
        ]),
    ],
)  # fmt: skip
def test_a_citation_and_how_the_text_stands_to_it(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "推进“满山星”计划",
        "按照“十四五”规划要求",
        "落实相关规划",
        "按照全区“十四五”专项规划中期评估要求",
        "开展“万家帮”专项行动",
        "在《临江日报》刊登",
        "核发《规划许可证》",
        "签订《安全生产责任书》",
        "组织观看纪录片《大河》",
        "落实新的三年行动计划",
        "关于优化服务的实施意见临政办发〔2020〕24号",
        "落实各类行动方案",
    ],
)
def test_what_is_no_document(text: str) -> None:
    assert cited(text) == []


def test_a_number_after_a_title_is_its_number_and_offsets_point_into_the_source() -> None:
    text = "根据《青禾区节水\n规划》（青府〔2023〕12号）"
    assert find_policies(reading(text)) == [
        PolicyMention("青禾区节水规划", "《青禾区节水规划》", Span(2, 12), "IMPLEMENTS", "根据", "青府〔2023〕12号")
    ]


@pytest.mark.parametrize("after", ["（青府令第7号）", "（青府令第7号，以下简称《条例》）"])
def test_a_number_may_be_that_of_an_order_and_a_short_name_may_follow_it(after: str) -> None:
    assert find_policies(reading(f"根据《节水条例》{after}"))[0].doc_number == "青府令第7号"


def test_a_title_that_goes_on_after_its_line_is_whole() -> None:
    source = "根据《青禾区节水\n规划》，编制清单"
    read = Reading.of(source, (Span(0, len(source)),), Span(0, 8))
    assert [policy.name for policy in find_policies(read)] == ["青禾区节水规划"]


def test_a_short_name_that_nothing_explains_is_no_document() -> None:
    document = plan("完善节水机制。贯彻《意见》要求，落实《节水意见》。")
    analyse(document)
    assert [policy.name for policy in document.items[0].policies] == ["节水意见"]


def test_a_plan_does_not_cite_itself() -> None:
    assert cited("《青禾区重点工作》经审议通过", "青禾区重点工作") == []


def test_a_document_cited_twice_is_one_with_its_strongest_relation() -> None:
    text = "《青禾区三年行动计划(2023-2025年)》。落实《青禾区三年行动计划(2023-2025)》"
    assert cited(text) == [("青禾区三年行动计划(2023-2025)", "IMPLEMENTS", "落实")]


def test_the_basis_is_what_the_preface_goes_by() -> None:
    document = plan(
        "建设平台。甲。",
        preface="为落实《甲纲要》，根据《乙规划》（青府〔2023〕1号）《丙条例》等要求，制定本方案，参阅《丁》。",
    )
    assert [(p.name, p.doc_number) for p in find_basis(document)] == [
        ("甲纲要", None), ("乙规划", "青府〔2023〕1号"), ("丙条例", None),
    ]  # fmt: skip


def test_the_issuers_in_a_list_of_the_basis_do_not_end_it() -> None:
    document = plan(
        "建设平台。甲。",
        preface="全面落实《关于做好节水工作的意见》、国务院《节水方案》（国发〔2021〕3号）和省委、省政府《绿色意见》《节水条例》要求，制定本方案。",
    )
    assert [(p.name, p.cue) for p in find_basis(document)] == [
        ("关于做好节水工作的意见", "全面落实"), ("节水方案", "全面落实"), ("绿色意见", "全面落实"), ("节水条例", "全面落实"),
    ]  # fmt: skip


def test_notes_of_the_copy_and_own_titles_are_no_preface() -> None:
    preface = "> 依《著作权法》第五条\n现将《青禾区2024年数字化重点工作》印发给你们。\n按照《甲纲要》要求，制定。"
    document = plan("建设平台。甲。", preface=preface)
    assert [p.name for p in find_basis(document)] == ["甲纲要"]


def test_a_column_of_references_is_cited() -> None:
    document = plan("建设平台。甲。")
    text = document.source.text
    item = document.items[0]
    document.source = type(document.source)(text + "《乙规划》（青府〔2023〕1号）")
    item.span = Span(item.span.start, len(document.source.text))
    analyse(document)
    assert [(p.name, p.relation, p.cue, p.doc_number) for p in item.policies] == [
        ("乙规划", "CITES", "参考文件", "青府〔2023〕1号")
    ]


def test_a_short_name_stands_for_its_document() -> None:
    document = plan(
        "完善节水机制。贯彻《意见》要求,按照《方案》推进。",
        preface="为落实《国务院关于支持节水的意见》(国发〔2022〕18号)(以下简称《意见》),制定《青禾区2024年数字化重点工作》(以下简称《方案》)。",
    )
    analyse(document)
    assert [policy.name for policy in document.items[0].policies] == ["国务院关于支持节水的意见"]
    assert [policy.name for policy in document.basis] == ["国务院关于支持节水的意见"]


def test_a_list_shares_what_follows_it() -> None:
    assert cited("推进《绿色建筑标准》、《屋面标准》（临建〔2024〕2号）等标准编制。") == [
        ("绿色建筑标准", "ISSUES", "编制"), ("屋面标准", "ISSUES", "编制"),
    ]  # fmt: skip


def test_a_day_of_issue_before_a_title_is_no_cue() -> None:
    assert cited("自印发之日起施行，《节水办法》不变") == [("节水办法", "CITES", "")]


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        (
            "本方案自印发之日起施行，《青禾区老\n方案》（青政〔2019〕3号）、《青禾区旧办法》同时废止。",
            [("青禾区老方案", "同时废止", "青政〔2019〕3号"), ("青禾区旧办法", "同时废止", None)],
        ),
        ("原《青禾区节水方案》停止执行。", [("青禾区节水方案", "停止执行", None)]),
        ("同时废止《青禾区节水方案》。", [("青禾区节水方案", "同时废止", None)]),
        ("本方案实施后，《青禾区节水方案》继续执行。清理废止一批文件。", []),
    ],
)
def test_what_the_closing_words_of_a_plan_end(closing: str, expected: list[tuple[str, str, str | None]]) -> None:
    document = plan("推进节水。做好宣传", preface="按照《节水规划》要求，制定本方案。")
    document.source = SourceText(f"{document.source.text}三、附则\n{closing}\n")
    analyse(document)
    assert [(p.name, p.cue, p.doc_number) for p in document.repealed] == expected
    assert {p.relation for p in document.repealed} <= {"REPEALS"}
    assert [p.name for p in document.basis] == ["节水规划"]


def test_levels_of_places_are_no_place() -> None:
    assert cited("落实省市县乡村五级综合性服务场所建设实施方案") == []
