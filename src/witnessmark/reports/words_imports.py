"""Words of imports: that a table was read, and a row of which nothing was made, in a sentence each."""

from witnessmark.case.fold import Case
from witnessmark.model.ids import SourceId
from witnessmark.model.imports import Import, UnreadRow
from witnessmark.model.things import Source
from witnessmark.model.value import Sealed


def imported(case: Case, said: Import) -> str:
    """That a table was read, by which mapping, and what came of it."""
    made = f" became {', '.join(map(_turned, said.made))}" if said.made else " gave nothing new"
    left = f"; left: {', '.join(map(_turned, said.left))}" if said.left else ""
    corrects = "; it corrects an earlier edition" if said.previous else ""
    return f"{_file(case, said.of)} read by the mapping {said.mapping}: {said.rows} rows{made}{left}{corrects}"


def unread_row(case: Case, said: UnreadRow) -> str:
    """A row that is kept as it stands, with what was wanted and got."""
    where = f", column {said.column}" if said.column else ""
    got = f", got {said.got!r}" if said.got else ""
    return f"row {said.row} of {_file(case, said.of)}{where}: want {said.wanted}{got}; the row: {said.text}"


def _file(case: Case, i: SourceId) -> str:
    source = case.content(i, Source)
    return "a table" if source is None or isinstance(source.name, Sealed) else source.name


def _turned(counted: str) -> str:
    """A count as it is said: ``item 12`` is ``12 item``."""
    what, _, number = counted.rpartition(" ")
    # What was left is told with what it said, which can end in a number, too.
    return f"{number} {what}" if number.isdigit() and ": " not in what else counted
