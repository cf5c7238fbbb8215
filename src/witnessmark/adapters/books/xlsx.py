"""XLSX: the sheets of a workbook, read as they are inflated. Macros and formulas never run."""

from collections.abc import Iterator
from functools import cached_property, partial

from witnessmark.adapters.books.markup import heard
from witnessmark.adapters.books.merging import Merges
from witnessmark.adapters.books.origin import Contents, Origin, refusal, whole
from witnessmark.adapters.books.rows import RowMaker
from witnessmark.adapters.books.xlsx_parts import (
    Listing,
    Relation,
    Remarks,
    SheetEnd,
    comments,
    formats,
    listing,
    relations,
    remark,
    shared_texts,
)
from witnessmark.adapters.books.xlsx_sheet import SheetListener
from witnessmark.adapters.books.xlsx_values import Values
from witnessmark.adapters.books.zipped import Archive, shown
from witnessmark.ingest.sheet import ReadAs, Row, Sheet

_WORKBOOK = "xl/workbook.xml"
_SHEETS = "worksheet"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read(origin: Origin, _asked: ReadAs) -> Contents:
    """The sheets of a workbook in their order, also those that are hidden; sheets that are charts are told of."""
    book = _Workbook(Archive(origin))
    sheets, notes = [], []
    for entry in book.listing.sheets:
        relation = book.relations.get(entry.relation)
        name = shown(entry.name)
        if relation is None or book.archive.find(relation.target) is None:
            notes.append(f"sheet {name!r}: want its rows in the file, got none")
        elif relation.kind == _SHEETS:
            sheets.append(Sheet(name, partial(book.rows, name, relation.target), entry.is_hidden))
        else:
            notes.append(f"sheet {name!r} is no table ({shown(relation.kind)}): not read")
    if not sheets:
        raise refusal(origin.name, "a workbook with a sheet of cells", "none")
    return Contents(sheets, ReadAs(form="xlsx"), notes)


class _Workbook:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        root = relations(archive.small("_rels/.rels"), "", archive.name).values()
        self._part = next((found.target for found in root if found.kind == "officeDocument"), _WORKBOOK)
        part = archive.small(self._part)
        if part is None:
            raise refusal(archive.name, "a workbook", "an archive without its list of sheets")
        self.listing: Listing = listing(part, archive.name)
        self.relations = self._relations(self._part)

    def _relations(self, part: str) -> "dict[str, Relation]":
        folder, _, name = part.rpartition("/")
        return dict(relations(self.archive.small(f"{folder}/_rels/{name}.rels".lstrip("/")), folder, self.archive.name))

    def _other(self, kind: str) -> str:
        return next((found.target for found in self.relations.values() if found.kind == kind), f"xl/{kind}.xml")

    @cached_property
    def _values(self) -> Values:
        member = self.archive.find(self._other("sharedStrings"))
        texts = [] if member is None else shared_texts(self.archive.chunks(member), self.archive.name)
        styles = formats(self.archive.small(self._other("styles")), self.archive.name)
        return Values(texts, styles, is_1904=self.listing.is_1904)

    def rows(self, name: str, part: str) -> Iterator[Row]:
        what = f"{self.archive.name}: {name}"
        with whole(what, "workbook"):
            end = self._end(part, what)
            maker = RowMaker(what, Merges(end.merges))
            listener = SheetListener(self._values, maker, self._remarks(part, end, what))
            for _ in heard(self._chunks(part), listener, what):
                yield from maker.taken()

    def _chunks(self, part: str) -> Iterator[bytes]:
        member = self.archive.find(part)
        return iter(()) if member is None else self.archive.chunks(member)

    def _end(self, part: str, what: str) -> SheetEnd:
        """What stands behind the rows. The sheet is parsed for it only where its bytes name it: that takes long."""
        end = SheetEnd(what)
        last = b""
        for chunk in self._chunks(part):
            piece = last + chunk
            if b"mergeCell" in piece or b"hyperlink" in piece or (not last and piece.startswith(_UTF_16)):
                for _ in heard(self._chunks(part), end, what):
                    pass
                break
            last = chunk[-16:]
        return end

    def _remarks(self, part: str, end: SheetEnd, what: str) -> Remarks:
        remarks: Remarks = {}
        others = self._relations(part)
        for cell, relation, place in end.links:
            target = others[relation].target if relation in others else place
            if target:
                remark(remarks, cell, f"link: {target}", what)
        for other in others.values():
            if other.kind == "comments":
                for cell, text in comments(self._chunks(other.target), what):
                    remark(remarks, cell, f"comment: {text}", what)
        return remarks
