"""Agreement: whether what a picture says of its time and place fits what was set down of the find that it shows."""

from collections.abc import Iterator
from typing import NamedTuple

from witnessmark.case.fold import Case
from witnessmark.evidence.pieces import Piece, pieces, things_of
from witnessmark.evidence.places import Spot, metres, metres_between, spot, told
from witnessmark.matching.judgements import identity
from witnessmark.model.evidence import Evidence
from witnessmark.model.happenings import Recovery
from witnessmark.model.ids import StatementId, short
from witnessmark.model.observations import Visit
from witnessmark.model.problem import Problem, Severity
from witnessmark.model.things import Place, Precision
from witnessmark.model.when import When, readable

_SPARE = {
    Precision.UNKNOWN: 1_000.0,
    Precision.POINT: 1_000.0,
    Precision.SITE: 2_000.0,
    Precision.TOWN: 15_000.0,
    Precision.DISTRICT: 75_000.0,
    Precision.REGION: 250_000.0,
    Precision.COUNTRY: 2_000_000.0,
    Precision.SEA: 2_000_000.0,
}
"""Metres that a picture may lie from the coordinates of a place, where no radius is stated. The numbers are ours."""


class _Told(NamedTuple):
    """What was set down of a find: which statement, in words, the day and the place."""

    i: StatementId
    what: str
    when: When
    place: StatementId | None


def disagreements(case: Case) -> tuple[Problem, ...]:
    """What pictures say against what was set down of the finds that they show: notes, and no error of either.

    A clock or a position of a device can be wrong, and so can a form; which one is, a person must find out.
    """
    found = [problem for piece in pieces(case).values() for problem in disagreements_of(case, piece)]
    return tuple(sorted(found, key=lambda problem: (problem.source, problem.message)))


def disagreements_of(case: Case, piece: Piece) -> Iterator[Problem]:
    """The same of one piece of evidence."""
    finds = list(_finds(case, piece))
    for i, evidence in piece.evidence:
        for find in finds:
            for message in _against(case, evidence, find):
                yield Problem(source=short(i), message=message, severity=Severity.NOTE, statements=(i, find.i))


def _finds(case: Case, piece: Piece) -> Iterator[_Told]:
    things = {identity(case, thing) for thing in things_of(piece)}
    for i, recovery in case.of_kind(Recovery):
        if not any(identity(case, thing) in things for thing in recovery.of):
            continue
        if recovery.documented:
            yield _Told(i, "it was documented", readable(recovery.documented), None)
        visit = None if recovery.visit is None else case.content(recovery.visit, Visit)
        if visit is not None and recovery.visit is not None:
            yield _Told(recovery.visit, "it was documented on a visit", readable(visit.when), visit.place)
        yield _Told(i, "it was recovered", readable(recovery.when), recovery.place if visit is None else None)


def _against(case: Case, evidence: Evidence, find: _Told) -> Iterator[str]:
    taken = readable(evidence.taken)
    if find.what == "it was recovered":
        is_wrong = taken.certainly_before(find.when)
    else:
        is_wrong = taken.is_known and find.when.is_known and not taken.overlaps(find.when)
    if is_wrong:
        yield f"the picture says it was taken {evidence.taken}; {find.what} {find.when}"
    content = None if find.place is None else case.content(find.place, Place)
    here = spot(evidence.at) if isinstance(evidence.at, str) else None
    there = _spot_of(content)
    if content is not None and here is not None and there is not None:
        spare = metres(content.radius) if content.radius else None
        most = _SPARE[content.precision] if spare is None else spare
        distance = metres_between(here, there)
        if distance > most:
            yield f"the picture says it was taken {told(distance)} from where {find.what}; {told(most)} are allowed for"


def _spot_of(place: Place | None) -> Spot | None:
    return spot(place.at) if place is not None and isinstance(place.at, str) else None
