"""What servers give out of the form for telephones: ODK Central's archive, KoboToolbox's workbook, and damaged ones.

Headings, keys and names of files are those that the servers write: getodk/central-backend ``lib/data/briefcase.js`` and
kobotoolbox/formpack. ODK Briefcase wrote ``SET-OF-…`` columns besides; Central does not.

    python tests/support/odk_export.py FOLDER --seed 1 --count 6
"""

import argparse
import csv
import enum
import io
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import xlsxwriter

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support.submissions import PHOTOS, Answers, Submission, Thing, submissions

from witnessmark.ingest.form.pages import Form, form
from witnessmark.ingest.form.questions import NOTE, POINT, Asked, asked

TABLES = ("", "item", "mark", "more")
Cells = list[str | int]
_EPOCH = (1980, 1, 1, 0, 0, 0)
_KOBO = "https://kobo.examplia.example/api/v2/assets/aExamplia"
_AUDIT = "event,node,start,end\nform start,,1399973400000,\nform exit,,1399980600000,1399980600000\n"


class Defect(enum.StrEnum):
    """What can be wrong with an export; each has happened to somebody."""

    NONE = "none"
    TRUNCATED = "truncated"
    """Rows are cut; what is left states how many there were (``item_count``, ``mark_count``)."""
    MISSING_MEDIA = "missing-media"
    LOST_REPEATS = "lost-repeats"
    FILTERED = "filtered"
    """Some questions were left out when it was exported."""


@dataclass
class Table:
    """A table of an export."""

    name: str
    headings: list[str]
    rows: list[Cells] = field(default_factory=list)


def tables(
    filled: Sequence[Submission], made: Form, *, kobo: bool, grouped: bool | None = None, briefcase: bool = False
) -> dict[str, Table]:
    """The tables of an export by the name of their repeat; the main one has the empty name."""
    grouped = not kobo if grouped is None else grouped
    wanted = {name: _columns(name, kobo=kobo) for name in TABLES}
    found = {n: Table(n, [h for a in wanted[n] for h in _headings(a, kobo=kobo, grouped=grouped)]) for n in TABLES}
    for name, table in found.items():
        (_kobo_headings if kobo else _central_headings)(name, table, briefcase=briefcase)
    counters = dict.fromkeys(TABLES, 0)
    for number, each in enumerate(filled, start=1):
        for name, answers, keys in _lines(each):
            cells = [c for a in wanted[name] for c in _cells(a, answers, each, kobo=kobo)]
            counters[name] += 1
            more = _kobo_keys(name, each, number, counters, made) if kobo else _central_keys(name, each, keys, made)
            head = [_central_date(each.sent)] if name == "" and not kobo else []
            sets: Cells = [] if not briefcase or name == "more" else _sets(name, keys)
            found[name].rows.append([*head, *cells, *more, *sets])
    return found


def _columns(table: str, *, kobo: bool) -> list[Asked]:
    """Notes are no column of Kobo's; the audit stands among the metadata of Central."""
    return [a for a in asked() if a.table == table and not (a.question.type == NOTE and kobo) and
            not (a.question.type == "audit" and not kobo)]  # fmt: skip


def _headings(each: Asked, *, kobo: bool, grouped: bool) -> list[str]:
    name = each.question.name
    if kobo:
        path = "/".join(each.path) if grouped else name
        if each.question.type == POINT:
            return [path, *(f"_{name}_{part}" for part in ("latitude", "longitude", "altitude", "precision"))]
        return [path, f"{path}_URL"] if name in PHOTOS or each.question.type == "audit" else [path]
    inner = each.path[each.path.index(each.table) + 1 :] if each.table else each.path
    path = "-".join(inner) if grouped else name
    if each.question.type == POINT:
        return [f"{path}-{part}" for part in ("Latitude", "Longitude", "Altitude", "Accuracy")]
    return [path]


