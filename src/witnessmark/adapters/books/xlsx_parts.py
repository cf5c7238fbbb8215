"""XLSX parts: what the parts of a workbook say by which its sheets are to be read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS

from witnessmark.adapters.books.bounds import (
    LONGEST_NOTE,
    MOST_COMMENTS,
    MOST_SHARED_CHARACTERS,
    MOST_SHARED_TEXTS,
    MOST_SHEETS,
    MOST_STYLES,
)
from witnessmark.adapters.books.markup import Attributes, elements, heard, local
from witnessmark.adapters.books.merging import Merge, merge_of
from witnessmark.adapters.books.number_formats import GENERAL, Format, format_of
from witnessmark.adapters.books.origin import refusal
from witnessmark.adapters.books.xlsx_values import unescaped

# Formats that have a number and no code in the file: a spreadsheet in East Asia shows dates by them.
_UNWRITTEN = dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "yyyy/m/d") | dict.fromkeys(range(32, 36), "h:mm:ss")


class Relation(NamedTuple):
    """Where another part stands, and what it is for."""

    kind: str
    """The last word of its type: ``worksheet``, ``styles``."""
    target: str


class SheetEntry(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    relation: str
    is_hidden: bool


class Listing(NamedTuple):
    """What a workbook says of itself."""

    sheets: list[SheetEntry]
    is_1904: bool


def relations(part: bytes | None, beside: str, what: str) -> Mapping[str, Relation]:
    """The relations of a part, by their id; ``beside`` is the folder in which the part stands."""
    found: dict[str, Relation] = {}

    def take(_around: str, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = Relation(kind, _path(beside, attributes.get("Target", "")))
        elif name == "Relationship":
            found[attributes.get("Id", "")] = Relation("external", attributes.get("Target", ""))

    if part is not None:
        elements(part, what, take)
    return found


def _path(beside: str, target: str) -> str:
    """A part's name in the archive. It is only looked up there, so that no path can lead out of it."""
    steps = [] if target.startswith("/") else [step for step in beside.split("/") if step]
    for step in target.replace("\\", "/").split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def listing(part: bytes, what: str) -> Listing:
    """The sheets of a workbook, and where its days begin."""
    sheets: list[SheetEntry] = []
    epochs: list[bool] = []

    def take(_around: str, name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            epochs.append(attributes.get("date1904", "0").lower() in ("1", "true", "on"))
        elif name == "sheet":
            relation = next((value for key, value in attributes.items() if local(key) == "id" and ":" in key), "")
            is_hidden = attributes.get("state", "visible") != "visible"
            sheets.append(SheetEntry(attributes.get("name", ""), relation, is_hidden))

    elements(part, what, take)
    if len(sheets) > MOST_SHEETS:
        raise refusal(what, f"at most {MOST_SHEETS:,} sheets", f"{len(sheets):,}")
    return Listing(sheets, any(epochs))


def formats(part: bytes | None, what: str) -> list[Format]:
    """The formats of a workbook's styles, in their order."""
    if part is None:
        return []
    codes: dict[str, str] = {str(number): code for number, code in {**_UNWRITTEN, **BUILTIN_FORMATS}.items()}
    used: list[str] = []

    def take(around: str, name: str, attributes: Attributes) -> None:
        if name == "numFmt" and around == "numFmts":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and around == "cellXfs":
            used.append(attributes.get("numFmtId", "0"))

    elements(part, what, take)
    if max(len(used), len(codes)) > MOST_STYLES:
        raise refusal(what, f"at most {MOST_STYLES:,} styles", "more")
    known = {number: format_of(codes.get(number, "General")) for number in set(used)}
    return [known.get(number, GENERAL) for number in used]


class _Texts:
    """Hears texts that come in runs, each within an element of a name, and keeps those of every such element."""

    def __init__(self, each: str) -> None:
        self.depth = 0
        self.found: list[tuple[str, str]] = []
        """The attribute ``ref`` of each, and its text."""
        self.characters = 0
        self._each = each
        self._ref = ""
        self._runs: list[str] = []
        self._is_heard = self._is_phonetic = False

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        self.depth += 1
        name = local(name)
        if name == self._each:
            self._ref, self._runs = attributes.get("ref", ""), []
        elif name == "rPh":
            self._is_phonetic = True
        elif name == "t":
            self._is_heard = not self._is_phonetic

    def end(self, name: str, /) -> None:
        self.depth -= 1
        name = local(name)
        if name == self._each:
            text = unescaped("".join(self._runs))
            self._runs = []
            self.found.append((self._ref, text))
            self.characters += len(text)
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "t":
            self._is_heard = False

    def text(self, text: str, /) -> None:
        if self._is_heard:
            self._runs.append(text)


def shared_texts(chunks: Iterable[bytes], what: str) -> list[str]:
    """The texts of a workbook, to which its cells refer by their place."""
    texts: list[str] = []
    listener = _Texts("si")
    for _ in heard(chunks, listener, what):
        texts.extend(text for _, text in listener.found)
        listener.found.clear()
        if len(texts) > MOST_SHARED_TEXTS or listener.characters > MOST_SHARED_CHARACTERS:
            raise refusal(what, f"at most {MOST_SHARED_TEXTS:,} texts of {MOST_SHARED_CHARACTERS:,} characters", "more")
    return texts


Remarks = dict[int, dict[int, str]]
"""What is said beside the cells, by row from 1 and column from 0."""


def comments(chunks: Iterable[bytes], what: str) -> Iterator[tuple[str, str]]:
    """The comments of a sheet with the cells to which they belong."""
    listener = _Texts("comment")
    for _ in heard(chunks, listener, what):
        yield from listener.found
        listener.found.clear()


def remark(remarks: Remarks, reference: str, text: str, what: str) -> None:
    """Keep what is said beside a cell; what belongs to no cell is left out."""
    merge = merge_of(f"{reference}:{reference}" if ":" not in reference else reference)
    if merge is None:
        return
    row = remarks.setdefault(merge.top, {})
    text = " ".join(text.split())
    said = text if len(text) <= LONGEST_NOTE else f"{text[:LONGEST_NOTE]}…"
    row[merge.left] = f"{row[merge.left]}; {said}"[: 2 * LONGEST_NOTE] if merge.left in row else said
    if len(remarks) > MOST_COMMENTS:
        raise refusal(what, f"comments and links in at most {MOST_COMMENTS:,} rows", "more")


class SheetEnd:
    """Hears what stands behind the rows of a sheet and must be known before them: merged cells and links."""

    def __init__(self, what: str) -> None:
        self.depth = 0
        self.merges: list[Merge] = []
        self.links: list[tuple[str, str, str]] = []
        """Cell, id of the relation, place in the workbook."""
        self._what = what

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """See ``Listener.start``."""
        self.depth += 1
        name = local(name)
        if name == "mergeCell":
            merge = merge_of(attributes.get("ref", ""))
            if merge is not None:
                self.merges.append(merge)
        elif name == "hyperlink":
            relation = next((value for key, value in attributes.items() if local(key) == "id" and ":" in key), "")
            self.links.append((attributes.get("ref", ""), relation, attributes.get("location", "")))
        if len(self.merges) + len(self.links) > 2 * MOST_COMMENTS:
            raise refusal(self._what, f"at most {2 * MOST_COMMENTS:,} merged cells and links", "more")

    def end(self, _name: str, /) -> None:
        """See ``Listener.end``."""
        self.depth -= 1

    def text(self, text: str, /) -> None:
        """Nothing of it is wanted."""
