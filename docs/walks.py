"""Walks: two stretches of work at a real terminal, on invented files, drawn as the program shows them."""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import xlsxwriter
from openpyxl import load_workbook
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.plates import plate  # noqa: E402 - the tests' photographs of invented plates

_WIDTH = 112
_MADE = datetime(2021, 3, 1, tzinfo=UTC)
_SVG = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: monospace; font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


class Terminal:
    """A folder with invented files, in which commands are run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.commands = 0

    def run(self, *words: str, lines: slice = slice(None)) -> str:
        """What a command prints, below the command as one would type it; of a long answer some lines."""
        env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "HOME": str(self.folder),
            "WITNESSMARK_HOME": str(self.folder / "home"),
            "WITNESSMARK_RECORDER": "A. Vale",
            "SOURCE_DATE_EPOCH": str(int(_MADE.timestamp()) + self.commands),
            "COLUMNS": str(_WIDTH),
            "FORCE_COLOR": "1",
            "TERM": "xterm-256color",
        }
        self.commands += 1
        command = [sys.executable, "-m", "witnessmark", *words]
        done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")
        shown = done.stdout.rstrip("\n").split("\n")[lines]
        typed = " ".join(f'"{word}"' if " " in word else word for word in words)
        return "\n".join([f"$ witnessmark {typed}", *map(_without_digests, shown), ""])


def _without_digests(line: str) -> str:
    """Ids rest on a key of the machine, or on digests of files that libraries write: in a picture they are dots.

    One digest in a hundred begins with ten digits; a longer number without a letter is a number.
    """
    digest = r"(?:\b|(?<=m))(?:[0-9a-f]{10}|(?=[0-9]*[a-f])[0-9a-f]{11,64})\b"
    return re.sub(digest, lambda found: "·" * min(10, len(found[0])), line)


def drawn(title: str, *shown: str) -> str:
    """Text with the colours of a terminal, as a picture."""
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi("\n".join(shown).rstrip("\n")), soft_wrap=True)
    name = re.sub(r"[^a-z]+", "-", title.casefold())
    return console.export_svg(title=title, theme=DIMMED_MONOKAI, code_format=_SVG, unique_id=name)


def _list(path: Path, rows: Sequence[Sequence[object]], total: int) -> None:
    """A ministry's list as one gets it: a title, headings over two rows, dates as numbers, a total, a footer."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": _MADE.replace(tzinfo=None)})
    sheet, bold = book.add_worksheet("Saisies 2019"), book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range(0, 0, 0, 7, "Ministère de l'Intérieur d'Examplie — armes saisies, 2019", bold)
    sheet.merge_range(2, 0, 2, 3, "Arme", bold)
    sheet.merge_range(2, 4, 2, 6, "Saisie", bold)
    headings = ("N°", "Type", "Calibre", "N° de série", "Date", "Lieu", "Unité saisissante", "Observations")
    for place, heading in enumerate(headings):
        sheet.write(3, place, heading, bold)
    for number, row in enumerate(rows, start=4):
        for place, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(number, place, value, day)
            else:
                sheet.write(number, place, value)
    sheet.write(4 + len(rows), 0, "Total")
    sheet.write(4 + len(rows), 3, total)
    sheet.write(6 + len(rows), 0, "Établi à Villenord le 12 janvier 2020")
    book.close()


def _rows(third: object, fourth: str) -> list[list[object]]:
    days = [datetime(2019, 12, 3) + timedelta(days=n) for n in range(4)]  # noqa: DTZ001 - a spreadsheet's day
    guard, army = "Garde des frontières", "Armée d'Examplie"
    return [
        [1, "AKM", "7,62x39", "KB 1203", days[0], "Villenord", guard, "bon état"],
        [2, "AKMS", "7,62x39", "KP 0417 86", days[1], "Villenord", guard, ""],
        [3, "FAL", "7,62x51", third, days[2], "Villesud", army, "rouillé"],
        [4, "AKM", "7,62x39", fourth, days[3], "Villesud", army, ""],
    ]


