"""ODS: the sheets of an OpenDocument spreadsheet, read as they are inflated."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from witnessmark.adapters.books.bounds import LONGEST_NOTE, MOST_SHEETS
from witnessmark.adapters.books.markup import heard, local
from witnessmark.adapters.books.merging import Merge
from witnessmark.adapters.books.ods_values import said
from witnessmark.adapters.books.origin import Contents, Origin, refusal, whole
from witnessmark.adapters.books.rows import RowMaker
from witnessmark.adapters.books.zipped import Archive, shown
from witnessmark.ingest.sheet import LONGEST_CELL, MOST_COLUMNS, ReadAs, Row, Sheet

_CONTENT = "content.xml"


def read(origin: Origin, _asked: ReadAs) -> Contents:
    """The sheets of a spreadsheet in their order, also those that are hidden."""
    archive = Archive(origin)
    if b"encryption-data" in (archive.small("META-INF/manifest.xml") or b""):
        raise refusal(origin.name, "a spreadsheet without password", "an encrypted one; save it without")
    names = _Names()
    with whole(origin.name, "spreadsheet"):
        for _ in heard(_chunks(archive), names, origin.name):
            if len(names.found) > MOST_SHEETS:
                raise refusal(origin.name, f"at most {MOST_SHEETS:,} sheets", "more")
    if not names.found:
        raise refusal(origin.name, "a spreadsheet with a sheet", "none")
    sheets = [
        Sheet(shown(name), partial(_rows, archive, place, shown(name)), style in names.hidden)
        for place, (name, style) in enumerate(names.found)
    ]
    return Contents(sheets, ReadAs(form="ods"))


def _chunks(archive: Archive) -> Iterator[bytes]:
    member = archive.find(_CONTENT)
    if member is None:
        raise refusal(archive.name, "a spreadsheet", f"an archive without {_CONTENT}")
    return archive.chunks(member)


def _rows(archive: Archive, place: int, name: str) -> Iterator[Row]:
    what = f"{archive.name}: {name}"
    maker = RowMaker(what)
    listener = _SheetListener(place, maker)
    with whole(what, "spreadsheet"):
        for _ in heard(_chunks(archive), listener, what):
            yield from maker.taken()
            if listener.is_over:
                return


class _Names:
    """Hears the names of the sheets, and which styles hide one."""

    def __init__(self) -> None:
        self.depth = 0
        self.found: list[tuple[str, str]] = []
        self.hidden: set[str] = set()
        self._style = ""
        self._tables = 0

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        self.depth += 1
        if name == "table:table":
            self._tables += 1
            # A table within a cell is no sheet.
            if self._tables == 1:
                self.found.append((attributes.get("table:name", ""), attributes.get("table:style-name", "")))
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self.hidden.add(self._style)

    def end(self, name: str, /) -> None:
        self.depth -= 1
        if name == "table:table":
            self._tables -= 1

    def text(self, text: str, /) -> None:
        """Names stand in attributes."""


class _Cell(NamedTuple):
    attributes: Mapping[str, str]
    times: int
    is_covered: bool


_NO_CELL = _Cell({}, 1, is_covered=False)


class _SheetListener:
    """Hears the elements of one sheet of a spreadsheet, and makes rows of them."""

    def __init__(self, place: int, maker: RowMaker) -> None:
        self.depth = 0
        self.is_over = False
        self._place = place
        self._maker = maker
        self._tables = 0
        self._seen = -1
        self._row, self._row_times, self._column = 1, 1, 0
        self._cell = _NO_CELL
        self._is_in_cell = False
        self._paragraphs: list[str] = []
        self._comment: list[str] = []
        self._length = 0
        self._is_comment = False
        self._is_heard = 0
        self._link = ""
        self._starts: Mapping[str, Callable[[dict[str, str]], None]] = {
            "table-row": self._start_row, "table-cell": self._start_cell, "covered-table-cell": self._start_covered,
            "p": self._start_paragraph, "annotation": self._start_comment, "s": self._spaces,
            "tab": self._tab, "line-break": self._line_break, "a": self._start_link,
        }  # fmt: skip
        self._ends: Mapping[str, Callable[[], None]] = {
            "table-row": self._end_row, "table-cell": self._end_cell, "covered-table-cell": self._end_cell,
            "p": self._end_paragraph, "annotation": self._end_comment,
        }  # fmt: skip

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """See ``Listener.start``."""
        self.depth += 1
        if name == "table:table":
            self._tables += 1
            self._seen += self._tables == 1
        elif self._tables == 1 and self._seen == self._place:
            act = self._starts.get(local(name))
            if act is not None:
                act(attributes)

    def end(self, name: str, /) -> None:
        """See ``Listener.end``."""
        self.depth -= 1
        if name == "table:table":
            self._tables -= 1
            self.is_over = self._tables == 0 and self._seen >= self._place
        elif self._tables == 1 and self._seen == self._place:
            act = self._ends.get(local(name))
            if act is not None:
                act()

    def text(self, text: str, /) -> None:
        """See ``Listener.text``."""
        if self._is_heard and self._tables == 1:
            self._hear(text)

    def _hear(self, text: str) -> None:
        if self._length <= LONGEST_CELL:
            (self._comment if self._is_comment else self._paragraphs).append(text)
            self._length += len(text)

    # -- rows and cells ---------------------------------------------------------------------------------------------

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row_times = _times(attributes.get("table:number-rows-repeated"))
        self._column = 0
        self._maker.begin()

    def _end_row(self) -> None:
        self._maker.end(self._row, self._row_times)
        self._row += self._row_times

    def _start_covered(self, attributes: dict[str, str]) -> None:
        self._start_cell(attributes, is_covered=True)

    def _start_cell(self, attributes: dict[str, str], *, is_covered: bool = False) -> None:
        self._cell = _Cell(attributes, _times(attributes.get("table:number-columns-repeated")), is_covered)
        self._paragraphs, self._comment, self._length = [], [], 0
        self._is_comment, self._is_heard, self._link = False, 0, ""

    def _end_cell(self) -> None:
        attributes, times, is_covered = self._cell
        text, form, note = said(attributes, "".join(self._paragraphs).removesuffix("\n"))
        if self._comment:
            comment = " ".join("".join(self._comment).split())[:LONGEST_NOTE]
            note = f"{note}; comment: {comment}".removeprefix("; ")
        if self._link:
            note = f"{note}; link: {self._link}".removeprefix("; ")
        if text or note:
            # One more than there may be tells the maker that the row is broken.
            for column in range(self._column, min(self._column + times, MOST_COLUMNS + 1)):
                self._maker.put(column, text, form, note)
        if not is_covered:
            self._merge(attributes)
        self._column = min(self._column + times, MOST_COLUMNS + 1)

    def _merge(self, attributes: Mapping[str, str]) -> None:
        wide = _times(attributes.get("table:number-columns-spanned"))
        high = _times(attributes.get("table:number-rows-spanned"))
        if wide > 1 or high > 1:
            self._maker.merges.add(Merge(self._row, self._column, self._row + high - 1, self._column + wide - 1))

    # -- text -------------------------------------------------------------------------------------------------------

    def _start_paragraph(self, _attributes: dict[str, str]) -> None:
        self._is_heard += 1

    def _end_paragraph(self) -> None:
        self._hear("\n")
        self._is_heard = max(0, self._is_heard - 1)

    def _start_comment(self, _attributes: dict[str, str]) -> None:
        self._is_comment = True

    def _end_comment(self) -> None:
        self._is_comment = False

    def _start_link(self, attributes: dict[str, str]) -> None:
        if not self._is_comment:
            self._link = attributes.get("xlink:href", "")[:LONGEST_NOTE]

    def _spaces(self, attributes: dict[str, str]) -> None:
        self._hear(" " * min(_times(attributes.get("text:c")), LONGEST_CELL))

    def _tab(self, _attributes: dict[str, str]) -> None:
        self._hear("\t")

    def _line_break(self, _attributes: dict[str, str]) -> None:
        self._hear("\n")


def _times(text: str | None) -> int:
    """How often something is repeated; once where that is no number."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) < 10):
        return 1
    return max(1, int(text))
