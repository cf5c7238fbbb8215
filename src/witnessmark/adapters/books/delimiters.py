"""Delimiters: by which character the cells of a text file are divided."""

import csv
import io
from collections import Counter

from witnessmark.adapters.books.bounds import LONGEST_LINE
from witnessmark.adapters.books.origin import refusal

CANDIDATES = ",;\t|:"
_NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_ROWS = 500
_SELDOM = {":": 0.5, "|": 0.9}
"""A colon divides times of day and addresses more often than cells."""


def asked(file: str, text: str) -> str:
    r"""A delimiter that was asked for, by its character or its name.

    >>> asked("a.csv", "tab"), asked("a.csv", ";")
    ('\t', ';')
    """
    delimiter = _NAMED.get(text.lower(), text)
    if len(delimiter) != 1 or delimiter in '"\r\n\0' or "\ud800" <= delimiter <= "\udfff":
        raise refusal(file, "one character as delimiter, or tab", repr(text[:40]))
    return delimiter


def delimiter_of(sample: str) -> str:
    r"""The delimiter by which most rows of a sample have the same number of cells, and more than one.

    A line ``sep=;`` at the beginning, by which a spreadsheet is told, counts more than any count.

    >>> delimiter_of("Sold abroad, by year;;\nmodel;number;price\nR-41;3;1,5\nR-7;4;2,5\n")
    ';'
    """
    first = sample.partition("\n")[0].strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == len("sep=?"):
        return first[-1]
    scores = {delimiter: _score(sample, delimiter) for delimiter in CANDIDATES}
    best = max(CANDIDATES, key=lambda delimiter: scores[delimiter])
    return best if scores[best] else ","


def _score(sample: str, delimiter: str) -> float:
    widths: Counter[int] = Counter()
    rows = csv.reader(io.StringIO(sample[:LONGEST_LINE], newline=""), delimiter=delimiter)
    try:
        for row in rows:
            if row:
                widths[len(row)] += 1
            if widths.total() >= _ROWS:
                break
    except csv.Error:
        return 0.0
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    width = max(wide, key=lambda some: (wide[some], some))
    # More cells win where as many rows agree: decimal commas divide every row of a table by semicolons in two.
    return wide[width] / widths.total() * (1 - 1 / width) * _SELDOM.get(delimiter, 1.0)
