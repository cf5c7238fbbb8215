"""Proposing: a mapping for an unknown table, from the roles of its columns. A person corrects it."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from witnessmark.ingest.columns import PERSON, ColumnSeen
from witnessmark.ingest.heading import folded
from witnessmark.ingest.shapes import quoted, records, shape_of, skips, totals
from witnessmark.ingest.sheet import ReadAs


class Proposal(NamedTuple):
    """The text of a mapping, and in one sentence what it makes of a row."""

    text: str
    says: str


def propose(
    name: str, columns: Sequence[ColumnSeen], *, sheet: str = "*", header: int, header_rows: int = 1, read: ReadAs
) -> Proposal:
    """A mapping for a table with these columns."""
    by_role = {each.role: each for each in columns if each.role not in {"", PERSON}}
    shape = shape_of(by_role)
    lines = [
        "# Proposed from the headings and what the columns hold; correct it before it is used.",
        "witnessmark-mapping = 1",
        f"name = {quoted(_slug(name))}",
        f"about = {quoted(f'{shape.says} (proposed for {name})')}",
        "",
        *_read(read),
        "[source]",
        'form = "table"          # or register, report, field-documentation, …: what kind of source it is',
        "",
        "[[table]]",
        f"sheet = {quoted(sheet)}",
        *([f"header = {header}", f"header-rows = {header_rows}"] if header_rows > 1 else []),
        *([f'key = "{{{_key(by_role)}}}"'] if _key(by_role) else []),
        f"needs = {json.dumps(_needs(by_role), ensure_ascii=False)}",
        *_persons(columns),
        "",
        "[table.columns]",
        *_columns(columns),
        "",
        *skips(columns),
        *shape.makes(by_role, _others(columns, shape.makes(by_role, ""))),
        *records(by_role),
        *totals(by_role),
    ]
    return Proposal("\n".join(lines) + "\n", shape.says)


def _read(read: ReadAs) -> list[str]:
    told = [
        f"{name} = {quoted(value)}"
        for name, value in (("delimiter", read.delimiter), ("encoding", read.encoding))
        if value
    ]
    return ["[read]", *told, ""] if told else []


def _columns(columns: Sequence[ColumnSeen]) -> Iterator[str]:
    for place, (each, heading) in enumerate(zip(columns, _told_apart(columns), strict=True)):
        if heading and each.role != PERSON:
            name = each.role or _other(place)
            hint = f"   # e.g. {each.example[:40]}" if each.example else ""
            yield f"{name} = [{quoted(heading)}]{_safe(hint)}"


def _persons(columns: Sequence[ColumnSeen]) -> list[str]:
    """The columns that can name people."""
    named = [heading for each, heading in zip(columns, _told_apart(columns), strict=True) if each.role == PERSON]
    told = ", ".join(map(quoted, named))
    return [f"persons = [{told}]   # nothing of these is read or kept; the file itself stays whole"] if named else []


def _told_apart(columns: Sequence[ColumnSeen]) -> list[str]:
    """The headings; of several alike each behind the first with its number, as mappings name them."""
    times: Counter[str] = Counter()
    found = []
    for each in columns:
        times[folded(each.heading)] += 1
        again = times[folded(each.heading)]
        found.append(each.heading if again == 1 or not each.heading else f"{each.heading}#{again}")
    return found


def _others(columns: Sequence[ColumnSeen], made: Iterable[str]) -> str:
    """What is said in columns of which nothing else is made, as a note, so that nothing is lost."""
    text = "\n".join(made)
    parts = []
    for place, each in enumerate(columns):
        name = each.role or _other(place)
        if each.heading and each.role != PERSON and not re.search(rf"\{{{re.escape(name)}[|}}]", text):
            parts.append(f"{_literal(each.heading)}: {{{name}}}")
    return "; ".join(parts)


def _other(place: int) -> str:
    return f"other-{place + 1}"


def _key(by_role: Mapping[str, ColumnSeen]) -> str:
    """What tells a row from others in a corrected file: the register's own number, or else the mark."""
    return next((role for role in ("record-id", "licence-number", "serial") if role in by_role), "")


def _needs(by_role: Mapping[str, ColumnSeen]) -> list[str]:
    order = ("serial", "lot", "licence-number", "from", "to", "item", "model", "goods", "class", "date", "mark")
    return [role for role in order if role in by_role][:3]


def _slug(name: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", name.rpartition("/")[2].partition(".")[0].casefold()).strip("-")
    return stem[:60] or "table"


def _safe(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]", " ", text)


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
