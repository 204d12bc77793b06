"""What each line is: numbers alone on a line, lines broken anywhere, page furniture of many sorts."""

from __future__ import annotations

import pytest

from loaders.document import SourceText
from loaders.parse import parse_text, read_blocks
from tests.loaders.plans import codes, owners, parse

HEAD = "云岭区2024年营商环境工作方案\n"


def lines(text: str) -> list[str]:
    """The lines of a text, put together."""
    view, found, _ = read_blocks(text)
    return [view.text[line.start : line.end] for line in found]


def test_a_number_alone_is_the_heading_of_the_next_line() -> None:
    text = (
        HEAD
        + "一、重点任务\n（一）\n优化政务服务。推行一网通办。（区政务办）\n（二）\n加强融资支持。设立基金。（区财政局）\n"
    )
    assert [(item.ref, item.name, owners(item)) for item in parse(text).items] == [
        ("一", "优化政务服务", "区政务办 responsible"),
        ("二", "加强融资支持", "区财政局 responsible"),
    ]


def test_lines_broken_at_quotation_marks_are_one_paragraph() -> None:
    text = HEAD + (
        "为推动全区经济社会高质量发展，结合工作实际，制定\n本方案。\n"
        "一、推进\n“一网通办”\n改革，提升服务效能和群众满意度，建设一流的营商环境\n"
        "（一）优化服务。深化\n“放管服”\n改革，\n全面激发\n市场主体活力，\n推行全程网办和帮办代办，落实\n《云岭区政务\n服务条例》\n等文件，\n"
        "建成统一的受理平台和办件系统，实现区镇村三级全覆盖\n。\n（区政\n务办、\n区财政局负责）\n"
        "（二）优化审批。对工程建设项目实行分类管理，精简审批\n环节和材料，持续压缩办理时间，2024年12\n月底前完成。（区住建局负责）\n"
    )
    found = parse(text)
    assert [(item.name, owners(item)) for item in found.items] == [
        ("优化服务", "区政务办 responsible, 区财政局 responsible"),
        ("优化审批", "区住建局 responsible"),
    ]
    assert parse_text(SourceText(text)).items[1].deadlines[0].iso == "2024-12-31"
    assert found.sections[0].name == "推进“一网通办”改革，提升服务效能和群众满意度，建设一流的营商环境"
    assert "line-uncertain" not in codes(found)


@pytest.mark.parametrize(
    "mark",
    [
        "# Page 12:",
        "--- Page 13 ---",
        "[Page 16]",
        "— 12 —",
        "第 14 页 共 20 页",
        "第14页/共20页",
        "- 3 -",
        "Page 3 of 20",
        "12",
    ],
)
def test_a_page_mark_inside_a_name_is_no_part_of_it(mark: str) -> None:
    text = (
        HEAD
        + f"一、任务\n1.建设平台。（责任单位：区科委、区住\n\n{mark}\n房城乡建设委、区财政局）\n2.推广应用。（责任单位：区经委）\n"
    )
    assert [owners(item) for item in parse(text).items] == [
        "区科委 responsible, 区住房城乡建设委 responsible, 区财政局 responsible",
        "区经委 responsible",
    ]


def test_bare_page_numbers_run_on_far_apart() -> None:
    page = [f"（{n}）推进第{n}类事项办理，做好各项服务保障工作。\n" for n in "一二三四五六七八九十"]
    later = [f"（十{n}）推进第{n}类事项办理，\n做好各项服务保障工作。\n" for n in "一二三四五六"]
    text = HEAD + "".join(page) + "推进试点，\n1\n加快改造。\n" + "".join(later) + "完成改造，并投入\n2\n使用。\n"
    assert not {"1", "2"} & set(lines(text))


def test_numbers_of_rows_are_no_page_numbers() -> None:
    text = HEAD + "序号\n任务\n责任单位\n1\n建设平台\n区科委\n2\n推广应用\n区经委\n"
    assert [(item.number, owners(item)) for item in parse(text).items] == [
        ("1", "区科委 responsible"),
        ("2", "区经委 responsible"),
    ]


def test_a_running_head_parts_no_sentence() -> None:
    head = "云岭区人民政府公报"
    text = HEAD + (
        f"一、任务\n1.建设平台，\n{head}\n— 1 —\n推动应用。（区科委负责）\n2.推广应用，加强\n{head}\n— 2 —\n宣传。（区经委负责）\n"
        f"3.做好\n{head}\n— 3 —\n保障。（区财政局负责）\n"
    )
    assert [line for line in lines(text) if head in line] == []
    assert [owners(item) for item in parse(text).items][2] == "区财政局 responsible"


def test_links_after_the_text_belong_to_no_item() -> None:
    text = (
        HEAD
        + "一、任务\n1.建设平台。（区科委负责）\n2.推广应用。（区经委负责）\n相关链接\n1.政策解读\n2.图解（区政府办）\n"
    )
    found = parse(text)
    assert [item.number for item in found.items] == ["1", "2"]
    assert "text-not-understood" not in codes(found)


def test_a_number_in_mid_sentence_is_no_heading() -> None:
    text = HEAD + "一、任务\n1.建设平台，服务轨道交通\n3、4号线沿线企业。（区科委负责）\n2.推广应用。（区经委负责）\n"
    assert [item.number for item in parse(text).items] == ["1", "2"]


