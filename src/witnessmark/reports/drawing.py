"""Drawing: the few shapes that chains, timelines and axes are made of, as SVG text.

Every drawing is one self-contained ``<svg>``. Colours are CSS variables with a light and a dark value, so the same
drawing serves a page, a README and print. Nothing in it moves or loads.
"""

import calendar
import hashlib
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from witnessmark.model.hidden import visible

CHARACTER = 0.54
"""Width of an average character of a sans-serif face, as a share of its size."""

THEME = """
.wm{--ink:#1c2430;--soft:#5a6675;--line:#c9d0d8;--paper:#ffffff;--hold:#2f6f9f;--holdsoft:#a9cbe2;--date:#b3541e;
--gap:#8a94a0;--lane:#f4f6f8;--halo:#f4f6f8}
@media (prefers-color-scheme:dark){.wm{--ink:#e6ebf1;--soft:#a3afbd;--line:#3d4854;--paper:#12181f;--hold:#6fb3e0;
--holdsoft:#2d506a;--date:#f0a064;--gap:#7d8995;--lane:#1a222b;--halo:#1a222b}}
@media print{.wm{--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--hold:#2f6f9f;--holdsoft:#a9cbe2;--date:#b3541e;
--gap:#777;--lane:#fff;--halo:#fff}}
.wm text{font-family:"Source Sans 3","Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif;
fill:var(--ink);paint-order:stroke;stroke:var(--halo);stroke-width:3px;stroke-linejoin:round}
.wm .soft{fill:var(--soft);stroke:none}.wm .strong{font-weight:600}.wm .ref{fill:var(--hold)}
.wm .lane{fill:var(--lane)}.wm .grid{stroke:var(--line);stroke-width:1}.wm .axis{stroke:var(--soft);stroke-width:1}
.wm .hold{fill:var(--hold)}.wm .holdsoft{fill:var(--holdsoft)}.wm .date{fill:var(--date)}
.wm .rival{fill:none;stroke:var(--date);stroke-width:2}.wm .hatch{stroke:var(--gap);stroke-width:1.4}
.wm .fade{stop-color:var(--holdsoft)}
.wm .gapedge{fill:none;stroke:var(--gap);stroke-width:1;stroke-dasharray:4 3}
""".replace("\n", "")


@dataclass(frozen=True)
class Scale:
    """Days to pixels, linear."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Where a day lies; days outside the scale lie on its edge."""
        span = max(1, (self.last - self.first).days)
        share = (min(max(day, self.first), self.last) - self.first).days / span
        return round(self.left + share * (self.right - self.left), 1)


def fitted(days: Iterable[date], *, left: float, right: float, spare: float = 0.04) -> Scale | None:
    """A scale that holds all days with a little room; ``None`` where there is no day."""
    known = sorted(days)
    if not known:
        return None
    first, last = known[0], known[-1]
    room = timedelta(days=max(10, int((last - first).days * spare)))
    return Scale(_moved(first, -room), _moved(last, room), left, right)


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min


def ticks(scale: Scale, *, most: int = 9) -> list[tuple[date, str]]:
    """The days to mark on an axis: whole years, quarters or months, as many as can be read."""
    months = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200) if months / s <= most), 12000)
    start = (scale.first.year * 12 + scale.first.month - 1) // step * step
    marked = []
    for number in range(start, start + months + 2 * step, step):
        year, month = divmod(number, 12)
        if 1 <= year <= date.max.year:
            day = date(year, month + 1, 1)
            if scale.first <= day <= scale.last:
                marked.append((day, str(year) if step >= 12 else f"{calendar.month_abbr[month + 1]} {year}"))
    return marked


def svg(body: Iterable[Markup], *, width: float, height: float, title: str, description: str) -> Markup:
    """A drawing with its title and description for whoever cannot see it."""
    head = Markup('<svg class="wm" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="group">').format(
        _n(width), _n(height)
    )
    alt = Markup("<title>{}</title><desc>{}</desc>").format(visible(title), visible(description))
    drawn = Markup("").join(
        [head, alt, Markup("<style>{}</style>").format(Markup(THEME)), _PATTERN, *body, Markup("</svg>")]  # noqa: S704 - our own text
    )
    # A page holds several drawings, and an id may stand in it only once.
    own = hashlib.sha256(drawn.encode()).hexdigest()[:10]
    return Markup(str(drawn).replace('"wm-', f'"wm-{own}-').replace("#wm-", f"#wm-{own}-"))  # noqa: S704 - it was markup before


