"""Mangled: what a spreadsheet has made of a mark, in patterns that RE2 and Python read alike."""

import re

SCIENTIFIC = r"^\s*[0-9](?:[.,][0-9]+)?[eE][+-]?[0-9]{1,3}\s*$"
"""A number with an exponent: its last digits are lost."""
DECIMAL = r"^\s*[0-9]{3,}[.,]0+\s*$"
"""A number with a fraction of zero: zeros before it may be lost."""
DATED = (
    r"^\s*(?:(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9][ T][0-9]{2}:[0-9]{2}.*"
    r"|[0-3]?[0-9]-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-[0-9]{2,4})?"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-[0-9]{2})\s*$"
)
"""A date: of 3-12 it makes 03-Dec."""

_TO_DATE = "a mark; a spreadsheet has turned it into a date"
_TO_NUMBER = "a mark; a spreadsheet has turned it into a number and lost its last digits"
_TO_DECIMAL = "a mark; a spreadsheet has turned it into a decimal number"
_PATTERNS = ((re.compile(DATED), _TO_DATE), (re.compile(SCIENTIFIC), _TO_NUMBER), (re.compile(DECIMAL), _TO_DECIMAL))
_LOST = "the last are lost"
"""As the readers of spreadsheets note it; a comment on a cell can speak of digits, too."""


def wanted(text: str, form: str = "t", note: str = "") -> str:
    """What was wanted in place of a cell of which a spreadsheet has made something else; empty where it is a mark.

    ``form`` is the letter that a sheet gives the cell: e for an error, d for a date, n for a number.

    >>> wanted("03-Dec"), wanted("KB 04217"), wanted("#REF!", "e")
    ('a mark; a spreadsheet has turned it into a date', '', 'a mark, not an error of the spreadsheet')
    """
    if form == "e":
        return "a mark, not an error of the spreadsheet"
    if form == "d":
        return _TO_DATE
    if form == "n" and _LOST in note:
        return _TO_NUMBER
    return next((told for pattern, told in _PATTERNS if pattern.match(text)), "")
