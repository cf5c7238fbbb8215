"""Bulk: any number of readings looked up on an engine, and written to a file."""

import enum
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from witnessmark import bootstrap
from witnessmark.cli.answers import SOFT, STRONG
from witnessmark.cli.console import Watched, cell, out, print_json, reporting, say, table
from witnessmark.cli.opening import config
from witnessmark.errors import UsageError
from witnessmark.reports.words import percent

if TYPE_CHECKING:
    import pyarrow as pa

# Arrow takes as long to load as the rest of the program, so that each function loads what works with it.
# ruff: noqa: PLC0415

_SHOWN = 20


class Engines(enum.StrEnum):
    """Where many readings are looked up."""

    LOCAL = "local"
    SPARK = "spark"


To = Annotated[
    str, typer.Option(metavar="FILE.parquet", help="Look up any number, and write the likeliest of each into a file.")
]
Engine = Annotated[str, typer.Option(metavar="local|spark", help="Where to look up: this machine, or a cluster.")]
Master = Annotated[str, typer.Option(metavar="URL", help="The cluster's address, such as spark://host:7077.")]
Processes = Annotated[int, typer.Option(min=0, help="Processes on this machine; 0 for one for each core.")]


def look_up_in_bulk(
    batch: str,
    to: str,
    names: Sequence[str],
    coverage: float,
    stated: Mapping[str, str],
    *,
    engine: str,
    master: str,
    processes: int,
    as_json: bool,
) -> None:
    """Look up all readings of a file; what an earlier run finished before it was interrupted is not done again."""
    with reporting(as_json), Watched() as progress:
        if not batch:
            raise UsageError("want --batch FILE with the readings to look up")
        if engine not in ("", *Engines):
            raise UsageError(f"want an engine of {', '.join(Engines)}, got {engine!r}")
        if to and not to.endswith(".parquet"):
            raise UsageError(f"want a file that ends in .parquet to write to, got {to!r}")
        from witnessmark.app import bulk

        settings = config()
        questions = bulk.with_stated(bootstrap.questions(batch), stated)
        work = bulk.work_of(bootstrap.registers(settings), names, coverage)
        executor = bootstrap.executor(settings, engine or Engines.LOCAL, master, processes)
        ledger = bootstrap.ledger(settings, bulk.run_digest(work, questions, executor.step))
        answers = bulk.answered(executor, ledger, work, questions, progress)
        digest = bulk.digest_of(answers)
        if to:
            bootstrap.write_answers(to, questions, answers, work, digest)
        ledger.drop()
    if as_json:
        print_json({"answers": answers.num_rows, "digest": digest, "registers": dict(work.registers), "to": to})
    else:
        tell_bulk(questions, answers, digest)


def tell_bulk(questions: "pa.Table", answers: "pa.Table", digest: str) -> None:
    """The first answers, and how many there are of each sort."""
    rows = table("reading", "likeliest", "probability", "in no register", "by accident")
    for asked, told in zip(questions.slice(0, _SHOWN).to_pylist(), answers.slice(0, _SHOWN).to_pylist(), strict=True):
        is_none = told["mark"] is None or told["probability"] < told["in_no_register"]
        rows.add_row(
            cell(asked["mark"]),
            cell("in no register" if is_none else f"{told['mark']} ({told['register']})", STRONG),
            cell(percent(told["in_no_register"] if is_none else told["probability"])),
            cell(percent(told["in_no_register"])),
            cell("" if is_none else f"{told['by_accident']:.2g}"),
        )
    out().print(rows)
    if answers.num_rows > _SHOWN:
        say(f"{answers.num_rows - _SHOWN:,} more", SOFT)
    likely = sum(p > 0.9 for p in answers["probability"].to_pylist())
    none = sum(p > 0.9 for p in answers["in_no_register"].to_pylist())
    say(
        f"{answers.num_rows:,} readings: {likely:,} with a weapon above 90 %, {none:,} in no register above 90 %",
        STRONG,
    )
    say(f"digest {digest}", SOFT)
