"""Lookup sheet: what many readings can be, as a spreadsheet in which nothing is turned into a number or a formula."""

import io
from collections.abc import Iterable
from datetime import datetime

import xlsxwriter

from witnessmark.matching.resolving.resolve import Candidate, Resolved
from witnessmark.model.hidden import visible
from witnessmark.registers.facts import FACTS

_HEADINGS = (
    "reading",
    "answer",
    "probability",
    "in no register",
    "by accident",
    "register",
    *FACTS,
    "holder",
    "because",
)
_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - the least date of a ZIP; the same bytes for the same answers
_WIDE = 28


def sheet(answers: Iterable[tuple[str, Resolved]]) -> bytes:
    """One row for each candidate of the credible set of each reading, and for "in no register" where it is in it."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": _EPOCH})
        text = book.add_format({"num_format": "@"})
        share = book.add_format({"num_format": "0.0%"})
        page = book.add_worksheet("lookup")
        page.set_column(0, len(_HEADINGS) - 1, _WIDE, text)
        page.freeze_panes(1, 1)
        for column, heading in enumerate(_HEADINGS):
            page.write_string(0, column, heading, book.add_format({"bold": True}))
        row = 1
        for typed, resolved in answers:
            for answer, probability, candidate in _lines(resolved):
                for column, value in enumerate(_cells(typed, answer, candidate)):
                    page.write_string(row, column, _printable(value), text)
                page.write_number(row, 2, probability, share)
                page.write_number(row, 3, resolved.in_no_register, share)
                if candidate is not None:
                    page.write_number(row, 4, candidate.chance_rate)
                row += 1
    return file.getvalue()


def _printable(value: str) -> str:
    """What has no place in XML is shown by its number."""
    return visible(value.encode(errors="backslashreplace").decode())


def _lines(resolved: Resolved) -> Iterable[tuple[str, float, Candidate | None]]:
    for candidate in resolved.candidates[: resolved.credible]:
        yield candidate.mark, candidate.probability, candidate
    if resolved.credible_holds_none:
        yield "in no register", resolved.in_no_register, None


def _cells(typed: str, answer: str, candidate: Candidate | None) -> list[str]:
    facts = {} if candidate is None else candidate.facts
    registers = "" if candidate is None else ", ".join(dict.fromkeys(r.register for r in candidate.records))
    because = "" if candidate is None else "; ".join((*candidate.because, *candidate.against))
    return [typed, answer, "", "", "", registers, *(facts.get(f, "") for f in FACTS), facts.get("holder", ""), because]
