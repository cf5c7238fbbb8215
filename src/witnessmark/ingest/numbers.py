"""Numbers: what a cell counts, as a plain decimal."""

import functools
import re

from witnessmark.ingest.template import Unreadable

_BLANKS = re.compile(r"[\s\u00a0\u2009\u202f'’]")
_PLAIN = re.compile(r"-?[0-9]{1,18}(\.[0-9]+)?")


@functools.lru_cache(maxsize=65536)
def as_number(text: str, decimal: str = ".") -> str:
    """A number without thousands' separators, which must stand before three digits each.

    >>> as_number("1 234,50", ","), as_number("12,345"), as_number("007")
    ('1234.5', '12345', '7')
    """
    other = "," if decimal == "." else "."
    plain = _BLANKS.sub("", text)
    whole, sign, rest = plain.partition(decimal)
    if other in whole:
        first, *groups = whole.lstrip("-").split(other)
        if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups):
            raise Unreadable(f"a number with {decimal!r} before its decimals", text)
        whole = whole.replace(other, "")
    found = f"{whole}.{rest}" if sign else whole
    if not _PLAIN.fullmatch(found):
        raise Unreadable(f"a number with {decimal!r} before its decimals", text)
    return _short(found)


def _short(text: str) -> str:
    negative, digits = text.startswith("-"), text.lstrip("-")
    whole, _, rest = digits.partition(".")
    whole, rest = whole.lstrip("0") or "0", rest.rstrip("0")[:6]
    found = f"{whole}.{rest}" if rest else whole
    return f"-{found}" if negative and found != "0" else found
