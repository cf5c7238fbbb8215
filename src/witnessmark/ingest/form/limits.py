r"""Form limits: what the form takes as typed, as patterns that a telephone checks while somebody types.

A telephone knows only regular expressions, and three programs read them: ODK Collect (Java), Enketo and Kobo
(JavaScript), our tests (Python). The patterns keep to what the three have in common: no groups with names or flags.
"""

from collections.abc import Iterator

from witnessmark.registers.placeholders import WORDS

_SPECIAL = r"[?*\[\]{}()<>/\\]"
_CHOICE = r"\[(?:\\[?*\[\]{}()<>/\\ ]|[^\[\]\\\s]){2,40}\]"
_TREATED = r"\{(?:obl|alt|ref)(?::(?:\?|[0-9]{1,2}))?\}"
_INSIDE = r"[^\[\]{}()<>/\\]"
_FRAMED = r"[^()\\{}<>/]{1,12}"
"""What may stand in a frame, which the notation counts; within it a choice must be closed, too."""
_IN_FRAME = rf"(?:{_INSIDE}|\[[^\[\]()\\{{}}<>/\s]{{2,12}}\])+"
_OVER = rf"\{{over:(?=[^{{}}]{{0,80}}\}})(?:{_INSIDE}|\\[?*\[\]()<>/\\]|{_CHOICE})*\}}"
_DOUBLE_CIRCLE = rf"\(\((?={_FRAMED}\)\)){_IN_FRAME}\)\)"
_CIRCLE = rf"\((?={_FRAMED}\)){_IN_FRAME}\)"
_DIAMOND = rf"<(?={_FRAMED}>){_IN_FRAME}>"
_TRIANGLE = rf"/(?=[^()\\{{}}<>/\s]{{1,12}}\\){_IN_FRAME}\\(?!{_SPECIAL})"
_PLAIN = r"[^\[\]{}()<>\\\x00-\x1f\x7f]"
_LONG_ENOUGH = 4
"""Letters from which on a word for "no mark" is refused: shorter ones, such as NA, are also codes of makers."""


def _in_any_case(word: str) -> Iterator[str]:
    r"""A word as a pattern that needs no flag.

    >>> "".join(_in_any_case("n/é"))
    '[nN]/[eéEÉ]'
    """
    for letter in word:
        spellings = {"é": "eé", "ú": "uú"}.get(letter, letter)
        capitals = "".join(c.upper() for c in spellings if c.upper() != c)
        yield f"[{spellings}{capitals}]" if spellings + capitals != letter else letter


def _no_mark() -> str:
    words = (word for word in WORDS if len(word) >= _LONG_ENOUGH or "/" in word)
    return "|".join("".join(_in_any_case(word)) for word in words)


READING = (
    rf"^(?=.{{1,400}}$)(?=.*[^\s\-–—._/|])(?![\s.]*(?:{_no_mark()})[\s.]*$)"
    rf"(?:{_PLAIN}|\\{_SPECIAL}|{_CHOICE}|{_TREATED}|{_OVER}|{_DOUBLE_CIRCLE}|{_CIRCLE}|{_DIAMOND}|{_TRIANGLE})+$"
)
r"""A mark in the notation of readings, with every sign of doubt closed.

The program itself takes whatever is typed. A telephone asks again where a bracket stays open, where there are only
dashes, or a word for a mark that there is not: the person who can look again stands in front of the thing.
"""

_DAY = r"[0-9]{2}[0-9X]{2}(?:-(?:0[1-9]|1[0-2]|XX)(?:-(?:0[1-9]|[12][0-9]|3[01]|XX))?)?[?~%]?"
PARTIAL_DATE = rf"^{_DAY}(?:/{_DAY})?$"
"""A day, month or year, or a stretch between two of them, in EDTF."""
YEAR = r"^[0-9]{2}[0-9X]{2}[?~%]?$"
"""A year, perhaps with digits that nobody could read."""
_HUNDREDTHS = r"(?:100|[0-9]{1,2})(?:\.[0-9]{1,2})?"
REGION = rf"^{_HUNDREDTHS}(?:,{_HUNDREDTHS}){{3}}$"
"""Left, top, width and height in hundredths of a picture."""
TAG = r"^\S(?:.{0,38}\S)?$"
"""What a team writes on a tag."""


def fits(pattern: str) -> str:
    """The condition, as a form writes it, that what was typed fits a pattern.

    >>> fits(YEAR)
    "regex(., '^[0-9]{2}[0-9X]{2}[?~%]?$')"
    """
    if "'" in pattern:
        raise ValueError(f"want a pattern without a quote, got {pattern!r}")
    return f"regex(., '{pattern}')"
