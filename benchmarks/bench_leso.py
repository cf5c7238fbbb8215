"""Real records: the serials of a federal programme's transfers to police forces, as a register and as finds.

    WITNESSMARK_REFERENCE_DATA=../shared python benchmarks/bench_leso.py [--examples 12] [--placeholders]

Sixteen state workbooks in five layouts (``data/us_leso`` of the reference data) are read with openpyxl (installed by
``make peers``) into a CSV file with the columns of a register: the serial as mark, the type in an item's name as model
(its whole name where it has none), state and agency as holder, stock number and item in the note. The program takes it
in as a register; every row is then asked as a find, once with its mark and model and once with its bare mark. Told are:
what was kept apart, serials that stand on more than one item, rows that repeat, answers for a person to read, and how
many candidates were made of records that speak of different items, which must be none. Cells that say NULL, NA, NONE or
N/A are taken for no serial; with ``--placeholders`` they are taken for serials, to see what the program makes of them.

Nothing of the data is kept: the register lies in a temporary folder, and answers are only printed.
"""

import argparse
import csv
import os
import re
import statistics
import sys
import tempfile
from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from witnessmark.adapters.machine import SystemClock
from witnessmark.adapters.shelf import FolderShelf
from witnessmark.app import registers
from witnessmark.app.lookup import Counter, LookedUp, looked_up
from witnessmark.bootstrap import Silent
from witnessmark.marks.keys import skeleton
from witnessmark.matching.resolving.resolve import Candidate

_ROOT = Path(__file__).resolve().parents[1]
_HEADINGS = {
    "State": "state", "Station Name (LEA)": "agency", "Agency Name": "agency", "County": "agency", "NSN": "stock",
    "Item Name": "item", "Quantity": "quantity", "Serial Number": "serial", "Ship Date": "shipped",
}  # fmt: skip
_LEAST_HEADINGS = 3
_NONE_STATED = ("NULL", "NA", "N/A", "NONE")
_TYPED = re.compile(r"TYPE=(\S+)")
_COLUMNS = ("kind", "mark", "model", "event", "when", "holder", "source", "record", "note")
_COVERAGE = 0.9
"""All that is asked is in the register; who asks cannot be so sure."""
_MOST_LISTED = 6


class Row(NamedTuple):
    """A row of a workbook; empty where it says nothing."""

    record: str
    """Its workbook, sheet and number."""
    serial: str
    item: str
    stock: str
    holder: str
    shipped: str
    quantity: str
    has_column: bool
    """Whether its sheet has a column for serials at all."""

    @property
    def model(self) -> str:
        """The type that the item's name states, or else the name."""
        typed = _TYPED.match(self.item)
        return typed[1] if typed else self.item.removeprefix("DESC=")


Answer = tuple[Row, LookedUp]


# -- reading the workbooks --------------------------------------------------------------------------------------------


def _rows(path: Path) -> Iterator[Row]:
    import openpyxl  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415

    for sheet in openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets:
        places: dict[str, int] = {}
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if places:
                row = _row(f"{path.stem} {sheet.title} {number}", path.stem, cells, places)
                if row.item and row.holder:  # sums and dates of printing stand below
                    yield row
            else:
                found = {_HEADINGS[cell]: place for place, cell in enumerate(cells) if cell in _HEADINGS}
                places = found if len(found) >= _LEAST_HEADINGS else {}


def _row(record: str, state: str, cells: Sequence[Any], places: Mapping[str, int]) -> Row:
    texts = {name: _text(cells[place]) for name, place in places.items() if place < len(cells)}
    agency = texts.get("agency", "")
    return Row(
        record=record, serial=texts.get("serial", ""), item=texts.get("item", ""), stock=texts.get("stock", ""),
        holder=f"{agency}, {texts.get('state') or state}" if agency else "", shipped=texts.get("shipped", ""),
        quantity=texts.get("quantity", ""), has_column="serial" in places,
    )  # fmt: skip


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell).strip()


def _sorted(rows: Sequence[Row], *, take: Callable[[Row], bool]) -> tuple[list[Row], Tally[str]]:
    """The rows that have a serial, and why the others have none."""
    kept, apart = [], Tally[str]()
    for row in rows:
        if not row.has_column:
            apart["the workbook has no column for serials"] += 1
        elif not row.serial:
            apart["the cell is empty"] += 1
        elif not take(row):
            apart[f"the cell says {row.serial.upper()}"] += 1
        else:
            kept.append(row)
    return kept, apart


