"""An invented case of any size for benchmarks: the same seed gives the same statements, and none of it is true."""

import random
from collections.abc import Iterator

from witnessmark.case.canonical import digest, encode
from witnessmark.model.decisions import Retraction
from witnessmark.model.happenings import (
    Manufacture,
    Recovery,
    RecoveryHow,
    Transfer,
    TransferKind,
    UserBasis,
)
from witnessmark.model.ids import PartyId, PlaceId, SourceId, StatementId, ThingId
from witnessmark.model.observations import MarkReading
from witnessmark.model.statement import Statement
from witnessmark.model.things import Item, Party, PartySort, Place, Precision, Source, SourceForm
from witnessmark.model.value import Content, Edtf

Pair = tuple[StatementId, bytes]

_MAKERS = ("Orlan Works", "Vesna Arsenal", "Kestrel Foundry", "Bor Machine Plant", "Ilmen Instruments")
_LANDS = ("Ardland", "Bevonia", "Cassara", "Doria", "Estmark")
_MODELS = ("R-41", "R-41M", "K-7 carbine", "LG-60 launcher", "P-9")


class _World:
    """What the statements of one case refer to."""

    def __init__(self, seed: int, count: int) -> None:
        self.chance = random.Random(seed)
        few = max(5, count // 200)
        self.sources = [self._pair(_source(n)) for n in range(few)]
        self.parties = [self._pair(_party(n)) for n in range(few)]
        self.places = [self._pair(_place(n)) for n in range(few)]

    def _pair(self, content: Content) -> Pair:
        payload = encode(Statement(content=content))
        return StatementId(digest(payload)), payload

    def source(self) -> SourceId:
        return SourceId(self.chance.choice(self.sources)[0])

    def party(self) -> PartyId:
        return PartyId(self.chance.choice(self.parties)[0])

    def place(self) -> PlaceId:
        return PlaceId(self.chance.choice(self.places)[0])

    def day(self, first: int, last: int) -> Edtf:
        year = self.chance.randint(first, last)
        month, day = self.chance.randint(1, 12), self.chance.randint(1, 28)
        precision = self.chance.random()
        if precision < 0.1:
            return Edtf(f"{year}")
        return Edtf(f"{year}-{month:02}" if precision < 0.3 else f"{year}-{month:02}-{day:02}")

    def said(self, content: Content, *, page: int) -> Pair:
        """A statement as a source makes it."""
        statement = Statement(content=content, source=self.source(), locator=f"p. {page}")
        payload = encode(statement)
        return StatementId(digest(payload)), payload


def _source(n: int) -> Source:
    return Source(
        name=f"Field report {n} of the invented mission to {_LANDS[n % len(_LANDS)]}",
        form=SourceForm.FIELD_DOCUMENTATION,
        publisher="Invented Arms Observatory",
        published=Edtf(f"20{n % 20:02}-06"),
    )


def _party(n: int) -> Party:
    sorts = (PartySort.STATE, PartySort.MAKER, PartySort.ARMED_FORCE, PartySort.ARMED_GROUP, PartySort.DEALER)
    return Party(name=f"Invented party {n}", sort=sorts[n % len(sorts)], country=_LANDS[n % len(_LANDS)])


def _place(n: int) -> Place:
    return Place(name=f"Invented town {n}", precision=Precision.TOWN, country=_LANDS[n % len(_LANDS)])


def statements(count: int, *, seed: int = 1) -> Iterator[Pair]:
    """So many statements: an item each with its making, one or two transfers, a mark reading and a recovery.

    One in two hundred of the rest is a correction and one a retraction, as in a case that people work on.
    """
    world = _World(seed, count)
    made = 0
    for pair in (*world.sources, *world.parties, *world.places):
        made += 1
        yield pair
    number = 0
    while made < count:
        number += 1
        for pair in _story(world, number):
            if made < count:
                made += 1
                yield pair


def _story(world: _World, number: int) -> Iterator[Pair]:
    chance = world.chance
    serial = f"{chance.choice('ABDEKM')}{chance.choice('ABDEKM')} {number:06}"
    model, maker = chance.choice(_MODELS), chance.choice(_MAKERS)
    land = chance.choice(_LANDS)
    item = world.said(
        Item(name=f"{model} {serial}", item_class="rifle", make=maker, model=model, calibre="7.62x39", country=land),
        page=number % 300,
    )
    yield item
    of = (ThingId(item[0]),)
    yield world.said(Manufacture(of=of, by=world.party(), when=world.day(1970, 1990)), page=number % 300)
    yield world.said(_transfer(world, of), page=number % 300)
    if chance.random() < 0.5:
        yield world.said(_transfer(world, of), page=number % 300)
    reading = MarkReading(
        of=of[0], text=serial, mark="serial", where="left of the receiver", script="latin", when=world.day(2005, 2020)
    )
    yield world.said(reading, page=number % 300)
    recovery = world.said(_recovery(world, of), page=number % 300)
    yield recovery
    yield from _second_thoughts(world, of, recovery[0])


def _transfer(world: _World, of: tuple[ThingId, ...]) -> Transfer:
    return Transfer(
        of=of,
        as_=world.chance.choice((TransferKind.EXPORT, TransferKind.DELIVERY, TransferKind.ISSUE, TransferKind.SALE)),
        from_=world.party(),
        to=world.party(),
        when=world.day(1985, 2012),
        place=world.place(),
    )


def _recovery(world: _World, of: tuple[ThingId, ...]) -> Recovery:
    return Recovery(
        of=of,
        by=world.party(),
        how=world.chance.choice((RecoveryHow.SEIZED, RecoveryHow.CAPTURED, RecoveryHow.FOUND)),
        when=world.day(2005, 2020),
        place=world.place(),
        previous_user=world.party(),
        previous_user_basis=UserBasis.CUSTODIANS_WORD,
        note="Documented by the invented mission; held by the custodian afterwards.",
    )


def _second_thoughts(world: _World, of: tuple[ThingId, ...], recovery: StatementId) -> Iterator[Pair]:
    fate = world.chance.random()
    if fate < 0.03:
        corrected = Statement(content=_recovery(world, of), supersedes=recovery, because="the day was misread")
        payload = encode(corrected)
        yield StatementId(digest(payload)), payload
    elif fate < 0.06:
        payload = encode(Statement(content=Retraction(of=recovery, by="An analyst", reason="Recorded twice.")))
        yield StatementId(digest(payload)), payload
