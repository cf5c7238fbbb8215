"""The grammar of dates is our own; where the ``edtf`` library reads a date as well, both must mean the same days.

The library is a second reader and no oracle: it prints, trips over masks, and takes some days that do not exist.
"""

import contextlib
import io
from datetime import date
from random import Random

import edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.model.when import window

YEARS = ("2015", "2016", "201X", "20XX", "0001", "9999")
MONTHS = ("01", "02", "11", "12", "XX")
NUMBERS = ("01", "09", "10", "28", "29", "30", "31", "XX")
Ends = tuple[date | None, date | None]


def _leaf(random: Random) -> str:
    parts = [random.choice(YEARS), random.choice(MONTHS), random.choice(NUMBERS)]
    return "-".join(parts[: random.choice([1, 2, 3, 3])])


def typed(seed: int) -> str:
    """A date, an interval or a set, as one could type it."""
    random = Random(seed)  # noqa: S311 - a test that can be repeated
    form = random.choice(["{0}", "{0}", "{0}/{1}", "[{0},{1}]"])
    return form.format(_leaf(random), _leaf(random))


def ours(text: str) -> Ends | None:
    try:
        when = window(text)
    except ValueError:
        return None
    return when.lo, when.hi


def theirs(text: str) -> Ends | None:
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            tree = edtf.parse_edtf(text)
            return date(*tree.lower_strict()[:3]), date(*tree.upper_strict()[:3])
        except Exception:  # noqa: BLE001 - it raises whatever it trips over
            return None


@settings(max_examples=80)
@given(text=st.integers(0, 2**32 - 1).map(typed))
def test_where_both_readers_take_a_date_they_mean_the_same_days(text: str) -> None:
    mine, other = ours(text), theirs(text)
    assert mine is None or other is None or mine == other


def test_the_second_reader_takes_enough_to_be_worth_asking() -> None:
    texts = [typed(seed) for seed in range(60)]
    assert sum(ours(text) is not None and theirs(text) is not None for text in texts) > len(texts) / 3
