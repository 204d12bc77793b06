"""``plangraph corpus``: very many plans, read by Spark."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import one_line
from api.cli.help import help_of
from api.cli.messages import ENGLISH, Language, say
from api.cli.options import LangOption, key_values
from api.cli.output import console, table

if TYPE_CHECKING:
    from api.corpus.job import Summary
    from api.corpus.serving import Served

# Documents that failed, told one a line; all stand in the table of documents.
_SHOWN = 40


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""
    app.command("corpus", help=help_of("corpus"))(corpus)


def corpus(
    source: Annotated[
        str,
        typer.Argument(metavar="FOLDER|ADDRESS", help=help_of("corpus.source")),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=help_of("option.out"))],
    master: Annotated[str, typer.Option("--master", metavar="MASTER", help=help_of("corpus.master"))] = "local[*]",
    conf: Annotated[
        list[str] | None,
        typer.Option("--conf", metavar="KEY=VALUE", help=help_of("corpus.conf")),
    ] = None,
    partitions: Annotated[int | None, typer.Option("--partitions", min=1, help=help_of("corpus.partitions"))] = None,
    neo4j: Annotated[str | None, typer.Option("--neo4j", metavar="ADDRESS", help=help_of("corpus.neo4j"))] = None,
    force: Annotated[bool, typer.Option("--force", help=help_of("corpus.force"))] = False,
    lang: LangOption = None,
) -> None:
    """``plangraph corpus``."""
    from api.corpus.session import check_java, check_spark, spark_session

    settings = key_values(conf or [])
    check_spark()
    check_java()
    from api.corpus.job import check_folder, run
    from api.corpus.serving import Login, login_for, serve

    check_folder(out)
    login = login_for(neo4j) if neo4j else Login()
    with tempfile.NamedTemporaryFile(prefix="plangraph-spark-", suffix=".log", delete=False) as log:
        pass
    with spark_session(master, settings, Path(log.name)) as spark:
        summary = run(spark, source, out, partitions=partitions, force=force)
        _report(summary, lang or ENGLISH)
        served = serve(spark, out, neo4j, login) if neo4j else None
    Path(log.name).unlink()
    if served is not None:
        _report_served(served, lang or ENGLISH)


def _report(summary: Summary, language: Language) -> None:
    keys = ("plans", "nodes", "relationships", "parsed", "kept", "gone", "superseded", "failed")
    counts = [getattr(summary, key) for key in keys[:-1]]
    rows = [
        [say(f"corpus_{key}", language), value] for key, value in zip(keys, [*counts, len(summary.failed)], strict=True)
    ]
    console().print(table((), rows))
    _tell(summary.failed)
    if len(summary.failed) > _SHOWN:
        print(say("corpus_more", language, count=len(summary.failed) - _SHOWN), file=sys.stderr)


def _tell(failed: dict[str, str]) -> None:
    for document, message in list(failed.items())[:_SHOWN]:
        print(f"plangraph: {one_line(f'{document}: {message}')}", file=sys.stderr)


def _report_served(served: Served, language: Language) -> None:
    counts = {key: getattr(served, key) for key in ("new", "replaced", "unchanged", "removed")}
    rows = [[say(f"served_{key}", language), value] for key, value in {**counts, "failed": len(served.failed)}.items()]
    console().print(table((), rows))
    _tell(served.failed)
    if served.failed:
        raise typer.Exit(1)
