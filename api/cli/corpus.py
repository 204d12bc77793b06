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
    force: Annotated[bool, typer.Option("--force", help=help_of("corpus.force"))] = False,
    lang: LangOption = None,
) -> None:
    """``plangraph corpus``."""
    from api.corpus.session import check_java, check_spark, spark_session

    settings = key_values(conf or [])
    check_spark()
    check_java()
    from api.corpus.job import check_folder, run

    check_folder(out)
    with tempfile.NamedTemporaryFile(prefix="plangraph-spark-", suffix=".log", delete=False) as log:
        pass
    with spark_session(master, settings, Path(log.name)) as spark:
        summary = run(spark, source, out, partitions=partitions, force=force)
    Path(log.name).unlink()
    _report(summary, lang or ENGLISH)


def _report(summary: Summary, language: Language) -> None:
    keys = ("plans", "nodes", "relationships", "parsed", "kept", "gone", "superseded", "failed")
    counts = [getattr(summary, key) for key in keys[:-1]]
    rows = [
        [say(f"corpus_{key}", language), value] for key, value in zip(keys, [*counts, len(summary.failed)], strict=True)
    ]
    console().print(table((), rows))
    for document, message in list(summary.failed.items())[:_SHOWN]:
        print(f"plangraph: {one_line(f'{document}: {message}')}", file=sys.stderr)
    if len(summary.failed) > _SHOWN:
        print(say("corpus_more", language, count=len(summary.failed) - _SHOWN), file=sys.stderr)