_PATTERN = Markup(
    '<defs><linearGradient id="wm-fade"><stop class="fade" offset="0"/>'
    '<stop class="fade" offset="1" stop-opacity="0"/></linearGradient>'
    '<pattern id="wm-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="hatch" x1="0" y1="0" x2="0" y2="7"/></pattern></defs>'
)


def rect(x: float, y: float, width: float, height: float, kind: str, *, rounded: float = 2) -> Markup:
    """A filled rectangle; the kind is its class."""
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>').format(
        kind, _n(x), _n(y), _n(max(width, 0)), _n(height), _n(rounded)
    )


def hatched(x: float, y: float, width: float, height: float) -> Markup:
    """An area of which nothing is known."""
    fill = Markup('<rect fill="url(#wm-hatch)" x="{}" y="{}" width="{}" height="{}" opacity="0.65"/>').format(
        _n(x), _n(y), _n(max(width, 0)), _n(height)
    )
    return fill + rect(x, y, width, height, "gapedge", rounded=0)


def fading(x: float, y: float, width: float, height: float) -> Markup:
    """A holding of which nobody says when it ended."""
    return Markup('<rect fill="url(#wm-fade)" x="{}" y="{}" width="{}" height="{}" rx="2"/>').format(
        _n(x), _n(y), _n(max(width, 0)), _n(height)
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str = "grid") -> Markup:
    """A straight line."""
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(kind, _n(x1), _n(y1), _n(x2), _n(y2))


def text(x: float, y: float, words: str | Markup, *, size: float = 13, anchor: str = "start", kind: str = "") -> Markup:
    """One line of text."""
    return Markup('<text x="{}" y="{}" font-size="{}" text-anchor="{}" class="{}">{}</text>').format(
        _n(x), _n(y), _n(size), anchor, kind, visible(words) if not isinstance(words, Markup) else words
    )


def linked(refs: Sequence[int], at: Markup) -> Markup:
    """A shape that leads to the first of the statements it rests on."""
    if not refs:
        return at
    words = "statement" if len(refs) == 1 else "statements"
    label = f"{words} {', '.join(map(str, refs))}"
    return Markup('<a href="#s{}" aria-label="{}">{}</a>').format(refs[0], label, at)


def marks(refs: Sequence[int], *, most: int = 4) -> str:
    """The numbers of statements, as they stand behind words."""
    shown = "".join(f"[{n}]" for n in refs[:most])
    return f"{shown}…" if len(refs) > most else shown


def interval_bar(scale: Scale, lo: date, hi: date, *, y: float, height: float, kind: str) -> Markup:
    """The days that something can lie in; a single day is still wide enough to see."""
    # The last day counts whole, so that one day has a width.
    start, end = scale.x(lo), scale.x(_moved(hi, timedelta(days=1)))
    width = max(end - start, 4.0)
    start = min(start, scale.right - width)
    return rect(start, y, width, height, kind)


def axis(scale: Scale, *, top: float, bottom: float) -> Markup:
    """Vertical rules at round dates, named along the top."""
    parts = [line(scale.left, top, scale.right, top, "axis")]
    for day, label in ticks(scale):
        x = scale.x(day)
        parts.append(line(x, top, x, bottom))
        anchor = "end" if x + width_of(label, 12) / 2 > scale.right + 8 else "middle"
        parts.append(text(x, top - 7, label, size=12, anchor=anchor, kind="soft"))
    return Markup("").join(parts)


def width_of(words: str, size: float) -> float:
    """About how wide a text will be."""
    return len(words) * size * CHARACTER


def wrapped(words: str, *, width: float, size: float, most: int = 2) -> list[str]:
    """The lines of a text that must not be wider; what does not fit ends in an ellipsis."""
    count = max(4, int(width / (size * CHARACTER)))
    return textwrap.wrap(words, count, max_lines=most, placeholder=" …") or [""]


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
