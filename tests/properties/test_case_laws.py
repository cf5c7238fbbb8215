"""A case is a set: order of arrival does not matter, merging is union, nothing comes back to life by being cut."""

import hashlib
from datetime import date
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.properties.decided import decided
from tests.properties.strategies import ABSENT, sets, statements

from witnessmark.case.canonical import statement_id
from witnessmark.case.fold import Case, fold
from witnessmark.case.levels import IDS_FROM, cut, levels
from witnessmark.case.merkle import root
from witnessmark.case.plausibility import problems
from witnessmark.model.decisions import Level, Retraction
from witnessmark.model.fields import fields_of, references, sealed_values, texts
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import Statement
from witnessmark.model.things import Item, Party, Source

Statements = dict[StatementId, Statement]
TODAY = date(2015, 12, 20)
MANY = settings(max_examples=300)


def added(found: Statements, *more: Statement) -> Case:
    return Case({**found, **{statement_id(statement): statement for statement in more}})


def retraction(of: StatementId, reason: str = "erred") -> Statement:
    return Statement(content=Retraction(of=of, by="A. Vale", reason=reason))


# -- the set -------------------------------------------------------------------------------------------------


@given(found=sets(), data=st.data())
def test_the_fold_does_not_depend_on_the_order_of_arrival(found: Statements, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(list(found.items())))
    one, other = fold(found.items()), fold(shuffled)
    assert list(one.statements.items()) == list(other.statements.items())
    assert list(one.standing) == list(other.standing)
    assert problems(one) == problems(other)
    assert levels(one, as_of=TODAY) == levels(other, as_of=TODAY)


ids = st.binary(min_size=32, max_size=32).map(bytes.hex)