@cache
def spreadsheet() -> dict[str, str]:
    """From an unknown spreadsheet to a clean case: four pictures."""
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(Path(folder))
        path = Path(folder) / "saisies-2019.xlsx"
        _list(path, _rows(12345678901234567, "KB 12O5"), 4)
        proposed = terminal.run("map", path.name, "-o", "saisies.toml")
        made = terminal.run("new", "north.case", "--title", "Seizures in Examplia")
        taken = terminal.run(
            "import", path.name, "--into", "north.case", "-m", "saisies.toml", "--yes", lines=slice(-24, None)
        )
        _list(path, _rows("1234567", "KB 1205"), 4)
        again = terminal.run(
            "import", path.name, "--into", "north.case", "-m", "saisies.toml", "--yes", lines=slice(0, 32)
        )
        traced = terminal.run("trace", "north.case", "KB 1205", lines=slice(0, 28))
        return {
            "images/walk-map.svg": drawn("A list that nobody of us has seen", proposed),
            "images/walk-import.svg": drawn("Into a case", made, taken),
            "images/walk-corrected.svg": drawn("The ministry sends a corrected list", again),
            "images/walk-trace.svg": drawn("One weapon of it", traced),
        }


_PLATES = (("KB 1203", 0), ("KB 1203", 1), ("KP 0417 86", 17), ("KP 0417 86", 18))
"""What stands on the photographed plates, and how many minutes after the first each was taken."""


def _photographs(folder: Path) -> None:
    folder.mkdir()
    rng = np.random.default_rng(7)
    for number, (text, minutes) in enumerate(_PLATES, start=1):
        taken = datetime(2019, 12, 3, 10, 4) + timedelta(minutes=minutes)  # noqa: DTZ001 - a camera knows no zone
        (folder / f"IMG_{number:04}.JPG").write_bytes(plate(text, taken=taken, at=(12.5071, 41.2034), rng=rng))


def _filled(path: Path, answers: Sequence[dict[str, str]]) -> None:
    """Fill in a transcription sheet as a reader would, row by row."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    heading = next(
        n for n, row in enumerate(sheet.iter_rows(values_only=True), start=1) if row and "reading" in map(_word, row)
    )
    columns = {_word(cell.value): cell.column for cell in sheet[heading]}
    for number, answer in enumerate(answers, start=heading + 1):
        for name, value in answer.items():
            sheet.cell(number, columns[name]).value = value
    book.save(path)


def _word(value: object) -> str:
    return str(value or "").strip().casefold()


def _answers() -> Iterator[dict[str, str]]:
    for text, _ in _PLATES:
        yield {"item": f"rifle {text[:2]}", "mark": "serial", "reading": text, "region": "4,38,50,28"}


@cache
def photographs() -> dict[str, str]:
    """From a folder of photographs to documented items: three pictures."""
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(Path(folder))
        _photographs(Path(folder) / "card")
        made = terminal.run("new", "visit.case", "--title", "Visit to Villenord")
        added = terminal.run("evidence", "add", "visit.case", "card", "--by", "A. Vale", "--how", "card reader")
        sheet = terminal.run("evidence", "sheet", "visit.case", "--to", "sheets")
        _filled(Path(folder) / "sheets" / "transcription.xlsx", list(_answers()))
        taken = terminal.run("evidence", "take", "visit.case", "sheets/transcription.xlsx", "--reader", "A. Vale")
        shown = terminal.run("evidence", "show", "visit.case")
        verified = terminal.run("evidence", "verify", "visit.case", "--by", "A. Vale")
        terminal.run("export", "visit.case", "--level", "R2", "-o", "visit.html")
        kept = os.environ.get("WALK_KEEP")
        if kept:
            shutil.copytree(folder, kept, dirs_exist_ok=True)
        return {
            "images/walk-card.svg": drawn("A camera card", made, added),
            "images/walk-transcription.svg": drawn("What the pictures show", sheet, taken),
            "images/walk-evidence.svg": drawn("What there is now", shown, verified),
        }


PICTURES = {
    "images/walk-map.svg": spreadsheet,
    "images/walk-import.svg": spreadsheet,
    "images/walk-corrected.svg": spreadsheet,
    "images/walk-trace.svg": spreadsheet,
    "images/walk-card.svg": photographs,
    "images/walk-transcription.svg": photographs,
    "images/walk-evidence.svg": photographs,
}
"""Every picture, and the walk on which it is made."""


def picture(name: str) -> str:
    """One picture of a walk; each walk is gone once."""
    return PICTURES[name]()[name]