def _write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for row in rows:
            source = f"{row.record.split(' ', 1)[0]}.xlsx"
            note = f"NSN {row.stock}; {row.item}; quantity {row.quantity}"
            event = "issued" if row.shipped else ""
            writer.writerow(
                ("serial", row.serial, row.model, event, row.shipped, row.holder, source, row.record, note)
            )  # fmt: skip


# -- asking the program -----------------------------------------------------------------------------------------------


def _added(folder: Path, rows: Sequence[Row]) -> Counter:
    """The rows as a register, ready to be asked."""
    _write(folder / "leso.csv", rows)
    shelf = FolderShelf(folder / "registers")
    added = registers.add(shelf, "leso", str(folder / "leso.csv"), SystemClock("0"), Silent())
    print(f"\n{added.rows:,} rows are in the register; the program kept {added.problems:,} apart")
    for each in added.first_problems:
        print(f"- row {each.row}: {each.column}: want {each.wanted}, got {each.got}")
    return Counter(shelf)


def _asked(counter: Counter, rows: Sequence[Row], stated: Callable[[Row], Mapping[str, str]]) -> list[Answer]:
    """The answers to every row as a find."""
    questions = [(row.serial, stated(row)) for row in rows]
    return list(zip(rows, looked_up(counter, questions, Silent(), coverage=_COVERAGE), strict=True))


def _is_own(candidate: Candidate, row: Row) -> bool:
    return any(record.facts.get("record") == row.record for record in candidate.records)


def _merged(answers: Sequence[Answer], by_record: Mapping[str, Row]) -> dict[tuple[str, ...], int]:
    """Candidates whose records speak of different items, by their records, with the number of their answers."""
    found = Tally[tuple[str, ...]]()
    for _, answer in answers:
        for candidate in answer.resolved.candidates:
            records = tuple(record.facts["record"] for record in candidate.records)
            if len({(by_record[each].stock, by_record[each].model) for each in records}) > 1:
                found[records] += 1
    return found


# -- telling ----------------------------------------------------------------------------------------------------------


