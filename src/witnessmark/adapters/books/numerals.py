"""Numerals: how a number of a file is written in full."""

import math
import re
from decimal import Decimal, InvalidOperation

from witnessmark.adapters.books.bounds import MOST_DIGITS

EXACT_DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""

_PLAIN = re.compile(r"-?[0-9]{1,15}\Z")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?\Z")


def of_double(text: str) -> str | None:
    """A number that a spreadsheet holds as a double, without exponent and without a fraction of zero; else ``None``.

    >>> of_double("7.6200000000000001"), of_double("1.23456789012345E+15"), of_double("12.0"), of_double("x")
    ('7.62', '1234567890123450', '12', None)
    """
    if _PLAIN.match(text):
        return text
    text = text.strip()
    # Python would read "1_000", "infinity" and digits of other scripts as numbers.
    if len(text) > MOST_DIGITS or not _NUMBER.match(text):
        return None
    value = float(text)
    if not math.isfinite(value):
        return None
    return full(repr(value))


def full(text: str) -> str:
    """A decimal as typed, without exponent and without a fraction of zero; as it is where that would be too long.

    >>> full("1e-07"), full("4.50"), full("100.0"), full("1E+3"), full("-0.0"), full("1e999999")
    ('0.0000001', '4.50', '100', '1000', '0', '1e999999')
    """
    if _PLAIN.match(text) and text[0] != "-" and (text[0] != "0" or len(text) == 1):
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS or len(text) > MOST_DIGITS:
        return text
    written = format(number, "f")
    if "." in written and not written.rpartition(".")[2].strip("0"):
        written = written.partition(".")[0]
    return "0" if written == "-0" else written


def lost_digits(text: str) -> str:
    """What a reader must know of a number that a spreadsheet cannot hold; empty where it can.

    >>> lost_digits("1234567890123456")
    'number of 16 digits: the last are lost'
    """
    if len(text) <= EXACT_DIGITS or "." in text:
        return ""
    digits = len(text.lstrip("-"))
    return f"number of {digits} digits: the last are lost" if digits > EXACT_DIGITS else ""
