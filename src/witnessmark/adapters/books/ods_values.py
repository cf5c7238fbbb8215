"""ODS values: what a cell of an OpenDocument spreadsheet says."""

import re
from collections.abc import Mapping

from witnessmark.adapters.books.bounds import LONGEST_NOTE
from witnessmark.adapters.books.number_formats import percent
from witnessmark.adapters.books.numerals import lost_digits, of_double
from witnessmark.adapters.books.serial_dates import clock, iso_of_text
from witnessmark.adapters.books.xlsx_values import Said

_TIME = re.compile(r"PT(\d{1,6})H(\d{1,6})M(\d{1,6})(?:[.,](\d+))?S\Z", re.ASCII)
_FILLED = re.compile(r"0[0-9][0-9 ./-]*\Z")
_ERROR = re.compile(r"(?:#[A-Z/0?!]+|Err:\d+)\Z")


def said(attributes: Mapping[str, str], shown: str) -> Said:
    """What a cell says, by its attributes and the text that is shown in it."""
    kind = attributes.get("office:value-type") or attributes.get("calcext:value-type", "")
    text, form, note = _valued(kind, attributes, shown)
    formula = attributes.get("table:formula", "")
    if formula:
        written = formula.partition(":=")[2] or formula.lstrip("=")
        note = f"{note}; formula ={written[:LONGEST_NOTE]}".removeprefix("; ")
        if _ERROR.match(shown):
            return Said(shown, "e", note)
    return Said(text, form, note)


def _valued(kind: str, attributes: Mapping[str, str], shown: str) -> Said:
    match kind:
        case "float" | "percentage" | "currency":
            return _number(attributes.get("office:value", ""), shown, kind, attributes.get("office:currency", ""))
        case "date":
            date = iso_of_text(attributes.get("office:date-value", ""))
            return Said(date, "d", _partial(date, shown)) if date else Said(shown, "t")
        case "time":
            return _time(attributes.get("office:time-value", ""), shown)
        case "boolean":
            says = {"true": "TRUE", "false": "FALSE"}.get(attributes.get("office:boolean-value", ""))
            return Said(says, "b") if says else Said(shown, "t")
        case "error":
            return Said(shown, "e")
        case _:
            return Said(shown or attributes.get("office:string-value", ""), "t")


def _number(value: str, shown: str, kind: str, currency: str) -> Said:
    text = of_double(value)
    if text is None:
        return Said(shown or value, "e", "want a number, got this")
    notes = [lost_digits(text)]
    if kind == "percentage":
        notes.append(f"shown as {percent(text)}")
    elif _FILLED.match(shown) and shown != text and "." not in text:
        notes.append(f"shown as {shown[:LONGEST_NOTE]}")
    if currency:
        notes.append(f"in {currency[:3]}")
    return Said(text, "n", "; ".join(filter(None, notes)))


def _partial(date: str, shown: str) -> str:
    """A date that is shown without its year: what was typed may have been no date."""
    year = date[:4]
    if not shown or year in shown or re.search(rf"(?<![0-9]){year[2:]}(?![0-9])", shown):
        # A month and its year, without a day.
        numbers = re.findall("[0-9]+", shown)
        is_whole = len(numbers) != 1 or not shown
        return "" if is_whole else f"shown as {shown[:LONGEST_NOTE]}"
    return f"shown as {shown[:LONGEST_NOTE]}"


def _time(value: str, shown: str) -> Said:
    found = _TIME.match(value)
    if found is None:
        return Said(shown or value, "t")
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3])
    rest = int(f"{found[4] or 0:0<3}"[:3])
    return Said(clock(((hours * 60 + minutes) * 60 + seconds) * 1_000 + rest), "d")