def _tell_answers(name: str, answers: Sequence[Answer]) -> None:
    own = [next((c for c in found.resolved.candidates if _is_own(c, row)), None) for row, found in answers]
    first = sum(bool(found.resolved.candidates) and _is_own(found.resolved.candidates[0], row)
                for row, found in answers)  # fmt: skip
    credible = sum(any(_is_own(c, row) for c in found.resolved.candidates[: found.resolved.credible])
                   for row, found in answers)  # fmt: skip
    told = [each.probability for each in own if each is not None]
    several = sum(len(c.records) > 1 for _, found in answers for c in found.resolved.candidates)
    print(f"\n{name}: {len(answers):,} answers")
    print(f"- the own record is the likeliest in {first:,}, in the credible set of {credible:,}, told in {len(told):,}")
    if told:
        low = sorted(told)[len(told) // 100]
        print(f"- its probability: median {statistics.median(told):.4f}, hundredth {low:.4f}, least {min(told):.4f}")
    none = statistics.mean(found.resolved.in_no_register for _, found in answers)
    print(f"- in no register: {none:.4f} in the mean; candidates of more than one record: {several:,}")


def _tell_merged(name: str, merged: Mapping[tuple[str, ...], int], by_record: Mapping[str, Row]) -> None:
    print(f"\n{name}: {len(merged)} candidates are of records that speak of different items (must be 0)")
    for records, count in merged.items():
        print(f"- in {count:,} answers: {_listed([by_record[each] for each in records])}")


def _listed(rows: Sequence[Row]) -> str:
    told = "; ".join(f"{row.serial}: {row.item}, {row.stock}, {row.holder}" for row in rows[:_MOST_LISTED])
    return told + (f"; and {len(rows) - _MOST_LISTED} more" if len(rows) > _MOST_LISTED else "")


def _tell_examples(name: str, answers: Sequence[Answer], by_record: Mapping[str, Row], most: int) -> None:
    print(f"\n{name}: {len(answers):,}" + (f"; of them {most}" if len(answers) > most else ""))
    step = max(1, len(answers) // most)
    for row, found in list(answers)[::step][:most]:
        stated = f" {found.stated['model']}" if found.stated else ""
        print(f"\n  {found.typed}{stated} ({row.record}: {row.item})")
        for candidate in found.resolved.candidates[:4]:
            rows = [by_record[record.facts["record"]] for record in candidate.records]
            told = ", ".join(f"{each.record}: {each.item}, {each.stock}" for each in rows[:3])
            more = f" and {len(rows) - 3} more" if len(rows) > 3 else ""
            print(f"    {candidate.probability:.4f}  {candidate.mark}  {told}{more}; "
                  f"by accident {candidate.chance_rate:.3g}")  # fmt: skip
        resolved = found.resolved
        print(f"    {resolved.in_no_register:.4f}  in no register; {resolved.others} others "
              f"with {resolved.others_share:.4f}; credible set of {resolved.credible}")  # fmt: skip


def _alike(rows: Sequence[Row], spelling: Callable[[str], str]) -> list[list[Row]]:
    """Rows of one serial, of which there are several."""
    found = defaultdict(list)
    for row in rows:
        found[spelling(row.serial)].append(row)
    return [each for each in found.values() if len(each) > 1]


def _spelled(serial: str) -> str:
    return re.sub(r"[\s-]", "", serial.upper())


def _tell_rows(rows: Sequence[Row], kept: Sequence[Row], apart: Tally[str]) -> None:
    print(f"{len(rows):,} rows; {len(kept):,} with a serial")
    for reason, count in apart.most_common():
        print(f"- {count:,} without: {reason}")
    together = _alike(kept, _spelled)
    several = [each for each in together if len({row.stock for row in each}) > 1]
    repeats = sum(count - 1 for each in together for count in Tally(row.stock for row in each).values())
    folded = [each for each in _alike(kept, skeleton) if len({_spelled(row.serial) for row in each}) > 1]
    print(f"{len(several):,} serials stand on more than one item; {repeats:,} rows repeat serial and item; "
          f"{len(folded):,} times different serials look alike")  # fmt: skip
    for each in [*several, *folded]:
        print(f"- {_listed(each)}")
    many = [row for row in kept if row.quantity not in ("1", "")]
    print(f"{len(many):,} rows have one serial and a quantity above one")


def _tell_sorts(name: str, answers: Sequence[Answer], by_record: Mapping[str, Row], most: int) -> None:
    twice = {row.record for each in _alike([row for row, _ in answers], skeleton) for row in each}
    sorts: dict[str, list[Answer]] = {"serials that stand twice or look alike": [], "another is the likeliest": [],
                                      "the others": []}  # fmt: skip
    for row, found in answers:
        best = found.resolved.candidates[:1]
        is_first = bool(best) and _is_own(best[0], row)
        sort = 0 if row.record in twice else 2 if is_first else 1
        list(sorts.values())[sort].append((row, found))
    for told, chosen in sorts.items():
        _tell_examples(f"{name}, {told}", chosen, by_record, most)


_WAYS: Mapping[str, Callable[[Row], Mapping[str, str]]] = {
    "with mark and model": lambda row: {"model": row.model},
    "with the bare mark": lambda _: {},
}


def main() -> int:
    """Reads the workbooks, asks every row, and fails where different weapons were taken for one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=12)
    parser.add_argument("--placeholders", action="store_true", help="take NULL, NA and the like for serials too")
    asked = parser.parse_args()
    folder = Path(os.environ.get("WITNESSMARK_REFERENCE_DATA", _ROOT.parent / "shared")) / "data" / "us_leso"
    books = sorted(folder.glob("*.xlsx"))
    if not books:
        print(f"{folder} holds no workbooks; set WITNESSMARK_REFERENCE_DATA")
        return 1
    rows = [row for path in books for row in _rows(path)]
    kept, apart = _sorted(rows, take=lambda row: asked.placeholders or row.serial.upper() not in _NONE_STATED)
    _tell_rows(rows, kept, apart)
    by_record = {row.record: row for row in kept}
    is_whole = True
    with tempfile.TemporaryDirectory() as name:
        counter = _added(Path(name), kept)
        for told, stated in _WAYS.items():
            answers = _asked(counter, kept, stated)
            merged = _merged(answers, by_record)
            _tell_answers(told, answers)
            _tell_sorts(told, answers, by_record, asked.examples)
            _tell_merged(told, merged, by_record)
            is_whole = is_whole and not merged
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main())
