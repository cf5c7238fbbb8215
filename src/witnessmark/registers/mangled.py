"""Mangled: what a spreadsheet has made of a mark, in patterns that RE2 and Python read alike."""

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
