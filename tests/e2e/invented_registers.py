"""Invented registers at the command line, and how answers are read."""

import csv
import io
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

from tests.e2e.running import User

HEADING = ("kind", "mark", "make", "model", "country", "event", "when", "holder")
MARKS = [f"{'KMT'[n % 3]}{'BXA'[n % 7 % 3]}{(n * 104_729 + 11) % 10**6:06}" for n in range(300)]
ROWS = [("serial", mark, "Orlania", ("AKM", "PKM")[n % 2], "Orlania", "made", str(1970 + n % 9), f"Depot {n}")
        for n, mark in enumerate(MARKS)]  # fmt: skip
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def as_csv(*rows: tuple[str, ...], heading: tuple[str, ...] = HEADING) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([heading, *rows])
    return text.getvalue().encode()


def added(user: User, *rows: tuple[str, ...], name: str = "made", file: str = "made.csv") -> Any:
    return user.run("register", "add", name, user.write(file, as_csv(*rows)), "--json").check().json


def looked_up(user: User, *words: str | Path) -> Any:
    return user.run("lookup", *words, "--json").check().json


def best(answer: Any) -> tuple[str, float]:
    first = answer["resolved"]["candidates"][0]
    return first["mark"], first["probability"]


def none(answer: Any) -> float:
    return float(answer["resolved"]["in_no_register"])


def cells(path: Path) -> list[list[tuple[str, str]]]:
    """The cells of the first sheet, each with its type; a formula would be of the type ``f``."""
    with zipfile.ZipFile(path) as book:
        shared = ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - we wrote it
        texts = ["".join(t.text or "" for t in item.iter(f"{SPREADSHEET}t")) for item in shared]
        page = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - we wrote it
    rows = []
    for row in page.iter(f"{SPREADSHEET}row"):
        told = []
        for each in row:
            kind, value = each.get("t", "n"), each.findtext(f"{SPREADSHEET}v") or ""
            kind = "f" if each.find(f"{SPREADSHEET}f") is not None else kind
            told.append((kind, texts[int(value)] if kind == "s" else value))
        rows.append(told)
    return rows
