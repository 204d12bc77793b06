"""Faults of the page come out as findings at their exact place."""

from __future__ import annotations

from tests.loaders.plans import HEAD, parse


def faults(text: str) -> list[tuple[str, str | None, str]]:
    """(code, item, quote) of each finding."""
    return [(f.code, f.item, f.quote) for f in parse(text).findings]


def test_a_word_split_by_a_page_break() -> None:
    text = (
        f"{HEAD}1.推进建设。新建基站350个,完成地下车库的网络覆盖,固定宽带平\n\n均下载速率超过200兆。(责任单位:区科委)\n"
    )
    (finding,) = parse(text).findings
    assert (finding.code, finding.item, finding.quote) == ("word-split", "1", "定宽带平\n\n均下载速")
    assert finding.words == {"joined": "定宽带平均下载速"}


def test_paragraphs_and_titles_are_no_split_words() -> None:
    text = f"{HEAD}1.推进建设\n\n新建基站350个,完成地下车库的网络覆盖,提升速率。\n\n（责任单位：区科委）\n"
    assert faults(text) == []


def test_a_sentence_that_stands_twice() -> None:
    again = "优化基础设施布局,落地先行先试。优化基础设施布局,"
    text = f"{HEAD}1.推进建设。加快部署。{again}合理增设设施。(责任单位:区科委)\n"
    assert faults(text) == [("sentence-repeated", "1", again)]


def test_text_in_scraps_is_unreadable() -> None:
    scraps = "加数建市级数据集积 不到建设方案和 大石 高质量工业数据 变 为 一个"
    text = f"{HEAD}1.推进建设。丰富应用场景。{scraps}(责任单位:区科委)\n"
    assert faults(text) == [("text-unreadable", "1", scraps)]


def test_lost_words_are_known_for_a_jurisdiction_only() -> None:
    item = "一、任务\n1.推进算力。围绕先进计算中心缘计算节点,加快部署。(责任单位:区科委)\n"
    assert faults(f"松江区2023年工作安排\n{item}") == [("text-lost", "1", "先进计算中心缘计算节点")]
    assert faults(f"云岭区2023年工作安排\n{item}") == []


def test_what_belongs_to_no_item_is_reported() -> None:
    text = f"{HEAD}1.推进建设。(责任单位:区科委)\n各地要及时报送情况。\n', null, '未处理\n"
    assert faults(text) == [("text-not-understood", "1", "各地要及时报送情况。\n', null, '未处理")]


def test_introductions_of_chapters_are_not_reported() -> None:
    assert faults(f"{HEAD}持续优化工作机制。\n1.推进建设。(责任单位:区科委)\n") == []
