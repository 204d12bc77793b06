from loaders.content.analysis import analyse
from tests.loaders.content.texts import plan

TASKS = (
    "建设数字底座。推进视频中台升级，扩大视频资源容量，提升监控覆盖率。",
    "发展智慧农业。推进白塔镇无人农场建设，实现粮田耕作机械升级。",
)


def matched(*annex: tuple[str, str], tasks: tuple[str, ...] = TASKS) -> list[tuple[str, str]]:
    document = plan(*tasks, annex=annex)
    analyse(document)
    return [(document.items[d.row].ref, document.items[d.task].ref) for d in document.details]


def test_each_row_details_the_task_that_holds_its_text() -> None:
    rows = (("无人农场", "推进白塔镇无人农场建设。"), ("视频中台", "扩大视频资源容量。"))
    assert matched(*rows) == [("annex1/1", "2"), ("annex1/2", "1")]


def test_what_a_title_names_counts_more_than_words_that_all_tasks_share() -> None:
    tasks = ("加强立项管控。落实海绵城市规划要求。", "完善城乡公园体系。构建绿道网络。")
    row = ("新增公园", "落实海绵城市规划，完善城乡公园。")
    assert matched(row, tasks=tasks) == [("annex1/1", "2")]


def test_garbled_text_still_finds_its_task() -> None:
    assert matched(("无人农场", "推进白塔镇无入农扬建设,实现粮田 变 为")) == [("annex1/1", "2")]


def test_a_row_without_a_task_is_reported_where_the_others_have_theirs() -> None:
    rows = (
        ("无人农场", "推进白塔镇无人农场建设。"),
        ("视频中台", "扩大视频资源容量。"),
        ("冰雪运动", "举办滑雪比赛。"),
    )
    document = plan(*TASKS, annex=rows)
    analyse(document)
    assert [(f.code, f.item, f.quote) for f in document.findings] == [("detail-without-task", "annex1/3", "冰雪运动")]


def test_an_annex_of_its_own_is_not_reported() -> None:
    document = plan(*TASKS, annex=(("冰雪运动", "举办滑雪比赛。"),))
    analyse(document)
    assert (document.details, document.findings) == ([], [])


def test_owners_decide_between_tasks_that_share_as_much() -> None:
    document = plan("推进医疗救助。甲。", "推进医疗救助。乙。", annex=(("医疗救助", "推进医疗救助。"),))
    first, second, row = document.items
    assert first.owners == []
    second.owners = row.owners = plan("甲。", owners="区医保局").items[0].owners
    analyse(document)
    assert [(d.row, d.task, d.basis) for d in document.details] == [(2, 1, "text-overlap")]
