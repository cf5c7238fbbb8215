"""Form questions: what the form for telephones asks, in which order, and under which names.

The last part of a name stands once in the whole form: it is what an import goes by, whatever a server puts before it.
No question asks for a private person's name, and none records which telephone it is or where it went.
"""

from collections.abc import Iterator
from typing import NamedTuple

from witnessmark.ingest.form.limits import PARTIAL_DATE, READING, REGION, TAG, YEAR, fits
from witnessmark.marks.reading import NOTATION

NOTE, TEXT, NUMBER, DATE, POINT, PHOTO, WORKED_OUT = "note", "text", "integer", "date", "geopoint", "image", "calculate"
_LINES = "multiline"
_SEARCH = "minimal autocomplete"
_WHOLE = "max-pixels=65535"
"""No camera has so many: the picture stays as it was taken."""
_A_COUNT = ". >= 0"


class Question(NamedTuple):
    """One question; its words stand in the table of words under its name."""

    name: str
    type: str = TEXT
    required: str = ""
    relevant: str = ""
    constraint: str = ""
    appearance: str = ""
    calculation: str = ""
    choice_filter: str = ""
    parameters: str = ""


class Group(NamedTuple):
    """Questions on one screen; or, where it repeats, a table of its own."""

    name: str
    of: "tuple[Question | Group, ...]"
    repeats: bool = False
    relevant: str = ""
    appearance: str = ""


class Asked(NamedTuple):
    """A question with the place at which it stands."""

    table: str
    """The innermost repeat around it; empty for what is asked once."""
    path: tuple[str, ...]
    """The names of the groups around it and its own, from the beginning of the form."""
    question: Question


def _one_of(
    name: str, choices: str, *, required: str = "", relevant: str = "", appearance: str = "minimal"
) -> Question:
    return Question(name, f"select_one {choices}", required=required, relevant=relevant, appearance=appearance)


def _photo(name: str, *, relevant: str = "") -> Question:
    return Question(name, PHOTO, relevant=relevant, parameters=_WHOLE)


def _named(name: str, *, choice_filter: str = "") -> tuple[Question, Question]:
    """A name of the catalogue, or another as somebody writes it."""
    picked = _one_of(name, f"{name}_name", relevant=_IS_GOODS, appearance=_SEARCH)
    return picked._replace(choice_filter=choice_filter), Question(f"{name}_other", relevant=f"${{{name}}} = 'other'")


_DATES = ("visit_date", "consent_until")


def _worked_out(name: str, calculation: str) -> Question:
    return Question(name, WORKED_OUT, calculation=calculation)


def _quantity(name: str, number: str, unit: str, bound: str = "") -> Question:
    """A quantity as the notation writes it, from a number, its unit and how exact it is."""
    hedge = f"if({bound} = '' or {bound} = 'exactly', '', concat({bound}, ' ')), " if bound else ""
    return _worked_out(name, f"if(string-length({number}) = 0, '', concat({hedge}{number}, ' ', {unit}))")


def _count(table: str, relevant: str) -> Question:
    """How many rows a table has of this one: a control total, by which a cut export is found out."""
    return _worked_out(f"{table}_count", f"if({relevant}, count(${{{table}}}), 0)")


def _carried(table: str, **of: str) -> tuple[Question, ...]:
    """What a row repeats of those above it, so that it can be read by itself."""
    return tuple(_worked_out(f"{table}_{name}", _plainly(source)) for name, source in of.items())


def _plainly(name: str) -> str:
    """A value as it was typed; telephones would else add a time of day to a date."""
    return f"format-date(${{{name}}}, '%Y-%m-%d')" if name in _DATES else f"${{{name}}}"


