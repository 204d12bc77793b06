"""Saved pages of government sites: the article, its tables and the site's own index table; nothing else."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from loaders.parse import load_plan, parse_structure
from loaders.readers import read_source
from loaders.text.view import squeeze
from tests.loaders.readers.files import PLAN, Blocks, blocks_of

SONGJIANG = Path(__file__).parents[3] / "data/songjiang-2023.txt"
TITLE = "松江区2024年数字化转型工作安排"
MENU = "<ul>" + "".join(f"<li><a href='/{word}'>{word}</a></li>" for word in ("首页", "政务公开", "互动交流")) + "</ul>"
CRUMBS = "<div>您现在的位置:<a href='/'>首页</a> &gt; <a href='/a'>政务公开</a> &gt; <a href='/b'>工作计划</a></div>"
SHARE = "<p>分享到:<a>微信</a><a>微博</a><a>打印</a></p>"
RELATED = "<h3>相关阅读</h3><ul>" + "".join(
    f"<li><a href='/{n}'>{n}、松江区数字化转型第{n}期工作简报。(责任部门:区科委)</a><span>2024-01-0{n}</span></li>" for n in range(1, 8)
) + "</ul>"  # fmt: skip
FOOT = "<p>主办单位:松江区人民政府 承办单位:区府办</p><p>网站标识码:3101170001 地址:园中路1号</p>"
INDEX_TABLE = """<table><tr><td>索 引 号:</td><td>SJ-1</td><td>发布机构:</td><td>上海市松江区科学技术委员会</td></tr>
<tr><td>文　　号:</td><td>松科委〔2024〕3号</td><td>成文日期:</td><td>2024年01月15日</td></tr>
<tr><td>发布日期:</td><td>2024年01月20日</td><td>有 效 性:</td><td>有效</td></tr></table>"""
INDEX_LIST = """<ul><li><b>索 引 号:</b>SJ-1</li><li><b>发文机关:</b><span>上海市松江区科学技术委员会</span></li>
<li><b>发布日期:</b>2024-01-20</li><li><b>发文字号:</b>松科委〔2024〕3号</li><li><b>成文日期:</b>2024-01-15</li></ul>"""
INDEX_TERMS = """<dl><dt>索引号</dt><dd>SJ-1</dd><dt>发布机构</dt><dd>上海市松江区科学技术委员会</dd><dt>文号</dt>
<dd>松科委〔2024〕3号</dd><dt>发布日期</dt><dd>2024-01-20</dd><dt>成文日期</dt><dd>2024-01-15</dd></dl>"""
INDEX_BOXES = """<div><div><span>发文机关 :</span> <i>上海市松江区科学技术委员会</i></div><div>文 号 ：松科委〔2024〕3号</div>
<div>成文日期 ：<em>2024-01-15</em></div></div>"""


def article(blocks: Blocks) -> str:
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p><span>{escape(block)}</span></p>")
        else:
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return "".join(parts)


def page(index: str, body: str, layout: str = "div") -> str:
    """A page as sites print it: with boxes, or (old ones) with a table that lays all out."""
    head = f"<meta charset='utf-8'><meta name='ArticleTitle' content='{TITLE}'><title>{TITLE}-政府网</title>"
    top, rest = f"<div class='top'>{MENU}</div>{CRUMBS}", f"{SHARE}<div>{RELATED}</div><div>{FOOT}</div>"
    if layout == "table":
        inner = f"<tr><td>{top}</td></tr><tr><td>{index}</td></tr><tr><td>{body}</td></tr><tr><td>{rest}</td></tr>"
        return f"<html><head>{head}</head><body><table>{inner}</table></body></html>"
    return f"<html><head>{head}</head><body>{top}<div>{index}<div><div id='zoom'>{body}</div></div>{rest}</div></body></html>"


@pytest.mark.parametrize("layout", ["div", "table"])
@pytest.mark.parametrize(
    "index", [INDEX_TABLE, INDEX_LIST, INDEX_TERMS, INDEX_BOXES], ids=["table", "list", "terms", "boxes"]
)
def test_the_article_and_the_index_table_of_the_site(tmp_path: Path, index: str, layout: str) -> None:
    path = tmp_path / "plan.html"
    path.write_text(page(index, article(PLAN), layout), "utf-8")
    source = read_source(path)
    meta = parse_structure(source).meta
    assert (meta.name, meta.doc_number) == (TITLE, "松科委〔2024〕3号")
    assert (meta.issuer, meta.date, meta.jurisdiction) == ("上海市松江区科学技术委员会", "2024-01-15", "310117")
    text = source.text
    assert text.endswith("3\t设施类\t无人农场\t加快粮食生产无人农场建设。\t新浜镇")
    assert not any(word in text for word in ("首页", "分享到", "相关阅读", "工作简报", "主办单位", "网站标识码"))
    assert "发布日期: 2024" in text or "发布日期" not in index


def test_the_songjiang_plan_as_a_saved_page_gives_the_same_graph(tmp_path: Path) -> None:
    text = SONGJIANG.read_text("utf-8")
    path = tmp_path / "songjiang-2023.html"
    path.write_text(page("", article(blocks_of(text)).replace(TITLE, "")), "utf-8")
    assert squeeze(text) in squeeze(read_source(path).text)
    graph, _, _ = load_plan(path)
    items = list(graph.nodes("Task", "Scene", "Project"))
    assert (len(items), len(list(graph.edges("OWNS")))) == (54, 126)


def test_a_title_outside_the_article_and_a_signature_after_it(tmp_path: Path) -> None:
    body = f"<div id='a'>{article(PLAN[1:5])}</div><p>上海市松江区科学技术委员会</p><p>2024年1月15日</p>"
    whole = f"<body>{MENU}{CRUMBS}<h1>{TITLE}</h1><p>发布时间:2024-01-20 来源:区科委 字体:大 中 小</p>{body}{SHARE}{FOOT}</body>"
    (tmp_path / "a.html").write_text(whole, "utf-8")
    lines = read_source(tmp_path / "a.html").text.split("\n")
    assert lines[:2] == ["发布时间: 2024-01-20 来源:区科委 字体:大 中 小", TITLE]
    assert lines[-2:] == ["上海市松江区科学技术委员会", "2024年1月15日"]


def test_links_to_annexes_and_cited_documents_stay(tmp_path: Path) -> None:
    annexes = "".join(f"<p><a href='/f{n}.docx'>附件{n}:任务分工表{n}</a></p>" for n in range(1, 5))
    cited = "<p>按照<a href='/1'>《上海市总体规划》</a><a href='/2'>《松江区规划》</a><a href='/3'>《松江新城规划》</a>推进。</p>"
    (tmp_path / "a.html").write_text(page("", article(PLAN) + cited + f"<div>{annexes}</div>"), "utf-8")
    lines = read_source(tmp_path / "a.html").text.split("\n")
    assert lines[-5:] == [
        "按照《上海市总体规划》《松江区规划》《松江新城规划》推进。",
        *(f"附件{n}:任务分工表{n}" for n in range(1, 5)),
    ]
