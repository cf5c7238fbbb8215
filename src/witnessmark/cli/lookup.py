"""Lookup: the command that asks the registers what a reading can be."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from witnessmark import bootstrap
from witnessmark.app.marking import text_of
from witnessmark.cli.answers import FACTS, tell_many, tell_one
from witnessmark.cli.bulk import Engine, Master, Processes, To, look_up_in_bulk
from witnessmark.cli.console import Watched, print_json, reporting
from witnessmark.cli.opening import AsJson, config, opened
from witnessmark.errors import UsageError
from witnessmark.ports import Files

if TYPE_CHECKING:
    from witnessmark.app.lookup import LookedUp
    from witnessmark.marks.confusion import ConfusionModel

Registers = Annotated[list[str] | None, typer.Option("--register", metavar="NAME", help="Look in this register alone.")]
Xlsx = Annotated[str, typer.Option(metavar="FILE", help="Write the answers into a spreadsheet too.")]
Coverage = Annotated[
    float, typer.Option(min=0.001, max=0.999, help="The chance, before looking, that the registers hold it.")
]


def lookup(
    mark: Annotated[str, typer.Argument(metavar="[MARK]", help="The mark, as typed.")] = "",
    make: Annotated[str, typer.Option(help="Who made it.")] = "",
    model: Annotated[str, typer.Option(help="Which model it is.")] = "",
    calibre: Annotated[str, typer.Option(help="Its calibre.")] = "",
    country: Annotated[str, typer.Option(help="The country that made it.")] = "",
    year: Annotated[str, typer.Option(help="The year in which it was made.")] = "",
    register: Registers = None,
    batch: Annotated[
        str, typer.Option(metavar="FILE", help="One mark a line, or a CSV with a column mark; - for standard input.")
    ] = "",
    xlsx: Xlsx = "",
    coverage: Coverage = 0.5,
    learnt_from: Annotated[
        str, typer.Option(metavar="CASE", help="Take errors of reading for as likely as a case teaches.")
    ] = "",
    to: To = "",
    engine: Engine = "",
    master: Master = "local[*]",
    processes: Processes = 0,
    as_json: AsJson = False,
) -> None:
    """Look up which registered weapons a mark can be, how likely each is, and that it is in no register."""
    # Arrow takes as long to load as the rest of the program.
    from witnessmark.app.lookup import Counter, looked_up  # noqa: PLC0415

    stated = {"make": make, "model": model, "calibre": calibre, "country": country, "year": year}
    if to or engine:
        _refuse_beside_bulk(mark, xlsx, learnt_from, as_json=as_json)
        look_up_in_bulk(
            batch, to, register or (), coverage, stated, engine=engine, master=master, processes=processes,
            as_json=as_json,
        )  # fmt: skip
        return
    errors = taught(learnt_from, as_json=as_json)
    with reporting(as_json), Watched() as progress:
        if bool(mark) == bool(batch):
            raise UsageError("want a mark to look up, or --batch FILE with many")
        asked = list(_listed(bootstrap.files(), batch, stated)) if batch else [(mark, stated)]
        counter = Counter(bootstrap.registers(config()), register or (), errors=errors)
        answers = list(looked_up(counter, asked, progress, coverage=coverage))
        if xlsx:
            _write_sheet(xlsx, answers)
        if as_json:
            print_json(answers if batch else answers[0])
        elif batch:
            tell_many([(answer.typed, answer) for answer in answers])
        else:
            tell_one(answers[0])


def _refuse_beside_bulk(*others: str, as_json: bool) -> None:
    """What a look-up of any number cannot honour is refused, and not left out in silence."""
    with reporting(as_json):
        if any(others):
            raise UsageError("want --to and --engine with --batch FILE, without MARK, --xlsx and --learnt-from")


def _write_sheet(xlsx: str, answers: "Sequence[LookedUp]") -> None:
    from witnessmark.reports.lookup_sheet import sheet  # noqa: PLC0415

    bootstrap.files().write(xlsx, [sheet((each.typed, each.resolved) for each in answers)])


def taught(case: str, *, as_json: bool) -> "ConfusionModel | None":
    """How likely characters are misread, as the judged readings of a case teach; ``None`` for the defaults."""
    if not case:
        return None
    from witnessmark.app.desk import load  # noqa: PLC0415
    from witnessmark.app.matching import errors_of  # noqa: PLC0415

    with opened(case, as_json) as desk:
        return errors_of(load(desk))


def _listed(files: Files, name: str, stated: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The marks of a list, each with what is stated of it, or else of all."""
    text = text_of(files, name)
    heading = [each.strip().strip('"').casefold() for each in text.partition("\n")[0].split(",")]
    if "mark" not in heading:
        yield from ((line.strip(), stated) for line in text.split("\n") if line.strip())
        return
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        next(rows)
        for row in rows:
            values = dict(zip(heading, row, strict=False))
            if values.get("mark", "").strip():
                yield values["mark"], {name: values.get(name, "").strip() or stated[name] for name in FACTS}
    except csv.Error as error:
        raise UsageError(f"{name}, line {rows.line_num}: want rows of cells, got something else: {error}") from error
