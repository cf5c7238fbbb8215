"""Kinds: which format a file has, by what stands in it and never by its name."""

import re

from witnessmark.adapters.books.origin import Origin, refusal
from witnessmark.adapters.books.zipped import Archive

TABLES = "a table (CSV, XLSX, ODS, Parquet, JSON lines, GeoJSON, ZIP)"
_HEAD = 1 << 16
_BY_ENDING = {
    ".csv": ("csv",), ".tsv": ("csv",), ".tab": ("csv",), ".txt": ("csv",), ".xlsx": ("xlsx",), ".xlsm": ("xlsx",),
    ".xltx": ("xlsx",), ".ods": ("ods",), ".parquet": ("parquet",), ".pq": ("parquet",), ".jsonl": ("jsonl", "geojson"),
    ".ndjson": ("jsonl", "geojson"), ".json": ("jsonl", "geojson"), ".geojson": ("geojson",), ".zip": ("zip",),
    ".gz": ("gz",), ".xls": ("xls",),
}  # fmt: skip
_OLD_WORKBOOK = "a workbook of the old kind (.xls) or one with a password: open it, and save it as .xlsx without one"
_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_WORKBOOK), (b"\x09\x08\x10\x00\x00\x06\x05\x00", _OLD_WORKBOOK),
    (b"%PDF-", "a PDF: copy its tables into a spreadsheet"), (b"\xff\xd8\xff", "a photograph (JPEG)"),
    (b"\x89PNG", "a picture (PNG)"), (b"GIF8", "a picture (GIF)"), (b"SQLite format 3\0", "a database (SQLite)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive of the kind 7z: unpack it"), (b"Rar!", "an archive of the kind RAR: unpack it"),
    (b"BZh", "a file packed with bzip2: unpack it"), (b"\xfd7zXZ", "a file packed with xz: unpack it"),
    (b"\x28\xb5\x2f\xfd", "a file packed with zstd: unpack it"), (b"{\\rtf", "a text document (RTF)"),
)  # fmt: skip
_MARKUP = re.compile(rb"\s*(?:<\?xml|<!doctype|<html|<table|<head|<meta|<style|<\w+:)", re.IGNORECASE)
_PAGE = "a web page or XML, whatever its name: open it in a spreadsheet, and save it as .xlsx"
_FEATURE = re.compile(rb'"type"\s*:\s*"Feature(?:Collection)?"')
_WORD = "a text document: copy its tables into a spreadsheet"


def kind_of(origin: Origin) -> str:
    """The format of a file: csv, xlsx, ods, parquet, jsonl, geojson, zip or gz; ``UsageError`` where it is no table."""
    head = origin.head(_HEAD)
    if not head:
        raise refusal(origin.name, TABLES, "an empty file")
    for magic, got in _OTHERS:
        if head.startswith(magic):
            raise refusal(origin.name, TABLES, got)
    if head.startswith(b"PK"):
        return _of_archive(origin) if origin.is_seekable else "zip"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"\x1f\x8b"):
        return "gz"
    return _of_text(origin, head)


def _of_archive(origin: Origin) -> str:
    archive = Archive(origin)
    if archive.find("[Content_Types].xml"):
        if any(member.filename.lower().endswith("workbook.bin") for member in archive.members):
            raise refusal(origin.name, TABLES, "a workbook of the kind XLSB: open it, and save it as .xlsx")
        if archive.find("word/document.xml") or archive.find("ppt/presentation.xml"):
            raise refusal(origin.name, TABLES, _WORD)
        return "xlsx"
    if archive.find("xl/workbook.xml"):
        return "xlsx"
    said = archive.small("mimetype") if archive.find("mimetype") else None
    if said is not None and said.startswith(b"application/vnd.oasis.opendocument"):
        if b".spreadsheet" not in said:
            raise refusal(origin.name, TABLES, _WORD)
        return "ods"
    return "zip"


def _of_text(origin: Origin, head: bytes) -> str:
    # A mark at the beginning, and the zeros of encodings of two bytes, say nothing of the format.
    bare = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
    if _MARKUP.match(bare):
        raise refusal(origin.name, TABLES, _PAGE)
    text = bare.lstrip()
    if re.match(rb'\{\s*["}]', text) or re.match(rb'\[\s*\{\s*["}]', text):
        return "geojson" if _FEATURE.search(text[:4_096]) else "jsonl"
    return "csv"


def told_by_name(name: str, kind: str) -> str:
    """What a person should know where the ending of a file's name says something else than the file.

    >>> told_by_name("a.xlsx", "csv"), told_by_name("a.csv", "csv")
    ('its name ends in .xlsx, but it holds csv', '')
    """
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    known = _BY_ENDING.get(ending, (kind,))
    return "" if kind in known else f"its name ends in {ending}, but it holds {kind}"
