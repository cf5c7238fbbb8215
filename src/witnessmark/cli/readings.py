"""Readings: the commands that record what was read of a mark, and tell what readings teach."""

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from witnessmark.app.learning import Learnt, LearntSetting, learnt_likeness
from witnessmark.app.learning import confusions as learnt_of
from witnessmark.app.readings import (
    Recorded,
    Waiting,
    record_identification,
    record_reading,
    second_reading,
    taken,
    waiting,
)
from witnessmark.cli.console import cell, out, print_json, reporting, say, stacked, table
from witnessmark.cli.opening import AsJson, CasePath, FieldValues, opened, pairs, typed_value
from witnessmark.errors import UsageError
from witnessmark.marks.combine import Combined, Relation
from witnessmark.marks.confusables import Likeness
from witnessmark.vocabulary.identify import Identified

_WARN, _SOFT, _STRONG = "yellow", "dim", "bold"


def keep_reading(
    into: str, of: str, marks: Sequence[str], changes: Sequence[str], *, is_alone: bool, as_json: bool
) -> None:
    """Record the one mark that was read; ``is_alone`` where nothing else was asked for."""
    with reporting(as_json):
        if not (into and of) or len(marks) != 1 or not is_alone:
            raise UsageError("want --into CASE, --of THING and one mark to record, without --from and --learnt-from")
        fields = pairs(changes)
    with opened(into, as_json) as desk:
        found = record_reading(desk, of, marks[0], fields)
        print_json(found) if as_json else _recorded(found)


def keep_identification(into: str, of: str, found: Identified, take: str, *, as_json: bool) -> None:
    """Record the candidate that a person takes."""
    with reporting(as_json):
        if not (into and of):
            raise UsageError("want --into CASE, --of THING and --take MODEL")
    with opened(into, as_json) as desk:
        i = record_identification(desk, of, taken(found, take))
        print_json({"identification": i}) if as_json else say(f"recorded as {i}")


def learnt(case: str, *, as_json: bool) -> Callable[[str], Likeness] | None:
    """What a case teaches of misreading; ``None`` for the defaults."""
    if not case:
        return None
    with opened(case, as_json) as desk:
        return learnt_likeness(desk)


def reread(
    case: CasePath,
    thing: Annotated[str, typer.Argument(metavar="[THING]", help="Part of its name, or the start of its id.")] = "",
    mark: Annotated[str, typer.Option(metavar="KIND", help="Which mark of it: serial, lot, headstamp ...")] = "",
    reader: Annotated[str, typer.Option(metavar="NAME", help="Who reads it now: a name or a role.")] = "",
    set_: FieldValues = None,
    as_json: AsJson = False,
) -> None:
    """Read a mark a second time without seeing what was read before; without THING, list what waits for that.

    The reading is typed when asked for, or comes from standard input. Only then are the readings compared.
    """
    with opened(case, as_json) as desk:
        if thing:
            found = second_reading(desk, thing, mark, reader, lambda: typed_value(desk, "reading"), pairs(set_ or ()))
            print_json(found) if as_json else _recorded(found)
        else:
            marks = waiting(desk)
            print_json(marks) if as_json else _waiting(marks)


def confusions(
    case: CasePath,
    most: Annotated[int, typer.Option(metavar="N", min=1, help="How many to list of each setting.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Tell what a case's readings teach about misreading: which character is read as which, and how often."""
    with opened(case, as_json) as desk:
        found = learnt_of(desk)
        print_json(found) if as_json else _learnt(found, most)


def _recorded(found: Recorded) -> None:
    say(f"recorded as {found.id}", _STRONG)
    for problem in found.problems:
        say(f"  note: {problem}", _WARN)
    if found.combined is not None:
        _combined(found.combined)


def _combined(combined: Combined) -> None:
    last = combined.compared[-1]
    told = f"beside {len(combined.compared) - 1} earlier: {last.relation.value}"
    if last.where:
        told += f" at character {', '.join(map(str, last.where))}"
    say(told, _WARN if last.relation is Relation.CONTRADICTS else "")
    say(f"all together read {combined.current}")


def _waiting(marks: Sequence[Waiting]) -> None:
    if not marks:
        say("no mark waits for a second reader")
        return
    rows = table("thing", "id", "mark", "where", "pictures")
    for each in marks:
        rows.add_row(
            cell(each.called), cell(each.thing[:12], _SOFT), cell(each.mark), cell(each.where), stacked(*each.photos)
        )
    out().print(rows)
    say("What was read is not shown, so that the second reading stands for itself.", _SOFT)


def _learnt(found: Learnt, most: int) -> None:
    if not found.settings:
        say("no two readings of one mark by different readers: nothing to learn from yet")
    for setting in found.settings:
        _setting(setting, most)
    say("Chances are held near the defaults, which are our own; few pairs move them little.", _SOFT)


def _setting(setting: LearntSetting, most: int) -> None:
    noted = ", ".join(each for each in (setting.script, setting.making, setting.wear) if each)
    say(f"{noted}: {setting.pairs} pairs of readings", _STRONG)
    rows = table("is", "read as", "seen", "chance before", "chance learnt")
    for each in setting.confusions[:most]:
        rows.add_row(
            cell(each.true), cell(each.read_as), cell(each.seen), cell(f"{each.before:.2%}"), cell(f"{each.learnt:.2%}")
        )
    out().print(rows)
