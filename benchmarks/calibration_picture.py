"""Calibration picture: what was said beside what was, as reliability diagrams in one SVG."""

import itertools
import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from witnessmark.reports.drawing import line, rect, text

Scored = tuple[float, bool]
"""The probability that was given to an answer, and whether it was right."""

_TENTHS = tuple(number / 10 for number in range(11))
_SIDE, _LEFT, _TOP, _BETWEEN = 340.0, 64.0, 74.0, 84.0
_STRIP, _STRIP_TOP = 64.0, 66.0
_HEIGHT = _TOP + _SIDE + _STRIP_TOP + _STRIP + 46
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_NORMAL = 1.96
_COLOURS = {
    "light": {"ink": "#1c2430", "soft": "#5a6675", "line": "#c9d0d8", "hold": "#2f6f9f", "faint": "#a9cbe2",
              "lane": "#f4f6f8"},
    "dark": {"ink": "#e6ebf1", "soft": "#a3afbd", "line": "#3d4854", "hold": "#6fb3e0", "faint": "#2d506a",
             "lane": "#1a222b"},
}  # fmt: skip
_RULES = (
    ".wm text{{fill:{ink}}}.wm .soft{{fill:{soft}}}.wm .lane{{fill:{lane}}}.wm .grid{{stroke:{line}}}"
    ".wm .axis{{stroke:{soft}}}.wm .hold{{fill:{hold}}}.wm .holdsoft{{fill:{faint}}}.wm .even{{stroke:{soft}}}"
)
_SHAPES = (
    '.wm text{font-family:"Source Sans 3","Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif}'
    ".wm .strong{font-weight:600}.wm .even{stroke-dasharray:4 3}"
)


class Bin(NamedTuple):
    """Answers that were given about the same probability."""

    low: float
    high: float
    answers: int
    said: float
    """The mean of what was said."""
    was: float
    """The share that was right."""
    least: float
    most: float
    """Within which the share lies, at 95 % (Wilson)."""


def bins(scored: Sequence[Scored], bounds: Sequence[float] = _TENTHS) -> Iterator[Bin]:
    """Answers by what was said; a bin without answers is left out."""
    for low, high in itertools.pairwise(bounds):
        inside = [(p, is_right) for p, is_right in scored if low < p <= high]
        if inside:
            said, was = statistics.mean(p for p, _ in inside), statistics.mean(r for _, r in inside)
            yield Bin(low, high, len(inside), said, was, *_interval(was, len(inside)))


def _interval(share: float, count: int) -> tuple[float, float]:
    square = _NORMAL**2 / count
    middle = (share + square / 2) / (1 + square)
    half = _NORMAL * math.sqrt(share * (1 - share) / count + square / (4 * count)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def picture(curves: Mapping[str, Sequence[Scored]]) -> str:
    """One panel for each curve, side by side."""
    width = _LEFT + len(curves) * (_SIDE + _BETWEEN) - _BETWEEN + 28
    told = "; ".join(
        f"{name}: "
        + ", ".join(f"said {each.said:.2f}, was {each.was:.2f} of {each.answers:,}" for each in bins(scored))
        for name, scored in curves.items()
    )
    body = [rect(0, 0, width, _HEIGHT, "lane", rounded=6)]
    for number, (name, scored) in enumerate(curves.items()):
        body.extend(_panel(_LEFT + number * (_SIDE + _BETWEEN), name, scored))
    head = Markup('<svg class="wm" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {:g} {:g}" role="img">').format(
        width, _HEIGHT
    )
    title = "Said against was: the probability of the likeliest weapon, and how often it was the right one"
    alt = Markup("<title>{}</title><desc>{}</desc>").format(title, told)
    return str(Markup("").join([head, alt, _style(), *body, Markup("</svg>\n")]))


def _style() -> Markup:
    """Colours for light and dark surroundings; without variables, which not every renderer knows."""
    dark = f"@media (prefers-color-scheme:dark){{{_RULES.format(**_COLOURS['dark'])}}}"
    return Markup("<style>{}</style>").format(Markup(_SHAPES + _RULES.format(**_COLOURS["light"]) + dark))  # noqa: S704 - our own text


def _panel(left: float, name: str, scored: Sequence[Scored]) -> Iterator[Markup]:
    bottom = _TOP + _SIDE
    yield text(left, 30, name, size=15, kind="strong")
    yield text(left, 50, f"{len(scored):,} readings; bars: 95 % interval of the share", size=12, kind="soft")
    yield from _axes(left, bottom)
    yield line(left, bottom, left + _SIDE, _TOP, "even")
    found = list(bins(scored))
    for each in found:
        x = left + each.said * _SIDE
        top, low = bottom - each.most * _SIDE, bottom - each.least * _SIDE
        yield rect(x - 1.5, top, 3, max(low - top, 1), "hold", rounded=1)
        yield Markup('<circle class="hold" cx="{:.1f}" cy="{:.1f}" r="4.5"/>').format(x, bottom - each.was * _SIDE)
    yield from _counts(left, bottom + _STRIP_TOP + _STRIP, found)


def _axes(left: float, bottom: float) -> Iterator[Markup]:
    for tick in _TICKS:
        x, y = left + tick * _SIDE, bottom - tick * _SIDE
        yield line(x, _TOP, x, bottom)
        yield line(left, y, left + _SIDE, y)
        yield text(x, bottom + 18, f"{tick:.1f}", size=12, anchor="middle", kind="soft")
        yield text(left - 8, y + 4, f"{tick:.1f}", size=12, anchor="end", kind="soft")
    yield text(left + _SIDE / 2, bottom + 38, "said: probability of the likeliest weapon", size=13, anchor="middle")
    words = text(0, 0, "was: share that was right", size=13, anchor="middle")
    yield Markup('<g transform="translate({:.1f} {:.1f}) rotate(-90)">{}</g>').format(
        left - 42, _TOP + _SIDE / 2, words
    )


def _counts(left: float, floor: float, found: Sequence[Bin]) -> Iterator[Markup]:
    """How many answers each bin holds; heights are logarithms, so that the few can be seen beside the many."""
    highest = math.log10(max((each.answers for each in found), default=1) + 1)
    yield line(left, floor, left + _SIDE, floor, "axis")
    for each in found:
        height = (_STRIP - 16) * math.log10(each.answers + 1) / highest
        x, width = left + each.low * _SIDE, (each.high - each.low) * _SIDE
        yield rect(x + 3, floor - height, width - 6, height, "holdsoft")
        yield text(x + width / 2, floor - height - 4, f"{each.answers:,}", size=10.5, anchor="middle")
    words = "readings by what was said (logarithmic)"
    yield text(left + _SIDE / 2, floor + 22, words, size=12, anchor="middle", kind="soft")