def test_a_number_that_may_be_either_is_reported() -> None:
    full = "持续优化办理流程和服务方式并进一步提升企业群众的获得感\n"
    text = HEAD + (
        "一、任务\n（一）优化服务。对全区企业实行分类管理并推动各项措施\n"
        + full * 6
        + "1.做好服务。推行帮办代办。（区政务办负责）\n2.做好保障。完善设施。（区财政局负责）\n"
    )
    found = parse(text)
    assert [finding.quote[:4] for finding in found.findings if finding.code == "line-uncertain"] == ["1.做好"]
    assert [item.name for item in found.items] == ["做好服务", "做好保障"]


FULL_MARKER = "责任单位：各镇人民政府、各街道办事处，云岭经济开发区管委会，区级有关部门"


@pytest.mark.parametrize(
    "after",
    [
        "2.公开投资信息。依法公开规划、政策和重大项目的\n审批信息，积极引导市场预期。\n牵头单位：区发改委\n",
        "（二）\n公开投资信息。依法公开规划、政策和重大项目的\n审批信息。\n牵头单位：区发改委\n",
    ],
)
def test_a_marker_as_wide_as_the_text_ends_before_the_next_number(after: str) -> None:
    first = "1." if after.startswith("2") else "（一）\n"
    text = HEAD + (
        "为推进全区政务公开工作，提升服务效能和群众满意度，结合工作实际，制定\n本方案。\n"
        "一、重点任务\n"
        f"{first}公开就业信息。让更多群众知悉并获得就业培训机会，持续做好失业保险\n"
        "基金使用情况的动态公开，及时发布招考、人才引进信息和考录结果，全方位\n满足社会公众的知情权。\n"
        "牵头单位：区人社局\n"
        f"{FULL_MARKER}\n" + after
    )
    found = parse(text)
    assert [(item.name, owners(item)) for item in found.items] == [
        (
            "公开就业信息",
            "区人社局 lead, 各镇人民政府 responsible, 各街道办事处 responsible, "
            "云岭经济开发区管委会 responsible, 区级有关部门 responsible",
        ),
        ("公开投资信息", "区发改委 lead"),
    ]


def test_a_marker_ends_before_a_paragraph_that_lists_no_bodies() -> None:
    text = HEAD + (
        "为推进全区政务公开工作，提升服务效能和群众满意度，结合工作实际，制定\n本方案。\n"
        "一、重点任务\n1.强化问题反馈。严格划定行政权力边界，畅通企业反映投诉问题的渠道，\n加强问题处理反馈。\n"
        f"{FULL_MARKER}\n"
        "各级各部门要认真落实区委、区政府决策部署，按照工作要求，加强组织实施、\n强化协同配合，按时完成任务。\n"
    )
    (item,) = parse(text).items
    assert owners(item).split(", ")[-1] == "区级有关部门 responsible"
    assert len(item.owners) == 4


def test_a_marker_that_a_line_breaks_goes_on() -> None:
    text = HEAD + (
        "1.推行一照通办。编制事项清单并向社会公布，开展减材料工作，提升办事效率\n和群众满意度。\n"
        "牵头单位：区政务办、区大数据局、区市场监管局。责任单位：区有关部门。完成\n时限：2024年12月。\n"
        "2.推广智能申报。优化系统功能，提升办事体验，\n压缩办理时间。\n"
        "责任单位：区政务办、区大数据局、区市场监管局、区住房城乡建设局、区财政\n局、区统计局\n"
    )
    first, second = parse(text).items
    assert owners(first).split(", ")[-1] == "区有关部门 responsible"
    assert [deadline.iso for deadline in first.deadlines] == ["2024-12"]
    assert [owner.printed for owner in second.owners][-2:] == ["区财政局", "区统计局"]


def test_a_title_that_the_notice_hands_on_begins_a_paragraph_and_titles_in_a_row_are_one() -> None:
    prose = (
        "为深入贯彻落实关于优化营商环境的决策部署，持续推动政府职能转变，全面提升\n" * 4 + "全区政务服务能力水平。\n"
    )
    text = (
        "云岭区人民政府办公室关于印发云岭区便民服务、公平执法2个实施方案的通知\n各镇：\n"
        f"{prose}为全面落实优化营商环境决策部署，打造一流环境，经区政府同意，现将《云岭\n区便民服务实施方案》\n"
        "《云岭区公平执法实施方案》\n印发给你们，请认真贯彻落实。\n云岭区人民政府办公室\n2024年1月19日\n"
        f"云岭区便民服务实施方案\n{prose}一、重点任务\n1.推进事项管理。动态调整事项清单，统一办理流程和办事指南，提升群众和企\n"
        "业的满意度。（区政务办负责）\n2.强化督查。充分发挥“指挥棒”\n作用，推动我区环境建设工作取得更好成效和群众满意。\n"
        "云岭区公平执法实施方案\n一、重点任务\n1.规范执法行为。制定裁量基准，推行包容审慎监管，减少对正常经营活动的影\n响。（区司法局负责）\n"
    )
    found = parse(text)
    assert found.meta.name == "云岭区便民服务实施方案"
    assert [section.name for section in found.sections] == ["重点任务", "云岭区公平执法实施方案", "重点任务"]
    assert [(item.name, owners(item)) for item in found.items] == [
        ("推进事项管理", "区政务办 responsible"),
        ("强化督查", ""),
        ("规范执法行为", "区司法局 responsible"),
    ]