_IS_GOODS = "${item_sort} = 'item' or ${item_sort} = 'lot'"
_IS_ITEM = "${item_sort} = 'item'"
_IS_PACKAGE = "${item_sort} = 'container'"
_IS_PAPER = "${item_sort} = 'paper'"
_IS_NO_PAPER = "${item_sort} != 'paper'"
_IS_MANY = "${item_sort} = 'lot' or ${item_sort} = 'container'"
_IS_ANYTHING = "${any_item} = 'yes'"
_HAS_MARKS = f"{_IS_NO_PAPER} and ${{mark_state}} != 'never-marked'"
_HAS_MORE = "${any_more} = 'yes'"
_SAME_TAG = "../../item[thing/item_tag = current()/../thing/inside_of]"
_FIRST_WITH_THE_TAG = f"if(string-length(${{inside_of}}) = 0, '', min({_SAME_TAG}/item_number))"
"""The number of the thing that bears the tag: the place at which an import finds it."""
_IS_CARTRIDGE = "${item_class} = 'AM.SCA' or ${item_class} = 'AM.MCA'"

VISIT = Group(
    "visit",
    (
        Question("visit_date", DATE, required="yes", constraint=". <= today()"),
        Question("documented_by", required="yes"),
        Question("place_name"),
        Question("place_country"),
        _one_of("place_precision", "precision"),
        Question("place_gps", POINT),
        Question("place_radius", NUMBER, constraint=_A_COUNT),
        _one_of("access", "access", required="yes"),
        Question("access_refused", relevant="${access} = 'partial' or ${access} = 'refused'", appearance=_LINES),
        _one_of("sampling", "sampling"),
        Question("chosen_by"),
        Question("effort"),
        Question("seen_number", NUMBER, constraint=_A_COUNT),
        Question(
            "documented_number", NUMBER,
            constraint=". >= 0 and (string-length(${seen_number}) = 0 or . <= ${seen_number})",
        ),
        _one_of("count_unit", "unit", required="string-length(concat(${seen_number}, ${documented_number})) > 0"),
        _quantity("seen_quantity", "${seen_number}", "${count_unit}"),
        _quantity("documented_quantity", "${documented_number}", "${count_unit}"),
        Question("host"),
        _one_of("any_item", "yes_no", required="yes"),
        Question("visit_note", appearance=_LINES),
    ),
    appearance="field-list",
)  # fmt: skip

CONSENT = Group(
    "consent",
    (
        Question("consent_text", NOTE),
        _one_of("consent_given", "consent_given", required="yes"),
        _one_of("consent_level", "level", required="yes", relevant="${consent_given} = 'yes'"),
        Question("consent_from"),
        Question("consent_conditions", appearance=_LINES),
        Question("consent_until", DATE),
    ),
    relevant=_IS_ANYTHING,
    appearance="field-list",
)

_THING = Group(
    "thing",
    (
        Question("item_tag", required="yes", constraint=fits(TAG)),
        _one_of("item_sort", "item_sort", required="yes"),
        _one_of("item_class", "item_class", relevant=_IS_GOODS, appearance=_SEARCH),
        *_named("make"),
        *_named("model", choice_filter="item_class = 'any' or item_class = ${item_class}"),
        *_named("calibre"),
        Question("country_claimed", relevant=_IS_GOODS),
        Question("year_claimed", relevant=_IS_GOODS, constraint=fits(YEAR)),
        Question("quantity_number", NUMBER, relevant=_IS_MANY, constraint=". >= 1"),
        _one_of("quantity_bound", "bound", relevant=_IS_MANY),
        _one_of("quantity_unit", "unit", relevant=_IS_MANY, required="string-length(${quantity_number}) > 0"),
        _quantity("quantity", "${quantity_number}", "${quantity_unit}", "${quantity_bound}"),
        Question("container_form", relevant=_IS_PACKAGE),
        Question("container_text", relevant=_IS_PACKAGE, appearance=_LINES),
        Question("paper_form", relevant=_IS_PAPER),
        Question("paper_number", relevant=_IS_PAPER),
        Question("paper_text", relevant=_IS_PAPER, appearance=_LINES),
        Question("inside_of"),
    ),
    appearance="field-list",
)

