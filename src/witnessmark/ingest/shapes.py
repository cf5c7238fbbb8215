"""Shapes: what rows can be that have columns of some roles: documented items, transfers, licences, deliveries."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from witnessmark.ingest.columns import DATES, NUMBERS, ColumnSeen
from witnessmark.ingest.sheet import column_name

Roles = Mapping[str, ColumnSeen]
_LABELS = 4
"""Columns in which the word for a total is looked for."""
_FIRST = 2
_LABELLED = frozenset({"goods", "item", "class", "model", "make", "from", "to", "end-destination", "country", "holder"})
"""What columns behind the first ones hold where a total can stand in them: in others it can be a code."""
_NOTHING = "n/a;na;-;?;unknown;none;n.d.;s.d."


class Shape(NamedTuple):
    """What rows are, in words and in what they make."""

    says: str
    makes: Callable[[Roles, str], Iterator[str]]


def shape_of(by_role: Roles) -> Shape:
    """The shape that fits best: the first whose roles are there."""
    for needs, shape in _SHAPES:
        if all(any(role in by_role for role in group) for group in needs):
            return shape
    return Shape("each row a note, as nothing better fits", _notes)


def quoted(text: str) -> str:
    """A string of TOML, which JSON's are."""
    return json.dumps(text, ensure_ascii=False)


def value(by_role: Roles, role: str) -> str:
    """The template of a role; empty where no column plays it."""
    column = by_role.get(role)
    if column is None:
        return ""
    match role:
        case _ if role in DATES:
            forms = f":{column.date_forms[0]}" if column.date_forms else ""
            return f"{{{role}|empty:{_NOTHING}|date{forms}}}"
        case _ if role in NUMBERS:
            return f"{{{role}|empty:{_NOTHING}|number{':,' if column.decimal == ',' else ''}}}"
        case "serial" | "serial-last" | "lot" | "mark" | "headstamp":
            return f"{{{role}|serial}}"
        case "from" | "to" | "end-destination" | "origin" | "via" | "previous-user":
            return f"{{{role}|empty:{_NOTHING}|state|group}}"
        case "country" | "country-of-make":
            return f"{{{role}|empty:{_NOTHING}|state}}"
        case "holder" | "recovered-by":
            return f"{{{role}|empty:{_NOTHING}}}"
        case _:
            return f"{{{role}}}"


def first(by_role: Roles, *roles: str) -> str:
    """The template of the first of some roles that is there."""
    return next((value(by_role, role) for role in roles if role in by_role), "")


def _make(kind: str, fields: Mapping[str, str], *, alias: str = "", once: str = "", if_: str = "") -> Iterator[str]:
    """One ``make``, without the fields of which nothing is known."""
    yield "[[table.make]]"
    yield f"kind = {quoted(kind)}"
    for name, text in (("as", alias), ("once", once), ("if", if_)):
        if text:
            yield f"{name} = {quoted(text)}"
    for name, text in fields.items():
        if text:
            yield f"set.{name} = {quoted(text)}"
    yield ""


def _party(by_role: Roles, role: str) -> Iterator[str]:
    if role in by_role:
        said = value(by_role, role)
        yield from _make("party", {"name": said}, alias="party", once=said)


def _parties(by_role: Roles, *roles: str) -> Iterator[str]:
    for role in roles:
        yield from _party(by_role, role)


def _to(by_role: Roles, role: str) -> str:
    return f"@party({value(by_role, role)})" if role in by_role else ""


def _place(by_role: Roles) -> Iterator[str]:
    if "place" in by_role or {"latitude", "longitude"} <= by_role.keys():
        at = "{latitude} {longitude}" if {"latitude", "longitude"} <= by_role.keys() else ""
        name = value(by_role, "place") or at
        country = value(by_role, "country")
        # Two places of one name in two countries are two.
        once = " ".join(filter(None, (name, country, at)))
        yield from _make("place", {"name": name, "country": country, "at": at}, alias="place", once=once, if_=name)


def _at_place(by_role: Roles) -> str:
    return "@place" if "place" in by_role or {"latitude", "longitude"} <= by_role.keys() else ""


