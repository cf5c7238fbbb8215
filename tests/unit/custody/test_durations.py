"""How long it took, as sources state it and as stated dates allow it; never one from the other."""

from tests.unit.told import Told, event, every_order, parties, tell

from witnessmark.custody.durations import Elapsed, elapsed, stated_durations

BASIC = (
    parties("maker", "army", "group", "police")
    + "\nitem rifle: Rifle 4471\n\nsource paper: Paper\n\nsource photo: Photo\n"
)
SOLD = "\ntransfer sold\n  of rifle\n  from maker\n  to army\n  when 2015-12-12\n"
FOUND = "\nrecovery found\n  of rifle\n  by police\n"
LASTED = "\nduration d\n  from sold\n  to found\n  lasted 59 days\n"


def spans(told: Told) -> list[tuple[str, str, int | None, int | None]]:
    found = elapsed(told.case, told.history("rifle"))
    return [(told.name(e.start), told.name(e.end), e.fewest, e.most) for e in found]


def test_a_stated_duration_is_told_with_the_date_that_follows_from_it() -> None:
    told = tell(BASIC + SOLD + FOUND + LASTED)
    (stated,) = stated_durations(told.case, told.history("rifle"))
    assert (stated.statement, stated.start, stated.end) == (told["d"], told["sold"], told["found"])
    assert stated.lasted == "59 days"
    assert stated.derived.text == "2016-02-09"
    assert told.names(stated.derived_from) == ["d", "sold"]


def test_a_stated_duration_between_dated_events_derives_nothing() -> None:
    told = tell(BASIC + SOLD + FOUND.replace("by police", "when 2017") + LASTED)
    (stated,) = stated_durations(told.case, told.history("rifle"))
    assert (stated.derived.text, stated.derived_from) == ("", ())


def test_a_duration_of_corrected_events_names_their_first_versions() -> None:
    told = tell(BASIC + SOLD + event("transfer", "better", "to army", "when 2015-12-13", "supersedes sold") + FOUND
                + LASTED.replace("from sold", "from better"))  # fmt: skip
    (stated,) = stated_durations(told.case, told.history("rifle"))
    assert stated.start == told["sold"]
    assert stated.derived.text == "2016-02-10"


def test_durations_between_events_of_another_thing_are_left_out() -> None:
    other = "\nitem other: Other\n\ntransfer there\n  of other\n  when 2015\n\ntransfer back\n  of other\n  when 2016\n"
    told = tell(
        BASIC + SOLD + FOUND + other + "\nduration a\n  from there\n  to back\n  lasted 1 days\n"
        "\nduration b\n  from sold\n  to back\n  lasted 2 days\n"
        "\nduration c\n  from there\n  to found\n  lasted 3 days\n"
    )
    assert stated_durations(told.case, told.history("rifle")) == ()


def test_a_duration_is_found_in_whichever_account_tells_its_events() -> None:
    told = tell(BASIC + SOLD + event("transfer", "rival", "from maker", "to army", "when 2015-12-15") + FOUND
                + LASTED.replace("from sold", "from rival"))  # fmt: skip
    (stated,) = stated_durations(told.case, told.history("rifle"))
    assert (stated.start, stated.derived.text) == (told["rival"], "[2016-02-09,2016-02-12]")


def test_the_days_between_a_transfer_and_a_find_are_as_wide_as_their_dates_allow() -> None:
    told = tell(BASIC + SOLD + event("sighting", "seen", "holder group", "when 2016-02")
                + event("recovery", "found", "by police", "when 2017"))  # fmt: skip
    assert spans(told) == [("sold", "seen", 51, 79), ("sold", "found", 386, 750)]


def test_days_are_counted_from_transfers_to_finds_only() -> None:
    told = tell(
        BASIC + event("manufacture", "made", "by maker", "when 2010") + SOLD
        + event("sighting", "seen", "holder army", "when 2016") + event("stock-check", "checked", "holder army",
        "when 2017")
        + event("transfer", "gone", "from army", "to group", "when 2018") + event("loss", "lost", "by group",
        "when 2019")
    )  # fmt: skip
    assert spans(told) == [("sold", "seen", 20, 385)]


