"""Submissions of the form for telephones, filled with an invented story; the same seed fills them alike."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
from tests.support.plates import REGION, plate

from witnessmark.ingest.form.questions import PHOTO, asked
from witnessmark.marks.reading import NOTATION

Answers = dict[str, str]
_FIRST = datetime(2014, 5, 13, 9, 30, tzinfo=UTC)
_FORCES = ("Orlan Guard", "Second Brigade of Examplia", "Border Service")
_USERS = ("Group X", "", "Northern Front")
_PLACES = (("Kestrel Crossing", 12.5071, 41.2034), ("Depot 4, east gate", -3.2518, 35.9912))
_WHAT = ("SA.ASLT", "SA.PIST", "AM.SCA")


@dataclass
class Thing:
    """A row of the things, with its marks and further photographs."""

    answers: Answers
    marks: list[Answers] = field(default_factory=list)
    more: list[Answers] = field(default_factory=list)


@dataclass
class Submission:
    """One filled form."""

    i: str
    """Its identifier, without ``uuid:``."""
    sent: datetime
    answers: Answers
    at: tuple[float, float] | None
    things: list[Thing] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)

    @property
    def instance(self) -> str:
        """Its identifier as a telephone writes it."""
        return f"uuid:{self.i}"

    def rows(self) -> Iterator[Answers]:
        """The answers of every table."""
        yield self.answers
        for thing in self.things:
            yield thing.answers
            yield from thing.marks
            yield from thing.more


PHOTOS = tuple(each.question.name for each in asked() if each.question.type == PHOTO)


def submissions(count: int, *, seed: int) -> list[Submission]:
    """So many filled forms: visits with finds, one without, one where nobody agreed, one where access was refused."""
    rng = np.random.default_rng(seed)
    return [_submission(number, rng) for number in range(count)]


def _submission(number: int, rng: np.random.Generator) -> Submission:
    day = _FIRST + timedelta(days=7 * number)
    place, latitude, longitude = _PLACES[number % len(_PLACES)]
    is_found, is_agreed = number % 4 != 2, number % 5 != 3
    made = Submission(
        i=str(uuid.UUID(bytes=rng.bytes(16), version=4)),
        sent=day + timedelta(hours=9),
        answers={
            "start": _stamp(day), "end": _stamp(day + timedelta(hours=2)), "today": f"{day:%Y-%m-%d}",
            "visit_date": f"{day:%Y-%m-%d}", "documented_by": f"T{number % 3 + 1}",
            "place_name": place, "place_country": "Examplia", "place_precision": "site", "place_radius": "50",
            "access": ("full", "partial", "refused")[number % 3],
            "sampling": ("unattributed", "attributed")[number % 2], "chosen_by": _FORCES[number % 3],
            "effort": "two people, three hours", "host": _FORCES[(number + 1) % 3],
            "any_item": "yes" if is_found else "no", "item_count": "0",
        },
        at=(latitude, longitude) if number % 2 == 0 else None,
    )  # fmt: skip
    if made.answers["access"] != "full":
        made.answers["access_refused"] = 'Two rooms; "not today", they said'
    if is_found:
        _consent(made, is_agreed=is_agreed)
        _fill(made, day, rng)
    made.answers["instanceName"] = f"{day:%Y-%m-%d} {made.answers['documented_by']} {len(made.things)}"
    return made


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _consent(made: Submission, *, is_agreed: bool) -> None:
    made.answers["consent_given"] = "yes" if is_agreed else "no"
    made.answers["consent_from"] = "duty officer of the store"
    if is_agreed:
        made.answers |= {"consent_level": "R1", "consent_conditions": "not before the summer"}
        made.answers["consent_until"] = "2014-09-01"


def _fill(made: Submission, day: datetime, rng: np.random.Generator) -> None:
    """Things with their marks; then a crate in which the last thing lay, and its packing list."""
    count = 2 + int(rng.integers(0, 3))
    made.things = [_thing(number, rng) for number in range(1, count + 1)]
    crate, paper = f"{count + 1}", f"{count + 2}"
    made.things[-1].answers |= {"inside_of": crate, "inside_number": crate}
    made.things += [_crate(crate), _paper(paper, crate)]
    seen = str(count + 5)
    made.answers |= {
        "seen_number": seen, "documented_number": str(count), "count_unit": "weapons",
        "seen_quantity": f"{seen} weapons", "documented_quantity": f"{count} weapons",
        "item_count": str(len(made.things)),
    }  # fmt: skip
    for number, thing in enumerate(made.things, start=1):
        _carry(made, thing, number)
        _photograph(made, thing, day + timedelta(minutes=11 * number), rng)


def _thing(number: int, rng: np.random.Generator) -> Thing:
    what = _WHAT[(number - 1) % len(_WHAT)]
    answers = {
        "item_tag": str(number), "item_sort": "lot" if what == "AM.SCA" else "item", "item_class": what,
        "country_claimed": "=Examplia" if number == 2 else "Examplia", "year_claimed": "198X",
        "recovering_force": _FORCES[number % 3], "recovery_how": ("seized", "captured", "cached")[number % 3],
        "recovery_date": ("2014-05", "2014-04-30", "2014~")[number % 3], "recovery_date_basis": "the guard's book",
        "recovery_place": "Kestrel Crossing", "recovery_place_precision": "town",
        "previous_user": _USERS[number % 3], "custodian": "Orlan Guard",
        "found_with": "tags 1, 2\nand a radio", "condition": "working, sling missing", "mark_state": "intact",
        "shot_left": "whole, left", "shot_right": "whole, right", "shot_context": "a rack",
        "any_more": "yes" if number == 1 else "no", "item_note": "",
    }  # fmt: skip
    if answers["previous_user"]:
        answers["previous_user_basis"] = "custodians-word"
    if what == "AM.SCA":
        answers |= {"quantity_number": "40", "quantity_bound": "about", "quantity_unit": "rounds"}
        answers |= {"quantity": "about 40 rounds", "calibre": "7.62x39", "shot_headstamp": "12:60 6:86"}
        del answers["shot_left"], answers["shot_right"]
        return Thing(answers, [_mark("headstamp", "60 86", rng, where="base of the case"), _mark("lot", "12-86", rng)])
    answers |= {"make": "other", "make_other": "Orlan Works", "model": "other", "model_other": "Orlan 7"}
    series = f"KB {int(rng.integers(1000, 9999)):05} 86"
    marks = [_mark("serial", series, rng, where="left of the receiver"), _mark("factory_symbol", "((10))", rng)]
    if number == 1:
        answers |= {"mark_state": "obliterated", "mark_state_method": "ground"}
        marks.append(_mark("property", "{obl:4}", rng, where="stock"))
    return Thing(answers, marks, [{"more_photo": "sling swivel", "more_shows": "other"}] if number == 1 else [])


def _crate(tag: str) -> Thing:
    answers = {
        "item_tag": tag, "item_sort": "container", "quantity_number": "1", "quantity_unit": "crates",
        "quantity": "1 crates", "container_form": "wooden crate",
        "container_text": 'ORLAN WORKS\nLOT 12-86\n"HANDLE"',
        "recovering_force": _FORCES[0], "recovery_how": "cached", "custodian": "Orlan Guard",
        "mark_state": "never-marked",
        "shot_crate": "ORLAN WORKS", "shot_label": "LOT 12-86", "any_more": "no",
    }  # fmt: skip
    return Thing(answers)


def _paper(tag: str, crate: str) -> Thing:
    return Thing({
        "item_tag": tag, "item_sort": "paper", "paper_form": "packing list", "paper_number": "PL-0086",
        "paper_text": "40 x 1000", "inside_of": crate, "inside_number": crate, "shot_paper": "PL-0086",
        "any_more": "no",
    })  # fmt: skip


def _mark(kind: str, text: str, rng: np.random.Generator, where: str = "") -> Answers:
    """A mark as somebody reads it: now and then with a sign in doubt."""
    read = text
    if kind == "serial" and rng.random() < 0.5:
        place = int(rng.integers(3, 8))
        read = f"{text[:place]}?{text[place + 1 :]}"
    return {
        "mark_kind": kind, "mark_where": where, "mark_clock": "12" if kind == "headstamp" else "", "mark_text": read,
        "mark_script": "latin", "mark_making": "stamped", "mark_wear": ("crisp", "worn")[int(rng.integers(0, 2))],
        "mark_method": "metal", "mark_photo": text, "mark_region": REGION, "mark_notation": NOTATION,
    }  # fmt: skip


def _carry(made: Submission, thing: Thing, number: int) -> None:
    """What a telephone works out: counts, numbers and what a row repeats of those above it."""
    day, by, given = (made.answers[name] for name in ("visit_date", "documented_by", "consent_given"))
    thing.answers |= {
        "mark_count": str(len(thing.marks)), "more_count": str(len(thing.more)), "item_number": str(number),
        "item_date": day, "item_by": by, "item_consent": given, "item_until": made.answers.get("consent_until", ""),
        "item_level": made.answers.get("consent_level", "R3"),
    }  # fmt: skip
    for mark in thing.marks:
        mark |= {"mark_item": str(number), "mark_date": day, "mark_by": by}
    for more in thing.more:
        more |= {"more_item": str(number), "more_date": day}


def _photograph(made: Submission, thing: Thing, first: datetime, rng: np.random.Generator) -> None:
    """Each photograph that was described is taken, and named as ODK Collect names it: by the millisecond."""
    taken = first
    for answers in (thing.answers, *thing.marks, *thing.more):
        for name in PHOTOS:
            if text := answers.get(name):
                taken += timedelta(seconds=37)
                answers[name] = f"{int(taken.timestamp() * 1000)}.jpg"
                made.media[answers[name]] = plate(text, taken=taken.replace(tzinfo=None), at=made.at, rng=rng)