def _source(by_role: Roles) -> Iterator[str]:
    said = first(by_role, "url", "source")
    if said:
        address = said if "url" in by_role else ""
        yield from _make("source", {"name": said, "address": address, "form": "other"}, alias="cited", once=said)


def _citing(by_role: Roles) -> str:
    return "@cited" if "url" in by_role or "source" in by_role else ""


def _about(by_role: Roles, note: str) -> dict[str, str]:
    """What is said of an item or of many alike."""
    name = " ".join(part for role in ("make", "model", "item", "goods", "class") if (part := value(by_role, role)))
    return {
        "name": (name or "thing") + (" {serial}" if "serial" in by_role else ""),
        "item-class": first(by_role, "class", "category"),
        "make": value(by_role, "make"),
        "model": first(by_role, "model", "item"),
        "calibre": value(by_role, "calibre"),
        "country": value(by_role, "country-of-make"),
        "note": note,
        "citing": _citing(by_role),
    }


def _items(by_role: Roles, note: str) -> Iterator[str]:
    yield from _source(by_role)
    yield from _place(by_role)
    yield from _parties(by_role, "recovered-by", "previous-user", "holder", "from", "to")
    yield from _make("item", _about(by_role, note), alias="thing")
    for role, mark in (("serial", "serial"), ("lot", "lot"), ("headstamp", "headstamp"), ("mark", "")):
        if role in by_role:
            fields = {"of": "@thing", "text": value(by_role, role), "mark": mark, "citing": _citing(by_role)}
            yield from _make("mark-reading", fields, if_=value(by_role, role))
    if "year-of-make" in by_role:
        fields = {"of": "@thing", "when": "{year-of-make|empty:" + _NOTHING + "|date}", "citing": _citing(by_role)}
        yield from _make("manufacture", fields, if_="{year-of-make|empty:" + _NOTHING + "}")
    yield from _photograph(by_role)
    yield from _happening(by_role)


def records(by_role: Roles) -> Iterator[str]:
    """The same rows for a register."""
    mark = next((role for role in ("serial", "lot") if role in by_role), None)
    if mark is None or "serial-last" in by_role:
        return
    yield "[[table.record]]"
    yield f"if = {quoted(value(by_role, mark))}"
    fields = {
        "kind": mark,
        "mark": value(by_role, mark),
        "make": value(by_role, "make"),
        "model": first(by_role, "model", "item"),
        "calibre": value(by_role, "calibre"),
        "country": value(by_role, "country-of-make"),
        "when": first(by_role, "date", "date-from"),
        "holder": first(by_role, "holder", "to"),
        "record": value(by_role, "record-id"),
        "note": value(by_role, "note"),
    }
    yield from (f"set.{name} = {quoted(text)}" for name, text in fields.items() if text)
    yield ""


def _happening(by_role: Roles) -> Iterator[str]:
    """What happened to the thing of a row: a change of hands where two are named, else that it was found or seen."""
    when, place, citing = first(by_role, "date", "date-from"), _at_place(by_role), _citing(by_role)
    if "from" in by_role and "to" in by_role:
        fields = {
            "of": "@thing",
            "from": _to(by_role, "from"),
            "to": _to(by_role, "to"),
            "when": when,
            "citing": citing,
        }
        yield from _make("transfer", fields)
    elif "holder" in by_role and "recovered-by" not in by_role:
        fields = {"of": "@thing", "holder": _to(by_role, "holder"), "when": when, "place": place, "citing": citing}
        yield from _make("sighting", fields)
    elif when or place or "recovered-by" in by_role:
        fields = {
            "of": "@thing", "by": _to(by_role, "recovered-by"), "when": when, "place": place,
            "previous-user": _to(by_role, "previous-user"), "citing": citing,
        }  # fmt: skip
        yield from _make("recovery", fields)


