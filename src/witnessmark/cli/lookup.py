"""Lookup: the command that asks the registers what a reading can be."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from witnessmark import bootstrap
from witnessmark.app.marking import text_of
from witnessmark.cli.console import Watched, cell, out, print_json, reporting, say, stacked, table
from witnessmark.cli.opening import AsJson, CasePath, config, opened
from witnessmark.errors import UsageError
from witnessmark.ports import Files

if TYPE_CHECKING:
    from witnessmark.app.lookup import LookedUp
    from witnessmark.matching.resolve import Candidate, Resolved

_WARN, _SOFT, _STRONG = "yellow", "dim", "bold"
_FACTS = ("make", "model", "calibre", "country", "year")
_SHOWN = 10
_LEAST = 0.005
"""The probability from which a candidate is told."""

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
    as_json: AsJson = False,
) -> None:
    """Look up which registered weapons a mark can be, how likely each is, and that it is in no register."""
    # Arrow takes as long to load as the rest of the program.
    from witnessmark.app.lookup import Counter, looked_up  # noqa: PLC0415

    with reporting(as_json), Watched() as progress:
        if bool(mark) == bool(batch):
            raise UsageError("want a mark to look up, or --batch FILE with many")
        stated = {"make": make, "model": model, "calibre": calibre, "country": country, "year": year}
        asked = list(_listed(bootstrap.files(), batch, stated)) if batch else [(mark, stated)]
        counter = Counter(bootstrap.registers(config()), register or ())
        answers = list(looked_up(counter, asked, progress, coverage=coverage))
        if xlsx:
            from witnessmark.reports.lookup_sheet import sheet  # noqa: PLC0415

            bootstrap.files().write(xlsx, [sheet((each.typed, each.resolved) for each in answers)])
        if as_json:
            print_json(answers if batch else answers[0])
        elif batch:
            _table([(answer.typed, answer) for answer in answers])
        else:
            _told(answers[0])


def match(
    case: CasePath,
    register: Registers = None,
    xlsx: Xlsx = "",
    coverage: Coverage = 0.5,
    as_json: AsJson = False,
) -> None:
    """Look up every serial and lot of a case, as all its readings leave it, with what is stated of the thing."""
    from witnessmark.app.lookup import Counter  # noqa: PLC0415
    from witnessmark.app.matching import match as matched  # noqa: PLC0415

    with opened(case, as_json) as desk:
        counter = Counter(bootstrap.registers(config()), register or ())
        answers = list(matched(desk, counter, coverage=coverage))
        if xlsx:
            from witnessmark.reports.lookup_sheet import sheet  # noqa: PLC0415

            told = ((f"{each.called}: {each.found.typed}", each.found.resolved) for each in answers)
            bootstrap.files().write(xlsx, [sheet(told)])
        if as_json:
            print_json(answers)
        elif answers:
            _table([(f"{each.called}, {each.mark}", each.found) for each in answers])
        else:
            say("no serial and no lot was read in this case")


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
                yield values["mark"], {name: values.get(name, "").strip() or stated[name] for name in _FACTS}
    except csv.Error as error:
        raise UsageError(f"{name}, line {rows.line_num}: want rows of cells, got something else: {error}") from error


def _told(answer: "LookedUp") -> None:
    resolved = answer.resolved
    say(answer.typed, _STRONG)
    for problem in answer.problems:
        say(f"  note: {problem}", _WARN)
    rows = table("probability", "it is", "by accident", "because")
    for number, candidate in enumerate(_worth_telling(resolved)):
        facts = ", ".join(f"{name} {candidate.facts[name]}" for name in _FACTS if candidate.facts.get(name))
        told = [f"{r.register}: {_record(r.facts)}" for r in candidate.records[:3]]
        rows.add_row(
            cell(_percent(candidate.probability), _STRONG if number < resolved.credible else ""),
            stacked(candidate.mark, facts, *told),
            cell(f"{candidate.chance_rate:.2g}"),
            stacked(*candidate.because, *(f"! {each}" for each in candidate.against)),
        )
    none = "in no register" + (f" of {', '.join(answer.registers)}" if answer.registers else "")
    rows.add_row(cell(_percent(resolved.in_no_register), _STRONG), cell(none), cell(""), cell(""))
    out().print(rows)
    _notes(answer)


def _worth_telling(resolved: "Resolved") -> "tuple[Candidate, ...]":
    """The credible set, and what is nearly of it; the likeliest in any case."""
    likely = sum(candidate.probability >= _LEAST for candidate in resolved.candidates)
    return resolved.candidates[: min(_SHOWN, max(resolved.credible, likely, 1))]


def _record(facts: dict[str, str]) -> str:
    told = (
        facts.get("range", ""),
        facts.get("event", ""),
        facts.get("when", ""),
        facts.get("holder", ""),
        facts.get("source", ""),
    )
    return ", ".join(each for each in told if each) or "no more is stated"


def _notes(answer: "LookedUp") -> None:
    resolved = answer.resolved
    left = resolved.others + len(resolved.candidates) - len(_worth_telling(resolved))
    if left > 0:
        told = sum(candidate.probability for candidate in _worth_telling(resolved))
        share = max(0.0, 1 - told - resolved.in_no_register)
        say(f"{left:,} more that are near it, with {_percent(share)} between them", _SOFT)
    if not resolved.is_whole:
        say("so many records fit that not all were weighed one by one: more of the mark is needed", _WARN)
    for each in resolved.would_separate[:5]:
        say(f"would separate them: {each}")
    say(
        f"Before looking, the chance that the registers hold it was taken as {answer.coverage:.0%} (--coverage).", _SOFT
    )
    say("By accident: how many of their records would explain the reading as well by chance.", _SOFT)


def _table(answers: "Iterable[tuple[str, LookedUp]]") -> None:
    rows = table("of", "reading", "likeliest", "probability", "in no register", "by accident", "others")
    for told, answer in answers:
        resolved = answer.resolved
        best = resolved.candidates[0] if resolved.candidates else None
        is_none = best is None or best.probability < resolved.in_no_register
        rows.add_row(
            cell("" if told == answer.typed else told),
            cell(answer.typed),
            cell("in no register" if best is None or is_none else best.mark, _STRONG),
            cell(_percent(resolved.in_no_register if best is None or is_none else best.probability)),
            cell(_percent(resolved.in_no_register)),
            cell("" if best is None or is_none else f"{best.chance_rate:.2g}"),
            cell(max(0, resolved.credible - (not is_none))),
        )
    out().print(rows)


def _percent(share: float) -> str:
    return f"{share:.1%}" if 0.001 <= share <= 0.999 or share in (0, 1) else f"{share:.2%}"