_RECOVERY = Group(
    "recovery",
    (
        Question("recovering_force"),
        _one_of("recovery_how", "recovery_how"),
        Question("recovery_date", constraint=fits(PARTIAL_DATE)),
        Question("recovery_date_basis"),
        Question("recovery_place"),
        _one_of("recovery_place_precision", "precision"),
        Question("previous_user"),
        _one_of("previous_user_basis", "user_basis", relevant="string-length(${previous_user}) > 0"),
        Question("custodian"),
        Question("found_with"),
    ),
    relevant=_IS_NO_PAPER,
    appearance="field-list",
)

_STATE = Group(
    "state",
    (
        Question("condition", appearance=_LINES),
        _one_of("mark_state", "mark_state"),
        Question("mark_state_method", relevant="${mark_state} = 'obliterated' or ${mark_state} = 'altered'"),
    ),
    relevant=_IS_NO_PAPER,
    appearance="field-list",
)

_SHOTS = Group(
    "shots",
    (
        _photo("shot_left", relevant=_IS_ITEM),
        _photo("shot_right", relevant=_IS_ITEM),
        _photo("shot_headstamp", relevant=_IS_CARTRIDGE),
        _photo("shot_crate", relevant=_IS_PACKAGE),
        _photo("shot_label", relevant=_IS_PACKAGE),
        _photo("shot_paper", relevant=_IS_PAPER),
        _photo("shot_context"),
    ),
)

_MARK = Group(
    "mark",
    (
        _one_of("mark_kind", "mark_kind", required="yes"),
        Question("mark_where"),
        Question("mark_clock", NUMBER, relevant="${mark_kind} = 'headstamp'", constraint=". >= 1 and . <= 12"),
        Question("mark_text", required="yes", constraint=fits(READING)),
        _one_of("mark_script", "mark_script"),
        _one_of("mark_making", "making"),
        _one_of("mark_wear", "wear"),
        _one_of("mark_method", "mark_method"),
        _photo("mark_photo"),
        Question("mark_region", relevant="string-length(${mark_photo}) > 0", constraint=fits(REGION)),
        Question("mark_note"),
        _worked_out("mark_notation", f"'{NOTATION}'"),
        *_carried("mark", item="item_number", date="visit_date", by="documented_by"),
    ),
    repeats=True,
    relevant=_HAS_MARKS,
    appearance="field-list",
)

_MORE = Group(
    "more",
    (
        _photo("more_photo"), _one_of("more_shows", "shot"), Question("more_note"),
        *_carried("more", item="item_number", date="visit_date"),
    ),
    repeats=True,
    relevant=_HAS_MORE,
    appearance="field-list",
)  # fmt: skip

ITEM = Group(
    "item",
    (
        _THING, _RECOVERY, _STATE, _SHOTS, _MARK,
        _one_of("any_more", "yes_no"), _MORE,
        Question("item_note", appearance=_LINES),
        _count("mark", _HAS_MARKS), _count("more", _HAS_MORE),
        _worked_out("item_number", "position(..)"),
        _worked_out("inside_number", _FIRST_WITH_THE_TAG),
        *_carried("item", date="visit_date", by="documented_by", consent="consent_given", until="consent_until"),
        _worked_out("item_level", "if(${consent_given} = 'yes', ${consent_level}, 'R3')"),
    ),
    repeats=True,
    relevant=_IS_ANYTHING,
)  # fmt: skip

METADATA = (Question("start", "start"), Question("end", "end"), Question("today", "today"), Question("audit", "audit"))
"""When the form was filled, and what was changed in it; not by which telephone, nor along which way."""
CONTENT: tuple[Question | Group, ...] = (*METADATA, VISIT, CONSENT, ITEM, _count("item", _IS_ANYTHING))


def asked(content: tuple[Question | Group, ...] = CONTENT) -> Iterator[Asked]:
    """Every question in the order of the form.

    >>> next(a for a in asked() if a.question.name == "mark_text")[:2]
    ('mark', ('item', 'mark', 'mark_text'))
    """
    yield from _asked(content, "", ())


def _asked(content: tuple[Question | Group, ...], table: str, path: tuple[str, ...]) -> Iterator[Asked]:
    for each in content:
        if isinstance(each, Group):
            yield from _asked(each.of, each.name if each.repeats else table, (*path, each.name))
        else:
            yield Asked(table, (*path, each.name), each)