def _cells(each: Asked, answers: Answers, filled: Submission, *, kobo: bool) -> Cells:
    name = each.question.name
    if each.question.type == POINT:
        parts = ["", "", "", ""] if filled.at is None else [*map(str, filled.at), "0.0", "4.8"]
        return [" ".join(parts).strip(), *parts] if kobo else [*parts]
    value = "audit.csv" if each.question.type == "audit" else answers.get(name, "")
    if kobo and (name in PHOTOS or each.question.type == "audit"):
        return [value, f"{_KOBO}/data/{filled.i}/attachments/{value}" if value else ""]
    return [value]


def _lines(filled: Submission) -> Iterator[tuple[str, Answers, tuple[str, str]]]:
    """Each row with its table, and the keys of the row above it and of its own as Central writes them."""
    yield "", filled.answers, ("", filled.instance)
    for number, thing in enumerate(filled.things, start=1):
        key = f"{filled.instance}/item[{number}]"
        yield "item", thing.answers, (filled.instance, key)
        for name, rows in (("mark", thing.marks), ("more", thing.more)):
            for inner, answers in enumerate(rows, start=1):
                yield name, answers, (key, f"{key}/{name}[{inner}]")


def _central_headings(name: str, table: Table, *, briefcase: bool) -> None:
    if name:
        table.headings += ["PARENT_KEY", "KEY"]
    else:
        table.headings.insert(0, "SubmissionDate")
        table.headings += ["meta-audit", "meta-instanceID", "meta-instanceName", "KEY", "SubmitterID", "SubmitterName"]
        table.headings += ["AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits"]
        table.headings += ["FormVersion"]
    if briefcase:
        table.headings += {"": ["SET-OF-item"], "item": ["SET-OF-mark", "SET-OF-more"]}.get(name, [])


def _sets(name: str, keys: tuple[str, str]) -> Cells:
    inner = {"": ("item",), "item": ("mark", "more")}.get(name, ())
    return [f"{keys[1]}/{each}" for each in inner]


