"""The four lines that a stranger reads first."""

from tests.unit.told import event as unsourced
from tests.unit.told import tell

from witnessmark.reports.dossier import Dossier, Four, Line
from witnessmark.reports.tell import subjects
from witnessmark.reports.tell import tell as tell_case

BASIC = (
    "".join(f"\nparty {name}: {name}\n" for name in ("maker", "army", "group", "police"))
    + "\nsource page: Page\n\nitem rifle: Rifle 4471\n"
)
DAYS = ("2015-03-10", "2015-03-14")
SECOND = "\nitem pistol: Pistol 12\n"


def event(kind: str, name: str, *lines: str, of: str = "rifle") -> str:
    return unsourced(kind, name, *lines, "source page", of=of)


SOLD_TWICE = "".join(
    event("transfer", f"x{n}", "as export", "from maker", "to army", f"when {day}") for n, day in enumerate(DAYS)
)


def told(text: str) -> Dossier:
    case = tell(text).case
    return tell_case(case, subjects(case))


def four(text: str) -> Four:
    return told(text).four


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines]


def test_what_happened_is_told_with_its_date() -> None:
    lines = four(BASIC + event("transfer", "sold", "as sale", "from maker", "to army", "when 2010")).reported
    assert texts(lines) == ["sold by maker to army, 2010"]


def test_what_happened_where_nobody_is_named_is_told_as_well() -> None:
    lines = four(BASIC + event("recovery", "found", "how seized", "when 2016")).reported
    assert texts(lines) == ["recovered (seized), 2016"]


def test_where_nothing_is_told_the_line_says_so() -> None:
    found = four(BASIC)
    assert texts(found.documented) == ["Nothing in this case was set down first-hand by its source."]
    assert texts(found.reported) == ["Nothing is reported."]
    assert texts(found.inferred) == ["Nothing is inferred."]
    assert texts(found.would_settle) == ["No open question is recorded."]


def test_of_several_things_each_point_names_its_own() -> None:
    lines = four(
        BASIC
        + SECOND
        + event("sighting", "a", "holder army", "when 2010")
        + event("sighting", "b", "holder group", "when 2011", of="pistol")
    ).reported
    assert sorted(texts(lines)) == ["Pistol 12: seen with group, 2011", "Rifle 4471: seen with army, 2010"]


def test_what_happened_to_several_things_is_told_once() -> None:
    both = "\nrecovery found\n  of rifle\n  of pistol\n  by police\n  when 2016\n  source page\n"
    (line,) = four(BASIC + SECOND + both).reported
    assert line.text == "Pistol 12, Rifle 4471: recovered by police, 2016"
    assert len(line.refs) == 1


def test_sources_that_differ_share_a_line() -> None:
    (line,) = four(BASIC + SOLD_TWICE).reported
    assert line.text == "exported by maker to army, 10 or 14 March 2015: sources differ"
    assert len(line.refs) == 2


def test_what_no_source_or_only_background_tells_is_marked() -> None:
    found = four(
        BASIC
        + unsourced("sighting", "a", "holder army", "when 2010")
        + unsourced("sighting", "b", "holder group", "when 2011", "basis background")
        + event("sighting", "c", "holder police", "when 2012", "basis inferred")
    )
    assert texts(found.reported) == [
        "seen with army, 2010 (no source is named)",
        "seen with group, 2011 (background)",
    ]
    assert texts(found.inferred) == ["seen with police, 2012 (as a source infers)"]


def test_an_event_whose_date_is_derived_is_told_once_without_it() -> None:
    lasted = "\nduration took\n  from x0\n  to found\n  lasted 5 days\n"
    found = four(BASIC + SOLD_TWICE + event("recovery", "found", "by police") + lasted)
    assert texts(found.reported).count("recovered by police, date not stated") == 1
    assert "recovered by police: 15 or 19 March 2015, derived from the stated 5 days" in texts(found.inferred)


def test_a_window_that_rival_accounts_share_is_one_point_with_both_dates() -> None:
    dates = [f"between {day} March 2015 and 5 January 2016" for day in (10, 14)]
    paper = "\nauthorisation paper: Paper\n  form licence\n  covers rifle\n  permits army\n"
    lines = four(BASIC + SOLD_TWICE + event("sighting", "seen", "holder group", "when 2016-01-05") + paper).inferred
    assert texts(lines) == [f"it may have left permitted custody {' or '.join(dates)}, judged against: licence"]


def test_more_points_than_a_person_reads_are_counted_and_no_number_comes_twice() -> None:
    seen = "".join(event("sighting", f"s{n}", "holder army", f"when {2000 + n}") for n in range(9))
    lines = four(BASIC + seen).reported
    assert len(lines) == 6
    assert lines[-1].text == "and 4 more"
    numbers = [n for line in lines for n in line.refs]
    assert len(numbers) == len(set(numbers)) == 9


def test_a_leg_that_nobody_documents_would_settle_it() -> None:
    lines = four(
        BASIC
        + event("manufacture", "made", "by maker", "when 2009")
        + event("sighting", "a", "holder army", "when 2010")
        + event("loss", "lost", "by army", "when 2012")
    ).would_settle
    assert texts(lines) == [
        "nobody documents the leg from maker to army",
        "nobody documents where it went from army",
    ]


def test_what_came_before_the_first_holder_would_settle_it() -> None:
    lines = four(BASIC + event("sighting", "a", "holder army", "when 2010")).would_settle
    assert texts(lines) == ["nobody documents how it came to army"]


DOC = "\nsource doc: Field report\n  form field-documentation\n"


def by(source: str, *blocks: str) -> str:
    return "".join(block.rstrip("\n") + f"\n  source {source}\n" for block in blocks)


def test_a_date_that_only_the_press_gives_is_not_told_as_documented() -> None:
    found = four(
        BASIC
        + DOC
        + by("doc", unsourced("transfer", "a", "as export", "from maker", "to army", "when 2015"))
        + by("page", unsourced("transfer", "b", "as export", "from maker", "to army", "when 2015-12-12"))
    )
    assert texts(found.documented) == ["exported by maker to army, 2015"]
    assert texts(found.reported) == ["exported by maker to army, 12 December 2015"]


def test_each_source_that_contradicts_another_keeps_its_own_party_and_date() -> None:
    found = four(
        BASIC
        + DOC
        + by("doc", unsourced("transfer", "a", "as delivery", "from maker", "to army", "when 2015"))
        + by("page", unsourced("transfer", "b", "as delivery", "from maker", "to group", "when 2010/2020"))
    )
    assert texts(found.documented) == ["delivered by maker to army, 2015: sources differ"]
    assert texts(found.reported) == ["delivered by maker to group, 2010 to 2020: sources differ"]


def test_what_a_forward_trace_reached_is_told_where_no_thing_is_traced_back() -> None:
    text = BASIC + DOC + by("doc", unsourced("loss", "stolen", "by army", "how theft", "when 2014"))
    known = tell(text)
    found = tell_case(known.case, [], forward=[known["rifle"]]).four
    assert texts(found.documented) == ["Rifle 4471: lost by army (theft), 2014"]


def test_the_same_words_of_two_things_on_two_footings_stand_apart() -> None:
    found = four(
        BASIC
        + SECOND
        + DOC
        + by("doc", unsourced("transfer", "a", "as export", "from maker", "to army", "when 2015"))
        + by("page", unsourced("transfer", "b", "as export", "from maker", "to army", "when 2015", of="pistol"))
    )
    assert texts(found.documented) == ["Rifle 4471: exported by maker to army, 2015"]
    assert texts(found.reported) == ["Pistol 12: exported by maker to army, 2015"]
