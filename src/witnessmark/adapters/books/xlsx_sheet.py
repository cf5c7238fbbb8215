"""XLSX sheet: which rows a sheet of a workbook holds. It is parsed as it is inflated, and never held as a whole."""

from collections.abc import Callable, Mapping

from witnessmark.adapters.books.bounds import LONGEST_NOTE
from witnessmark.adapters.books.markup import local
from witnessmark.adapters.books.merging import column_number
from witnessmark.adapters.books.rows import RowMaker
from witnessmark.adapters.books.xlsx_values import Said, Values
from witnessmark.ingest.sheet import LONGEST_CELL, MOST_COLUMNS

_NOT_A_COLUMN = MOST_COLUMNS
_LONGEST_ADDRESS = 12
_NO_REMARKS: Mapping[int, str] = {}


class SheetListener:
    """Hears the elements of a sheet, and makes rows of them."""

    def __init__(self, values: Values, maker: RowMaker, remarks: Mapping[int, Mapping[int, str]]) -> None:
        self.depth = 0
        self._values = values
        self._maker = maker
        self._remarks = remarks
        self._columns: dict[str, int] = {}
        self._in_row = self._is_phonetic = False
        self._heard: list[str] | None = None
        self._length = 0
        self._row = 0
        self._column = -1
        self._kind = self._style = self._raw = ""
        self._formula: str | None = None
        self._starts: Mapping[str, Callable[[dict[str, str]], None]] = {
            "c": self._start_cell, "v": self._listen, "t": self._listen_to_run, "f": self._start_formula,
            "row": self._start_row, "rPh": self._start_phonetic,
        }  # fmt: skip
        self._ends: Mapping[str, Callable[[], None]] = {
            "c": self._end_cell, "v": self._end_value, "t": self._end_run, "f": self._end_formula,
            "row": self._end_row, "rPh": self._end_phonetic,
        }  # fmt: skip

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """See ``Listener.start``."""
        self.depth += 1
        act = self._starts.get(name) or self._starts.get(local(name))
        if act is not None:
            act(attributes)

    def end(self, name: str, /) -> None:
        """See ``Listener.end``."""
        self.depth -= 1
        act = self._ends.get(name) or self._ends.get(local(name))
        if act is not None:
            act()

    def text(self, text: str, /) -> None:
        """See ``Listener.text``."""
        if self._heard is not None and self._length <= LONGEST_CELL:
            self._heard.append(text)
            self._length += len(text)

    # -- rows -------------------------------------------------------------------------------------------------------

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = _whole(attributes.get("r", ""), self._row + 1)
        self._in_row = True
        self._column = -1
        self._maker.begin()

    def _end_row(self) -> None:
        self._in_row = False
        for column, remark in self._remarks.get(self._row, _NO_REMARKS).items():
            self._maker.note(column, remark)
        self._maker.end(self._row)

    # -- cells ------------------------------------------------------------------------------------------------------

    def _start_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        self._column = self._column + 1 if address is None else self._column_of(address)
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._raw = ""
        self._formula = None

    def _column_of(self, address: str) -> int:
        letters = address.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            is_one = len(letters) <= 3 and letters.isascii() and letters.isalpha()
            column = column_number(letters.upper()) if is_one else _NOT_A_COLUMN
            if is_one:
                self._columns[letters] = column
        return column

    def _end_cell(self) -> None:
        if not self._in_row:
            return
        said = self._values.said(self._kind, self._style, self._raw) if self._raw else Said("", "t")
        self._maker.put(self._column, said.text, said.form, said.note)
        if self._formula is not None:
            never = "" if self._raw else "; its value was never worked out"
            self._maker.note(self._column, self._formula + never)

    # -- what stands in a cell --------------------------------------------------------------------------------------

    def _listen(self, _attributes: dict[str, str]) -> None:
        self._heard, self._length = [], 0

    def _listen_to_run(self, attributes: dict[str, str]) -> None:
        if not self._is_phonetic:
            self._listen(attributes)

    def _end_value(self) -> None:
        self._raw = self._taken()

    def _end_run(self) -> None:
        """A text within a cell comes in runs, one for each way in which it looks."""
        if not self._is_phonetic and len(self._raw) <= LONGEST_CELL:
            self._raw += self._taken()

    def _taken(self) -> str:
        taken = "".join(self._heard or ())
        self._heard = None
        return taken

    def _start_phonetic(self, _attributes: dict[str, str]) -> None:
        self._is_phonetic = True

    def _end_phonetic(self) -> None:
        self._is_phonetic = False

    def _start_formula(self, attributes: dict[str, str]) -> None:
        self._formula = "formula, as in the cells beside it" if attributes.get("t") == "shared" else "formula"
        self._heard, self._length = [], 0

    def _end_formula(self) -> None:
        formula = self._taken()
        if formula:
            self._formula = f"formula ={formula[:LONGEST_NOTE]}"


def _whole(text: str, otherwise: int) -> int:
    """A row's number as the file states it; one too high for any sheet where it is none."""
    if not text:
        return otherwise
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_ADDRESS else 1 << 40