def _licences(by_role: Roles, note: str) -> Iterator[str]:
    yield from _source(by_role)
    yield from _parties(by_role, "from", "to", "end-destination")
    fields = {
        "name": "Licence {licence-number}",
        "form": "licence",
        "number": "{licence-number}",
        "issuer": _to(by_role, "from"),
        "permits": _to(by_role, "end-destination") or _to(by_role, "to"),
        "issued": first(by_role, "licence-date", "date"),
        "valid": first(by_role, "valid-until", "date-until"),
        "goods": first(by_role, "goods", "item", "category"),
        "note": "; ".join(part for part in (_said(by_role, "value", "currency", "quantity", "category"), note) if part),
        "citing": _citing(by_role),
    }
    yield from _make("authorisation", fields, alias="licence")


def _said(by_role: Roles, *roles: str) -> str:
    return "; ".join(f"{role} {{{role}}}" for role in roles if role in by_role)


def _transfers(by_role: Roles, note: str) -> Iterator[str]:
    yield from _source(by_role)
    yield from _parties(by_role, "from", "to", "end-destination")
    about = _about(by_role, note)
    quantity = f"{value(by_role, 'quantity')} weapons" if "quantity" in by_role else ""
    yield from _make("lot", about | {"quantity": quantity}, alias="thing")
    fields = {
        "of": "@thing", "from": _to(by_role, "from"), "to": _to(by_role, "to"),
        "when": first(by_role, "date", "date-from"), "citing": _citing(by_role),
    }  # fmt: skip
    yield from _make("transfer", fields)


def _holdings(by_role: Roles, note: str) -> Iterator[str]:
    yield from _source(by_role)
    yield from _place(by_role)
    yield from _parties(by_role, "holder", "recovered-by", "previous-user")
    yield from _make(
        "lot" if "quantity" in by_role else "item", _about(by_role, note) | _counted(by_role), alias="thing"
    )
    yield from _happening(by_role)


def _counted(by_role: Roles) -> dict[str, str]:
    return {"quantity": f"{value(by_role, 'quantity')} weapons"} if "quantity" in by_role else {}


def _notes(by_role: Roles, note: str) -> Iterator[str]:
    said = "; ".join([f"{role}: {{{role}}}" for role in by_role] + ([note] if note else []))
    yield from _make("note", {"heading": "Row {row}", "text": said or "{A}"})


_SHAPES: tuple[tuple[tuple[tuple[str, ...], ...], Shape], ...] = (
    ((("serial", "mark", "headstamp", "lot"),), Shape("each row a documented item with its marks", _items)),
    ((("licence-number",), ("goods", "item", "end-destination", "to")), Shape("each row a licence", _licences)),
    ((("from",), ("to",), ("goods", "item", "model", "class")), Shape("each row a transfer of goods", _transfers)),
    ((("item", "model", "class", "goods"),), Shape("each row a thing and who had it", _holdings)),
)


def skips(columns: Sequence[ColumnSeen]) -> Iterator[str]:
    """Rows of totals, by the word in one of the first columns; they state the sums."""
    by_role = {each.role: each for each in columns if each.role}
    states = [role for role in ("quantity", "value") if role in by_role]
    labels = (place for place, each in enumerate(columns[:_LABELS]) if place < _FIRST or each.role in _LABELLED)
    for place in labels:
        yield from (
            "[[table.skip]]",
            f"if = {quoted('{' + column_name(place) + '|total}')}",
            'because = "a row of totals"',
            "tell = true",
            *([f"states = {json.dumps(states)}"] if states else []),
            "",
        )


def _photograph(by_role: Roles) -> Iterator[str]:
    """The photograph of a row's thing, by the name of its file."""
    if "photo" in by_role:
        fields = {"of": "@thing", "digest": "{photo|media|lenient}", "caption": "{photo}"}
        yield from _make("photo", fields, if_="{photo}")


def totals(by_role: Roles) -> Iterator[str]:
    """Control totals that a table with these roles should have."""
    for role in ("record-id", "serial", "licence-number"):
        if role in by_role:
            yield from (
                "[[table.check]]",
                f'name = "{role} that repeats"',
                f"repeats = {quoted(value(by_role, role))}",
                "",
            )
    for role in ("quantity", "value"):
        if role in by_role:
            yield from ("[[table.figure]]", f'name = "{role}"', f"sum = {quoted(value(by_role, role))}", "")
