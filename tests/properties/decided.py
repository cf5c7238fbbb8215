"""Arbitrary small cases in which much is corrected, retracted, disclosed, embargoed and consented to.

They come from a seeded generator: what matters here is who names whom, and of that Hypothesis tries too little.
"""

from random import Random
from typing import Any

from hypothesis import strategies as st
from tests.properties.strategies import ABSENT

from witnessmark.case.canonical import statement_id
from witnessmark.model import decisions as d
from witnessmark.model.ids import SourceId, StatementId, ThingId
from witnessmark.model.observations import Photo
from witnessmark.model.statement import Statement
from witnessmark.model.things import Item, Source
from witnessmark.model.value import Content, Edtf

UNTIL = ("2015-12-19", "2015-12-20", "2015-12-21", "2015", "2014", "2015/..", "../2015", "", "soon")


def _content(random: Random, number: int, known: list[StatementId]) -> Content:
    choice = random.choice
    target = choice(known)
    signed: dict[str, Any] = {"by": "A. Vale", "reason": f"reason {number}"}
    of = tuple(random.sample(known, min(len(known), choice([1, 1, 2]))))
    match random.randrange(12):
        case 0:
            return d.CaseHeader(title=f"Case {number}", level=choice(list(d.Level)))
        case 1 | 2 | 3:
            return d.Retraction(of=target, **signed)
        case 4 | 5:
            return d.Disclosure(of=of, level=choice(list(d.Level)), **signed)
        case 6:
            return d.Embargo(of=of, until=Edtf(choice(UNTIL)), **signed)
        case 7:
            given = choice([d.ConsentGiven.YES, *d.ConsentGiven])
            return d.Consent(of=of, given=given, level=choice(list(d.Level)), **signed)
        case 8:
            return Photo(of=(ThingId(target),), caption=f"{number}")
        case 9:
            return Source(name=f"Source {number}", quotes=tuple(map(SourceId, of)))
        case _:
            return Item(name=f"Item {number}")


def build(seed: int) -> dict[StatementId, Statement]:
    """The case of a seed."""
    random = Random(seed)  # noqa: S311 - a test that can be repeated
    found: dict[StatementId, Statement] = {}
    for number in range(random.randrange(12)):
        known = [*found, *found, random.choice(ABSENT)]
        supersedes = random.choice([None, None, random.choice(known)])
        source = random.choice([None, None, SourceId(random.choice(known))])
        content = _content(random, number, sorted(set(known)))
        statement = Statement(content=content, supersedes=supersedes, source=source)
        found[statement_id(statement)] = statement
    return found


decided = st.integers(0, 2**32 - 1).map(build)