def naive_root(leaves: list[str]) -> str:
    """RFC 6962, 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").hexdigest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + bytes.fromhex(leaves[0])).hexdigest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = (bytes.fromhex(naive_root(part)) for part in (leaves[:split], leaves[split:]))
    return hashlib.sha256(b"\x01" + left + right).hexdigest()


@given(found=st.lists(ids, max_size=70, unique=True))
def test_the_root_is_that_of_rfc_6962(found: list[str]) -> None:
    assert root(found) == naive_root(sorted(found))


@given(one=st.sets(ids, max_size=20), other=st.sets(ids, max_size=20))
def test_merging_is_union(one: set[str], other: set[str]) -> None:
    assert root([*one, *other]) == root([*other, *one]) == root(one | other)
    assert (root(one) == root(other)) == (one == other)


@MANY
@given(found=decided, data=st.data())
def test_what_had_been_received_is_folded_as_if_there_were_nothing_else(found: Statements, data: st.DataObject) -> None:
    known = frozenset(data.draw(st.sets(st.sampled_from(sorted(found))))) if found else frozenset()
    case = fold(found.items(), known=known)
    assert case.statements == {i: s for i, s in sorted(found.items()) if i in known}


# -- corrections and retractions -----------------------------------------------------------------------------


@MANY
@given(found=decided)
def test_a_statement_stands_unless_it_is_retracted_or_gives_way_to_a_correction(found: Statements) -> None:
    case = Case(found)
    for i in found:
        hides = [r for r, s in found.items() if isinstance(s.content, Retraction) and s.content.of == i]
        assert case.is_retracted(i) == any(not case.is_retracted(r) for r in hides)
        if case.is_retracted(i):
            assert i not in case.standing
        elif not any(s.supersedes == i for s in found.values()):
            assert i in case.standing


@MANY
@given(found=decided, data=st.data())
def test_a_retraction_that_is_retracted_leaves_everything_as_it_was(found: Statements, data: st.DataObject) -> None:
    assume(found)
    target = data.draw(st.sampled_from(sorted(found)))
    first = retraction(target)
    second = retraction(statement_id(first))
    assume(statement_id(first) not in found)
    before, after = Case(found), added(found, first, second)
    assert set(after.standing) == {*before.standing, statement_id(second)}


@MANY
@given(found=decided, data=st.data())
def test_a_retracted_statement_is_hidden_and_every_other_thing_keeps_its_root(
    found: Statements, data: st.DataObject
) -> None:
    assume(found)
    target = data.draw(st.sampled_from(sorted(found)))
    case = added(found, retraction(target, "a reason of its own"))
    assert case.is_retracted(target)
    assert target not in case.standing
    assert {i: case.root(i) for i in found} == {i: Case(found).root(i) for i in found}


@MANY
@given(found=decided, data=st.data())
def test_correcting_twice_gives_rivals_that_both_stand(found: Statements, data: st.DataObject) -> None:
    target = data.draw(st.sampled_from([*sorted(found), *ABSENT]))
    assume(not any(s.supersedes == target for s in found.values()))
    rivals = [Statement(content=Item(name=f"unlike all others {n}"), supersedes=target) for n in (1, 2)]
    case = added(found, *rivals)
    both = {statement_id(rival) for rival in rivals}
    assert both <= set(case.standing)
    assert target not in case.standing
    assert both <= set(case.versions(target))
    assert {case.root(i) for i in both} == {case.root(target)}


@MANY
@given(found=decided)
def test_a_things_versions_stand_share_its_root_and_are_sorted(found: Statements) -> None:
    case = Case(found)
    for i in found:
        versions = case.versions(i)
        assert versions == sorted(versions)
        assert all(v in case.standing and case.root(v) == case.root(i) for v in versions)
        assert (i in versions) == (i in case.standing)


# -- what a statement names ----------------------------------------------------------------------------------


@given(statement=statements())
def test_a_statement_names_what_its_bytes_name(statement: Statement) -> None:
    named = list(references(statement))
    for owner in (statement, statement.content):
        for field in fields_of(type(owner)):
            value = getattr(owner, field.name)
            for each in value if field.is_many else (value,):
                assert (each in ABSENT and field.form.value == "reference") <= (each in named)
    assert set(named) <= set(ABSENT)
    assert all(isinstance(text, str) and text for _, text in texts(statement))
    assert all(len(commitment) == 64 for commitment in sealed_values(statement))


# -- levels --------------------------------------------------------------------------------------------------


@MANY
@given(found=decided, level=st.sampled_from(Level))
def test_what_travels_names_nothing_that_stays_behind_and_is_undone_by_nothing_that_does(
    found: Statements, level: Level
) -> None:
    case = Case(found)
    result = cut(case, level, as_of=TODAY)
    shown = set(result.shown)
    assert shown | set(result.above) | set(result.resting) == set(found)
    assert len(result.shown) + result.withheld == len(found)
    its = levels(case, as_of=TODAY)
    assert all(its[i] <= level for i in shown)
    assert set(result.above) == {i for i in found if its[i] > level}
    for i, statement in found.items():
        if i in shown:
            assert all(target in shown for target in references(statement) if target in found or level < IDS_FROM)
        elif isinstance(statement.content, Retraction):
            assert statement.content.of not in shown
        if i not in shown and statement.supersedes is not None:
            assert statement.supersedes not in shown


@MANY
@given(found=decided)
def test_a_higher_level_shows_no_less(found: Statements) -> None:
    case = Case(found)
    shown = [set(cut(case, level, as_of=TODAY).shown) for level in Level]
    assert all(lower <= higher for lower, higher in pairwise(shown))
    assert shown[-1] == set(found)


@MANY
@given(found=decided, level=st.sampled_from(Level))
def test_nothing_comes_back_to_life_by_being_cut(found: Statements, level: Level) -> None:
    case = Case(found)
    travelled = Case({i: found[i] for i in cut(case, level, as_of=TODAY).shown})
    assert set(travelled.standing) == set(case.standing) & set(travelled.statements)


@MANY
@given(found=decided, kind=st.sampled_from([Party, Source, Item]))
def test_the_content_of_a_thing_is_of_the_kind_that_was_asked_for(found: Statements, kind: type[Item]) -> None:
    case = Case(found)
    for i in found:
        content = case.content(i, kind)
        assert content is None or (isinstance(content, kind) and content in dict(case.of_kind(kind)).values())