def _central_date(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


def _central_keys(name: str, filled: Submission, keys: tuple[str, str], made: Form) -> Cells:
    if name:
        return list(keys)
    # The audit is an attachment, too, though it stands in a file of its own.
    attached = len(filled.media) + 1
    return ["audit.csv", filled.instance, filled.answers["instanceName"], filled.instance, 7, "Team telephone",
            attached, attached, "", "", "", 0, made.version]  # fmt: skip


_OF_A_SUBMISSION = ("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by",
                    "__version__", "_tags", "meta/rootUuid")  # fmt: skip


def _kobo_headings(name: str, table: Table, *, briefcase: bool) -> None:
    if name:
        table.headings += ["_index", "_parent_table_name", "_parent_index"]
        table.headings += [f"_submission_{heading}" for heading in _OF_A_SUBMISSION]
    else:
        table.headings += [*_OF_A_SUBMISSION, "_index"]


def _kobo_keys(name: str, filled: Submission, number: int, counters: dict[str, int], made: Form) -> Cells:
    own: Cells = [900 + number, filled.i, f"{filled.sent:%Y-%m-%dT%H:%M:%S}", "", "", "submitted_via_web", "team",
                  made.version, "", f"uuid:{filled.i}"]  # fmt: skip
    if not name:
        return [*own, counters[""]]
    parent = made.title if name == "item" else "item"
    return [counters[name], parent, counters["" if name == "item" else "item"], *own]


def central_zip(
    filled: Sequence[Submission], made: Form, *, defect: Defect = Defect.NONE, keep: int = 3, briefcase: bool = False
) -> bytes:
    """``submissions.csv.zip`` of ODK Central, with its media."""
    found = _damaged(tables(filled, made, kobo=False, briefcase=briefcase), defect, keep)
    files = {f"{made.form_id}{f'-{name}' if name else ''}.csv": _csv(table) for name, table in found.items()}
    audits = [f"{each.instance},{line}" for each in filled for line in _AUDIT.splitlines()[1:]]
    files[f"{made.form_id} - audit.csv"] = "\n".join(["instance ID,event,node,start,end", *audits, ""]).encode()
    media = {f"media/{name}": picture for each in filled for name, picture in each.media.items()}
    return _zip(files | _without_some(media, defect))


def kobo_book(
    filled: Sequence[Submission], made: Form, *, defect: Defect = Defect.NONE, keep: int = 3, grouped: bool = False
) -> bytes:
    """The workbook of KoboToolbox, XML values and headings, a sheet for each repeat."""
    found = _damaged(tables(filled, made, kobo=True, grouped=grouped), defect, keep)
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": datetime(*_EPOCH[:3])})  # noqa: DTZ001 - the least date of a ZIP
        for name, table in found.items():
            sheet = book.add_worksheet(name or made.title[:31])
            lines: list[Cells] = [[*table.headings], *table.rows]
            for row, cells in enumerate(lines):
                for column, cell in enumerate(cells):
                    if cell != "":
                        (sheet.write_string if isinstance(cell, str) else sheet.write_number)(row, column, cell)
    return file.getvalue()


def kobo_media(filled: Sequence[Submission], *, defect: Defect = Defect.NONE) -> bytes:
    """The archive of attachments that KoboToolbox gives out beside the workbook."""
    media = {f"team/attachments/aExamplia/{e.i}/{n}": picture for e in filled for n, picture in e.media.items()}
    return _zip(_without_some(media, defect))


def _damaged(found: dict[str, Table], defect: Defect, keep: int) -> dict[str, Table]:
    """Tables with a defect: those of repeats cut after so many rows, none of them, or without some columns."""
    match defect:
        case Defect.TRUNCATED:
            for name in TABLES[1:]:
                del found[name].rows[keep:]
        case Defect.LOST_REPEATS:
            return {"": found[""]}
        case Defect.FILTERED:
            for table in found.values():
                _leave_out(table, ("recover", "place_gps", "mark_text"))
        case _:
            pass
    return found


def _leave_out(table: Table, parts: Sequence[str]) -> None:
    kept = [n for n, heading in enumerate(table.headings) if not any(part in heading for part in parts)]
    table.headings = [table.headings[n] for n in kept]
    table.rows = [[row[n] for n in kept] for row in table.rows]


def _without_some(media: dict[str, bytes], defect: Defect) -> dict[str, bytes]:
    """Every third picture is gone, where media are missing."""
    if defect is not Defect.MISSING_MEDIA:
        return media
    return {name: picture for number, (name, picture) in enumerate(media.items()) if number % 3 != 1}


def _csv(table: Table) -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([table.headings, *table.rows])
    return file.getvalue().encode()


def _zip(files: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for name, payload in files.items():
            out.writestr(zipfile.ZipInfo(name, _EPOCH), payload)
    return archive.getvalue()


def things(filled: Sequence[Submission]) -> list[Thing]:
    """All things of some submissions."""
    return [thing for each in filled for thing in each.things]


def write(folder: Path, *, count: int, seed: int) -> list[Path]:
    """Every export, whole and with each defect, into a folder."""
    made, filled = form(), submissions(count, seed=seed)
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, bytes] = {"briefcase.zip": central_zip(filled, made, briefcase=True)}
    for defect in Defect:
        files[f"central-{defect}.zip"] = central_zip(filled, made, defect=defect)
        files[f"kobo-{defect}.xlsx"] = kobo_book(filled, made, defect=defect)
    files["kobo-grouped.xlsx"] = kobo_book(filled, made, grouped=True)
    files["kobo-media.zip"] = kobo_media(filled)
    files["kobo-media-missing.zip"] = kobo_media(filled, defect=Defect.MISSING_MEDIA)
    for name, payload in files.items():
        (folder / name).write_bytes(payload)
    return [folder / name for name in files]


if __name__ == "__main__":
    reading = argparse.ArgumentParser(description="Play the exports of servers for the form.")
    reading.add_argument("folder", type=Path)
    reading.add_argument("--seed", type=int, default=1)
    reading.add_argument("--count", type=int, default=6)
    chosen = reading.parse_args()
    for path in write(chosen.folder, count=chosen.count, seed=chosen.seed):
        sys.stdout.write(f"{path} {path.stat().st_size:,} bytes\n")
