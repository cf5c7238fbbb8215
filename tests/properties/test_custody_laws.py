"""Whatever is said of a thing, its chains keep these laws."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.worlds import PARTIES, World, worlds

from witnessmark.custody.accounts import MOST_ACCOUNTS, history
from witnessmark.custody.chain import CustodyChain, Gap, Span, build_chain
from witnessmark.custody.durations import elapsed, stated_durations
from witnessmark.custody.forward import trace_forward
from witnessmark.custody.links import LinkKind, links
from witnessmark.custody.occurrences import Version, tellings
from witnessmark.custody.order import moves_custody
from witnessmark.diversion.authority import AuthorityKind
from witnessmark.diversion.windows import Judged, judge
from witnessmark.matching.judgements import identity
from witnessmark.model.happenings import Manufacture, Recovery, Sighting, Transfer
from witnessmark.model.when import readable

MANY = settings(max_examples=300)


def chains(world: World) -> list[CustodyChain]:
    return [account.chain for account in history(world.case, world.thing).accounts]


def judged(world: World) -> list[Judged]:
    return list(judge(world.case, history(world.case, world.thing)))


# -- chains --------------------------------------------------------------------------------------------------


@given(world=worlds, data=st.data())
def test_a_chain_does_not_depend_on_the_order_in_which_its_events_come(world: World, data: st.DataObject) -> None:
    for chain in chains(world):
        assert build_chain(data.draw(st.permutations(chain.events))) == chain


@given(world=worlds, data=st.data())
def test_a_history_does_not_depend_on_the_order_of_statements(world: World, data: st.DataObject) -> None:
    shuffled = World(dict(data.draw(st.permutations(list(world.statements.items())))))
    assert history(shuffled.case, world.thing) == history(world.case, world.thing)


@MANY
@given(world=worlds)
def test_every_telling_is_in_some_account_and_every_account_tells_the_settled_ones(world: World) -> None:
    found = history(world.case, world.thing)
    accounts = [{i for v in a.chain.events for i in v.statements} for a in found.accounts]
    expected = {t.statement for t in tellings(world.case, world.thing)}
    if not found.problems:
        assert set().union(*accounts) == expected
    disputed = {i for c in found.conflicts for v in c.versions for i in v.statements}
    assert all(expected - disputed <= told_in for told_in in accounts)
    assert 1 <= len(accounts) <= MOST_ACCOUNTS


@given(world=worlds)
def test_an_account_takes_one_version_of_every_conflict(world: World) -> None:
    found = history(world.case, world.thing)
    for account in found.accounts:
        assert len(account.chosen) == len(found.conflicts)
        pairs = zip(account.chosen, found.conflicts, strict=True)
        assert all(chosen in conflict.versions for chosen, conflict in pairs)
    assert all(len(conflict.versions) > 1 and conflict.why for conflict in found.conflicts)


@MANY
@given(world=worlds)
def test_a_span_has_a_holder_and_something_that_places_the_thing_there(world: World) -> None:
    for chain in chains(world):
        for span in chain.spans:
            assert span.holder
            assert span.seen
            assert all(v in chain.events for v in span.seen)
            assert span.began in (None, span.seen[0])
            assert span.ended in (None, span.seen[-1])
            assert len(set(map(id, span.seen))) == len(span.seen)


@MANY
@given(world=worlds)
def test_every_event_that_places_a_thing_with_a_holder_names_the_holder(world: World) -> None:
    for chain in chains(world):
        for span in chain.spans:
            assert all(span.holder in (v.before, v.after) for v in span.seen)


@MANY
@given(world=worlds)
def test_two_gaps_never_stand_side_by_side(world: World) -> None:
    for chain in chains(world):
        for one, other in itertools.pairwise(chain.elements):
            assert not (isinstance(one, Gap) and isinstance(other, Gap))


@MANY
@given(world=worlds)
def test_two_spans_side_by_side_share_the_event_between_them(world: World) -> None:
    for chain in chains(world):
        for one, other in itertools.pairwise(chain.elements):
            if isinstance(one, Span) and isinstance(other, Span):
                assert one.ended is not None
                assert one.ended == other.began
                assert one.ended.after == other.holder


@MANY
@given(world=worlds)
def test_a_gap_names_the_holders_beside_it(world: World) -> None:
    for chain in chains(world):
        elements = chain.elements
        for place, gap in enumerate(elements):
            if isinstance(gap, Gap):
                left = elements[place - 1] if place else None
                right = elements[place + 1] if place + 1 < len(elements) else None
                assert gap.after == (left.holder if isinstance(left, Span) else None)
                assert gap.before == (right.holder if isinstance(right, Span) else None)


@MANY
@given(world=worlds)
def test_events_are_told_in_an_order_that_no_certain_date_contradicts(world: World) -> None:
    for chain in chains(world):
        for one, other in itertools.combinations(chain.events, 2):
            made_late = any(isinstance(v.event, Manufacture) for v in chain.events)
            assert made_late or not _contradicts(one, other)


def _contradicts(one: Version, other: Version) -> bool:
    return other.when.certainly_before(one.when)


@MANY
@given(world=worlds)
def test_every_holder_is_a_party_under_its_one_id(world: World) -> None:
    for chain in chains(world):
        for span in chain.spans:
            assert identity(world.case, span.holder) == span.holder
            assert span.holder in world.statements


@given(world=worlds)
def test_what_moves_no_custody_is_in_no_span(world: World) -> None:
    for chain in chains(world):
        still = [v for v in chain.events if not moves_custody(v)]
        assert not any(v in span.seen for v in still for span in chain.spans)


@given(world=worlds)
def test_each_linked_thing_is_linked_once_and_the_thing_itself_first(world: World) -> None:
    found = links(world.case, world.thing)
    assert len({link.thing for link in found}) == len(found)
    assert [link.kind for link in found].count(LinkKind.ITSELF) == 1
    assert found[0].thing == world.thing
    assert all(i in world.statements for link in found for i in link.because)


# -- durations -----------------------------------------------------------------------------------------------


@MANY
@given(world=worlds)
def test_a_date_derived_from_a_duration_is_never_counted(world: World) -> None:
    for each in elapsed(world.case, history(world.case, world.thing)):
        start, end = (world.statements[i].content for i in (each.start, each.end))
        assert isinstance(start, Transfer)
        assert isinstance(end, (Recovery, Sighting))
        stated = readable(start.when), readable(end.when)
        assert all(when.is_known for when in stated)
        assert (each.fewest, each.most) == stated[0].days_until(stated[1])


@given(world=worlds)
def test_a_derived_date_rests_on_a_duration_and_dated_tellings(world: World) -> None:
    found = history(world.case, world.thing)
    for account in found.accounts:
        for version in account.chain.events:
            assert (version.derived_from != ()) == version.derived.is_known
            assert not (version.stated.is_known and version.derived.is_known)
    for stated in stated_durations(world.case, found):
        assert stated.derived.is_known == (stated.derived_from != ())


# -- windows -------------------------------------------------------------------------------------------------


@MANY
@given(world=worlds)
def test_an_authoritys_title_never_holds_a_partys_name(world: World) -> None:
    for each in judged(world):
        for authority in (*(w.authority for w in each.windows), *(n.authority for n in each.undetermined)):
            assert isinstance(authority.kind, AuthorityKind)
            assert not any(name.casefold() in authority.kind.casefold() for name in PARTIES)


@MANY
@given(world=worlds)
def test_an_authority_gives_windows_or_a_reason_why_not(world: World) -> None:
    for each in judged(world):
        with_windows = [w.authority for w in each.windows]
        without = [none.authority for none in each.undetermined]
        assert all(authority not in without for authority in with_windows)
        assert all(none.why for none in each.undetermined)


@MANY
@given(world=worlds)
def test_a_window_ends_with_a_holder_whom_the_authority_does_not_permit(world: World) -> None:
    for each in judged(world):
        for window in each.windows:
            assert window.before.holder not in window.authority.permits
            assert window.upstream[-1] == window.after.holder or window.after.holder in window.upstream
            assert window.rule
            assert set(window.statements) <= set(world.statements)
            assert set(window.authority.statements) <= set(window.statements)
            assert set(window.after.event.statements) <= set(window.statements)
            assert set(window.before.event.statements) <= set(window.statements)
            assert len(set(window.statements)) == len(window.statements)


@MANY
@given(world=worlds)
def test_a_window_does_not_close_before_it_opens(world: World) -> None:
    for each in judged(world):
        for window in each.windows:
            lo, hi = window.dates.lo, window.dates.hi
            assert lo is None or hi is None or lo <= hi
            assert not window.dates_contradict or (lo is None and hi is None)


@given(world=worlds)
def test_a_window_rests_on_a_derived_date_only_where_a_duration_is_cited(world: World) -> None:
    durations = {i for i, s in world.statements.items() if type(s.content).__name__ == "Duration"}
    for each in judged(world):
        for window in each.windows:
            if window.rests_on_derived_date:
                assert durations & set(window.statements)


# -- forward -------------------------------------------------------------------------------------------------


@given(world=worlds)
def test_a_trace_reaches_each_thing_once_from_one_that_was_reached_before(world: World) -> None:
    for start in [i for i, s in world.statements.items() if type(s.content).__name__ in {"Programme", "Lot", "Item"}]:
        reached = trace_forward(world.case, start)
        things = [reach.step.thing for reach in reached]
        assert things[0] == start
        assert len(set(things)) == len(things)
        for place, reach in enumerate(reached[1:], start=1):
            assert reach.step.from_ in things[:place]
            assert set(reach.step.because) <= set(world.statements)
