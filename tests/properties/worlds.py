"""Arbitrary small histories of a thing: every kind of event, rival tellings, judgements, lots, durations, papers.

They come from a seeded generator: Hypothesis's own choices are so often alike that few histories grew long.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st
from tests.properties.strategies import ABSENT

from witnessmark.case.canonical import statement_id
from witnessmark.case.fold import Case
from witnessmark.model import happenings as h
from witnessmark.model import things as t
from witnessmark.model.decisions import Judgement, Verdict
from witnessmark.model.ids import AuthorisationId, EventId, PartyId, ProgrammeId, StatementId, ThingId
from witnessmark.model.quantity import Quantity, Unit
from witnessmark.model.statement import Statement
from witnessmark.model.value import Content, Edtf

PARTIES = ("Orlan Works", "Army of Modavia", "Group of the North", "Vanport Police")
DATES = ("2013", "2014", "2015", "2016", "2017", "2015-06", "2015-12-12", "2016-02", "2015-12~", "2016?", "../2015",
"2016/..",
         "[2015-12-12,2015-12-15]", "", "", "")  # fmt: skip
MOST_EVENTS = 7

T = TypeVar("T")


@dataclass
class World:
    """What was said, of which thing, and in which statements its events stand."""

    statements: dict[StatementId, Statement] = field(default_factory=dict)
    events: list[StatementId] = field(default_factory=list)
    thing: StatementId = ABSENT[0]

    def say(self, content: Content, **fields: Any) -> StatementId:
        """Add a statement."""
        statement = Statement(content=content, **fields)
        i = statement_id(statement)
        self.statements[i] = statement
        return i

    @property
    def case(self) -> Case:
        """What stands of it."""
        return Case(self.statements)


@dataclass
class _Told:
    """What an event can name."""

    random: Random
    parties: Sequence[PartyId]
    things: Sequence[ThingId]
    paper: AuthorisationId

    def party(self) -> PartyId | None:
        return self.random.choice([*self.parties, *self.parties, None])

    def common(self) -> dict[str, Any]:
        of = (self.random.choice([*(5 * [self.things[0]]), *self.things]),)
        return {"of": of, "when": Edtf(self.random.choice(DATES))}

    def some(self, known: Sequence[T]) -> tuple[T, ...]:
        return tuple(self.random.sample(known, self.random.choice([0, 1, 1, 2])))

    def event(self) -> Content:
        choice = self.random.choice
        match self.random.randrange(14):
            case 0:
                return h.Manufacture(**self.common(), by=self.party())
            case 1:
                return h.Marking(**self.common(), by=self.party())
            case 2:
                return h.Loss(**self.common(), by=self.party())
            case 3 | 4:
                return h.Recovery(**self.common(), by=self.party(), previous_user=self.party())
            case 5:
                return choice([h.Deactivation, h.Destruction])(**self.common(), by=self.party())
            case 6 | 7:
                return h.Sighting(**self.common(), holder=self.party())
            case 8:
                result = choice(list(h.CheckResult))
                return choice(
                    [
                        h.StockCheck(**self.common(), holder=self.party()),
                        h.DeliveryCheck(**self.common(), at=self.party(), result=result),
                    ]
                )
            case _:
                return self.transfer()

    def transfer(self) -> h.Transfer:
        choice = self.random.choice
        return h.Transfer(
            **self.common(),
            from_=self.party(),
            to=self.party(),
            as_=choice(list(h.TransferKind)),
            allowed=choice([*(3 * [h.Allowed.UNKNOWN]), *h.Allowed]),
            passes=choice([*(4 * [h.Passes.CUSTODY]), *h.Passes]),
            via=self.some(self.parties)[:1],
            under=(self.paper,) if self.random.random() < 0.5 else (),
        )


def build(seed: int) -> World:
    """The world of a seed."""
    random = Random(seed)  # noqa: S311 - a test that can be repeated
    world = World()
    parties = [PartyId(world.say(t.Party(name=name))) for name in PARTIES]
    rifle = ThingId(world.say(t.Item(name="Rifle 4471")))
    other = ThingId(world.say(t.Item(name="Rifle of the cache")))
    lot = ThingId(world.say(t.Lot(name="Lot 12-88")))
    programme = ProgrammeId(world.say(t.Programme(name="Supply")))
    intended = tuple(random.sample(parties, random.choice([0, 1])))
    goods = ThingId(world.say(t.Consignment(name="Goods", programme=programme, intended=intended)))
    permits = tuple(random.sample(parties, random.choice([0, 1, 2])))
    covers: tuple[ThingId | ProgrammeId, ...] = random.choice([(rifle,), (programme,), ()])
    form = random.choice(list(t.AuthorisationForm))
    paper = AuthorisationId(world.say(t.Authorisation(name="Paper", form=form, permits=permits, covers=covers)))
    for inner, outer in random.sample([(rifle, lot), (rifle, goods), (lot, goods)], random.randrange(3)):
        world.say(h.Containment(inner=inner, outer=outer))
    if random.randrange(3) == 0:
        world.say(Judgement(left=rifle, right=other, verdict=Verdict.SAME, by="A. Vale", reason="looked"))
    told = _Told(random, parties, [rifle, lot, goods, other], paper)
    for number in range(random.randrange(MOST_EVENTS + 1)):
        supersedes = random.choice([*(9 * [None]), *world.events[-1:]])
        world.events.append(world.say(told.event(), locator=f"row {number}", supersedes=supersedes))
    _relate(random, world)
    world.thing = rifle
    return world


def _relate(random: Random, world: World) -> None:
    """Judgements of and durations between events."""
    if len(world.events) < 2:
        return
    for _ in range(random.choice([0, 0, 1, 2])):
        left, right = random.sample(world.events, 2)
        world.say(
            Judgement(left=left, right=right, verdict=random.choice(list(Verdict)), by="A. Vale", reason="looked")
        )
    for _ in range(random.choice([0, 1, 2])):
        start, end = random.sample(world.events, 2)
        lasted = Quantity(number=str(random.randrange(90)), unit=Unit.DAYS)
        world.say(h.Duration(from_=EventId(start), to=EventId(end), lasted=lasted))


worlds = st.integers(0, 2**32 - 1).map(build)