def test_what_moves_no_custody_gives_no_days() -> None:
    seen = event("sighting", "seen", "holder army", "when 2016")
    assert spans(tell(BASIC + SOLD + "  passes title\n" + seen)) == []
    in_lot = "\nlot lot: Lot\n\ncontainment c\n  inner rifle\n  outer lot\n"
    assert spans(tell(BASIC + in_lot + SOLD.replace("of rifle", "of lot") + seen)) == []
    assert spans(tell(BASIC + in_lot + SOLD + seen.replace("of rifle", "of lot"))) == []


def test_a_find_before_a_transfer_gives_no_days() -> None:
    assert spans(tell(BASIC + SOLD + event("sighting", "seen", "holder group", "when 2014"))) == []


def test_a_date_that_follows_from_a_duration_is_never_counted() -> None:
    assert spans(tell(BASIC + SOLD + FOUND + LASTED)) == []


def test_an_undated_transfer_gives_no_days() -> None:
    told = tell(BASIC + event("transfer", "sold", "to army") + event("sighting", "seen", "holder army", "when 2016"))
    assert spans(told) == []


def test_a_date_open_at_one_end_leaves_one_count_open() -> None:
    told = tell(BASIC + SOLD + event("sighting", "seen", "holder group", "when 2016-02-01/..")
                + event("recovery", "found", "by police", "when 2016-02-03"))  # fmt: skip
    assert spans(told) == [("sold", "seen", 51, None), ("sold", "found", 53, 53)]


def test_an_open_fewest_counts_as_none_at_all_in_the_order() -> None:
    told = tell(BASIC + event("transfer", "open", "from maker", "when 2015-12-01/..") + SOLD
                + event("recovery", "found", "by police", "when 2016-02-03"))  # fmt: skip
    assert sorted(spans(told)) == [("open", "found", None, 64), ("sold", "found", 53, 53)]
    assert spans(told)[0][0] == "open"


def test_no_day_at_all_is_fewer_than_one() -> None:
    text = (
        BASIC + SOLD + event("sighting", "same-day", "holder army", "when 2015-12-12")
        + event("sighting", "next-day", "holder army", "when 2015-12-13")
        + event("transfer", "open", "from maker", "when 2015-12-01/..")
    )  # fmt: skip
    for told in every_order(text, kind="sighting"):
        fewest = [f for _, name, f, _ in spans(told) if name == "next-day"]
        assert fewest.index(1) == len(fewest) - 1
        assert [f or 0 for _, _, f, _ in spans(told)] == sorted(f or 0 for _, _, f, _ in spans(told))


def test_each_telling_is_counted_by_itself_over_all_accounts_once() -> None:
    told = tell(BASIC + SOLD + event("transfer", "rival", "from maker", "to army", "when 2015-12-15")
                + event("recovery", "found", "by police", "when 2016-02-12"))  # fmt: skip
    assert spans(told) == [("rival", "found", 59, 59), ("sold", "found", 62, 62)]


def test_dates_of_one_source_were_meant_together() -> None:
    def by_one(first: str, second: str) -> bool:
        told = tell(BASIC + SOLD + first + event("recovery", "found", "by police", "when 2016") + second)
        (only,) = elapsed(told.case, told.history("rifle"))
        assert only == Elapsed(
            start=told["sold"], end=told["found"], fewest=20, most=385, by_one_source=only.by_one_source
        )
        return only.by_one_source

    assert by_one("  source paper\n", "  source paper\n") is True
    assert by_one("  source paper\n", "  source photo\n") is False
    assert by_one("", "  source paper\n") is False
    assert by_one("  source paper\n", "") is False
    assert by_one("", "") is False


def test_two_versions_of_one_source_are_one() -> None:
    told = tell(BASIC + SOLD + "  source paper\n\nsource better: Paper, better told\n  supersedes paper\n"
                + event("recovery", "found", "by police", "when 2016", "source better"))  # fmt: skip
    (only,) = elapsed(told.case, told.history("rifle"))
    assert only.by_one_source is True


def test_what_a_find_is_fewest_days_away_comes_first() -> None:
    told = tell(BASIC + SOLD + event("sighting", "late", "holder group", "when 2016-05")
                + event("sighting", "soon", "holder police", "when 2016-01"))  # fmt: skip
    assert [name for _, name, _, _ in spans(told)] == ["soon", "late"]
