"""Numbers: what a cell counts, as a plain decimal."""

import functools
import re

from witnessmark.ingest.template import Unreadable

_BLANKS = " \u00a0\u2009\u202f'’"
_WHOLE, _DECIMALS = re.compile(r"-?[0-9]{1,18}"), re.compile(r"[0-9]+")
_GROUPED = re.compile(rf"-?[1-9][0-9]{{0,2}}(?:([.,{_BLANKS}])[0-9]{{3}})(?:\1[0-9]{{3}})*")
"""A whole number with one sort of sign before each three digits; of 0.125 nothing is grouped."""
_GROUPS = re.compile(rf"[.,{_BLANKS}]")


@functools.lru_cache(maxsize=65536)
def as_number(text: str, decimal: str = ".") -> str:
    """A number without thousands' separators, which must stand before three digits each.

    >>> as_number("1 234,50", ","), as_number("12,345"), as_number("007")
    ('1234.5', '12345', '7')
    """
    whole, sign, rest = text.strip().partition(decimal)
    if _GROUPED.fullmatch(whole):
        whole = _GROUPS.sub("", whole)
    # "12 5" is no 125, and "1.234" no 1234 where the point stands before decimals.
    if not _WHOLE.fullmatch(whole) or (sign and not _DECIMALS.fullmatch(rest)):
        raise Unreadable(f"a number with {decimal!r} before its decimals", text)
    return _short(f"{whole}.{rest}")


def _short(text: str) -> str:
    negative, digits = text.startswith("-"), text.lstrip("-")
    whole, _, rest = digits.partition(".")
    whole, rest = whole.lstrip("0") or "0", rest.rstrip("0")
    found = f"{whole}.{rest}" if rest else whole
    return f"-{found}" if negative and found != "0" else found
