"""What ``export rdf`` needs from a person, and ``plangraph validate``: is an export what it says?"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.help import help_of
from api.cli.messages import ENGLISH, Language, say
from api.cli.options import LangOption, ListFormat, ListOption, key_values
from api.cli.output import console, print_json, table
from graph.export.rdf import RdfSettings, validate_export, write_rdf
from graph.export.rdf.report import ValidationReport
from graph.plan_graph import PlanGraph

LicenseOption = Annotated[
    str | None,
    typer.Option("--license", envvar="PLANGRAPH_LICENSE", metavar="IRI", help=help_of("option.license")),
]
BaseOption = Annotated[
    str | None,
    typer.Option("--base", envvar="PLANGRAPH_BASE", metavar="IRI", help=help_of("option.base")),
]
PublisherOption = Annotated[
    str | None, typer.Option("--publisher", envvar="PLANGRAPH_PUBLISHER", help=help_of("option.publisher"))
]
TitleOption = Annotated[
    str | None, typer.Option("--title", "--name", envvar="PLANGRAPH_TITLE", help=help_of("option.title"))
]
ContactOption = Annotated[
    str | None,
    typer.Option("--contact", envvar="PLANGRAPH_CONTACT", metavar="MAIL|IRI", help=help_of("option.contact")),
]
IssuedOption = Annotated[
    str | None,
    typer.Option("--issued", envvar="PLANGRAPH_ISSUED", metavar="DATE", help=help_of("option.issued")),
]
PortalOption = Annotated[
    list[str] | None,
    typer.Option(
        "--portal",
        metavar="KEY=VALUE",
        help=help_of("option.portal"),
    ),
]
_SHOWN = 50


def register(app: typer.Typer) -> None:
    """Adds ``validate`` to ``app``."""
    app.command("validate", help=help_of("validate"))(validate)


def rdf_settings(**given: Any) -> RdfSettings:
    """Settings from options: those that are None keep their default; ``title`` goes for both languages."""
    title = given.pop("title", None)
    given["portal"] = tuple(key_values(given.pop("portal", None) or []).items())
    known = {field.name for field in fields(RdfSettings)}
    chosen = {name: value for name, value in given.items() if value is not None and name in known}
    return RdfSettings(**chosen, title_zh=title, title_en=title)


def export_rdf(graph: PlanGraph, out: Path, settings: RdfSettings) -> list[Path]:
    """Writes the export; gives the paths written, data first."""
    written = [out / file.name for file in write_rdf(graph, out, settings)]
    return [*written, *sorted(path for path in out.iterdir() if path.is_file() and path not in written)]


def validate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=help_of("validate.folder"), show_default=False)],
    to: ListOption = ListFormat.table,
    lang: LangOption = None,
) -> None:
    """``plangraph validate``."""
    language = lang or ENGLISH
    report = validate_export(folder)
    if to is ListFormat.json:
        print_json(report.as_json())
    else:
        _print(report, language)
    if not report.ok:
        raise typer.Exit(1)


def _print(report: ValidationReport, language: Language) -> None:
    out = console()
    if report.problems:
        keys = ("check", "severity", "message", "where")
        rows = [[getattr(problem, key) for key in keys] for problem in report.problems[:_SHOWN]]
        out.print(table([say(f"rdf:{key}", language) for key in keys], rows))
        if len(report.problems) > _SHOWN:
            print(f"… {len(report.problems)}")
    for name, why in report.left_out.items():
        print(say("rdf:left_out", language, name=name, why=why))
    print(f"{' ✓ '.join([*report.checks])} ✓" if report.ok else ", ".join(report.checks))
    print(say("rdf:valid" if report.ok else "rdf:invalid", language, n=report.triples))
