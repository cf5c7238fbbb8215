"""Around: what every table is looked at for, whatever its mapping asks: shifted columns, signs of footnotes."""

from witnessmark.ingest.checks import CheckTold
from witnessmark.ingest.footnotes import Footnotes
from witnessmark.ingest.sheet import Row
from witnessmark.ingest.shifts import Shifts
from witnessmark.ingest.tables import Laid, Tally


class Around:
    """The checks of one table that no mapping has to ask for."""

    def __init__(self, one: Laid) -> None:
        self._shifts = Shifts(one.sheet.name, one.layout.headings)
        self._footnotes = Footnotes(one.sheet.name)

    def see(self, row: Row) -> None:
        """Take a row into account."""
        self._shifts.see(row.number, row.cells)
        self._footnotes.see(row.number, row.cells)

    def told(self, tally: Tally) -> list[CheckTold]:
        """What was found, once all rows were seen."""
        found = (self._shifts.told(), self._footnotes.told(tally.lines))
        return [each for each in found if each is not None]
