"""Columns: which role each column of an unknown table plays, by its heading and by what it holds."""

from collections.abc import Iterator, Mapping, Sequence

from witnessmark.errors import UsageError
from witnessmark.ingest.heading import Layout, folded
from witnessmark.ingest.numbers import as_number
from witnessmark.ingest.profile import Profile, profile, supports
from witnessmark.ingest.sheet import Row
from witnessmark.model.value import Result
from witnessmark.vocabulary.headings import Role, roles

DATES = frozenset({"date", "date-from", "date-until", "licence-date", "valid-until"})
PERSON = Role.PERSON.value
NUMBERS = frozenset({"quantity", "value"})
_BY_CONTENT = (PERSON, "country", "calibre", "model", "make", "photo", "url", "date", "serial")
_ENOUGH = 0.8
_SOME = 0.5
_ALONE = 2.0
"""Bits that it costs a role that only the lower of two headings names it."""
_VAGUE = frozenset({"class", "item", "goods", "model"})
"""Roles whose headings are also used for models: type, designation."""
_AGAINST = 3.0
"""Bits that it costs a role when what the column holds speaks against it."""


class ColumnSeen(Result, frozen=True, kw_only=True):
    """A column of an unknown table."""

    heading: str
    role: str
    """Empty where it is like none."""
    because: str
    example: str
    date_forms: tuple[str, ...] = ()
    decimal: str = ""


def seen(found_at: Layout, rows: Sequence[Row], stated: Mapping[str, str]) -> tuple[ColumnSeen, ...]:
    """The columns of a table with their roles, each role once; ``stated`` by a person, heading by heading."""
    headings = found_at.headings
    profiles = _settled([profile(*_column(rows, n)) for n in range(len(headings))])
    known = _stated(headings, stated)
    weighed = sorted(
        (
            (-bits, n, role, because)
            for n, heading in enumerate(headings)
            if n not in known
            for role, bits, because in _weighed(heading, found_at.lower[n], profiles[n])
        ),
    )
    found: dict[int, tuple[str, str]] = {n: (role, "somebody says so") for n, role in known.items()}
    taken = set(known.values())
    for _, n, role, because in weighed:
        if n not in found and (role not in taken or role == PERSON):
            found[n] = (role, because)
            taken.add(role)
    return tuple(_seen(heading, found.get(n, ("", "")), profiles[n]) for n, heading in enumerate(headings))


def _settled(profiles: list[Profile]) -> list[Profile]:
    """What one column leaves open, settled by the others where they agree: in one list people write alike."""
    signs = {each.decimal for each in profiles if each.is_decimal_sure}
    forms = {each.date_forms for each in profiles if len(each.date_forms) == 1}
    found = []
    for each in profiles:
        settled = each
        if each.doubtful_number and len(signs) == 1:
            settled = settled._replace(decimal=min(signs), doubtful_number="")
        if len(each.date_forms) > 1 and len(forms) == 1 and min(forms)[0] in each.date_forms:
            settled = settled._replace(date_forms=min(forms))
        found.append(settled)
    return found


def _stated(headings: Sequence[str], stated: Mapping[str, str]) -> dict[int, str]:
    found = {}
    places = {folded(heading): n for n, heading in reversed(list(enumerate(headings)))}
    for heading, role in stated.items():
        if folded(heading) not in places:
            raise UsageError(f"want a heading of {', '.join(map(repr, headings))}; got {heading!r}")
        if role and role not in set(Role):
            raise UsageError(f"{heading}: want a role of {', '.join(sorted(Role))}; got {role!r}")
        found[places[folded(heading)]] = role
    return found


def _column(rows: Sequence[Row], n: int) -> tuple[list[str], list[str]]:
    there = [row for row in rows if n < len(row.cells)]
    return [row.cells[n] for row in there], [row.forms[n] if n < len(row.forms) else "t" for row in there]


def _weighed(heading: str, lower: str, found: Profile) -> list[tuple[str, float, str]]:
    """Roles that a column can play, with bits and reason; what the lower heading says alone counts for less."""
    weighed: list[tuple[str, float, str]] = []
    told = [(each, each.bits) for each in roles(heading)]
    if lower != heading:
        told += [(each, each.bits - _ALONE) for each in roles(lower)]
    for each, own_bits in told:
        speaks = supports(found, each.role.value)
        bits = own_bits + (1.0 if speaks else 0.0) - (_AGAINST if speaks is False else 0.0)
        if bits > 0:
            against = "; what it holds speaks against it" if speaks is False else ""
            weighed.append((each.role.value, bits, each.because + against))
    if found.looks.get("model", 0.0) >= _SOME and any(role in _VAGUE for role, _, _ in weighed):
        part = round(100 * found.looks["model"])
        weighed.append(("model", max(bits for _, bits, _ in weighed) + 1, f"{part} % of its values are models"))
    by_content = [role for role in _BY_CONTENT if found.looks.get(role, 0.0) >= _ENOUGH]
    if not weighed and by_content and found.distinct > 1:
        part = round(100 * found.looks[by_content[0]])
        weighed.append((by_content[0], 1.0, f"{part} % of its values look like it"))
    return weighed


def _seen(heading: str, role: tuple[str, str], found: Profile) -> ColumnSeen:
    return ColumnSeen(
        heading=heading,
        role=role[0],
        because="; ".join(filter(None, (role[1], *_doubts(role[0], found)))),
        example="" if role[0] == PERSON else found.example[:60],
        date_forms=found.date_forms,
        decimal=found.decimal,
    )


def _doubts(role: str, found: Profile) -> Iterator[str]:
    """What nothing in the table settles, and how it is read; a person should know it."""
    if role == PERSON:
        yield "it can name people, so nothing of it is read"
    if role in NUMBERS and found.doubtful_number:
        number = as_number(found.doubtful_number, found.decimal)
        yield f"{found.doubtful_number} is read as {number}: nothing says what its sign stands for"
    if role in DATES and len(found.date_forms) > 1:
        first, *others = found.date_forms
        yield f"read as {first}: its values are dates as {' or '.join(others)}, too"
