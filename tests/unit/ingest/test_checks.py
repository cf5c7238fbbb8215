"""Questions to a whole table, where no single row is wrong and something cannot be right."""

from tests.unit.ingest.invented_sheets import came_of, sheet, table

from witnessmark.ingest.checks import CheckTold

HEAD = '[[table]]\n[table.columns]\na = ["A"]\nb = ["B"]\nc = ["C"]\n[[table.figure]]\nname = "rows"\ncount = "{a}"\n'


def check(asks: str, *lines: str) -> CheckTold:
    """What one check finds in a table of three columns."""
    came = came_of(table("A|B|C", *lines), f'{HEAD}[[table.check]]\nname = "check"\n{asks}\n')
    (told,) = came.reading.totals.checks()
    return told


def test_identifiers_that_stand_in_more_than_one_row_are_named_the_most_frequent_first() -> None:
    told = check('repeats = "{a}"', "1|x|", "2|x|", "2|y|", "3|x|", "3|x|", "3|x|", "|x|y")
    assert told.found == 2
    assert told.says == "2 of 3 identifiers stand in more than one of 6 rows; 1 stands in 3"
    assert told.examples == ("3: 3 rows", "2: 2 rows")
    assert told.figures == {"rows": "6", "identifiers": "3", "repeated": "2", "most": "3", "repeated most": "1"}


def test_identifiers_of_which_none_repeats_are_told_too() -> None:
    told = check('repeats = "{a}"', "1|x|", "2|x|")
    assert (told.found, told.says) == (0, "0 of 2 identifiers stand in more than one of 2 rows")


def test_a_date_that_certainly_follows_the_second_is_found_with_its_row() -> None:
    told = check('order = ["{a}", "{b}"]', "2014|2014-05|x", "2015-06|2015-05|x", "2016|2019|x", "?|2019|x")
    assert told.found == 1
    assert told.examples == ("row 3: 2015-06 and 2015-05",)
    assert told.figures == {"rows": "3", "wrong": "1", "median years": "0", "most years": "3"}


def test_what_went_one_way_and_came_back_is_found() -> None:
    told = check(
        'trips = ["{a}", "{b}", "{c}"]', "Kenya|Peru|rifles", "Peru|Kenya|boots", "Peru|Kenya|rifles", "Peru|Peru|x"
    )
    assert told.found == 1
    assert told.examples == ("rifles: Kenya to Peru (row 2) and back (row 4)",)


def test_a_trip_without_an_end_is_none() -> None:
    assert check('trips = ["{a}", "{b}", "{c}"]', "Kenya||rifles", "|Kenya|rifles").found == 0


def test_renewals_and_successors_would_count_twice_in_a_plain_sum() -> None:
    told = check('renewals = ["{a}", "{b}", "{c}"]', "L1||100", "L1||100", "L2|L1|100", "L3|L0|5", "L4|L4|5")
    assert told.found == 2
    assert told.figures == {"again": "1", "named": "2", "in the file": "1"}
    assert told.examples == ("L1 is followed by L2",)


def test_a_check_goes_on_over_all_sheets_and_says_where() -> None:
    sheets = [sheet(table("A|B|C", line), name) for name, line in (("Old", "2015|2014|x"), ("New", "2016|2014|x"))]
    came = came_of(sheets, f'{HEAD}[[table.check]]\nname = "check"\norder = ["{{a}}", "{{b}}"]\n')
    (told,) = came.reading.totals.checks()
    assert told.examples == ("Old!row 2: 2015 and 2014", "New!row 2: 2016 and 2014")


def test_a_cell_that_cannot_be_read_is_compared_as_it_stands() -> None:
    assert check('repeats = "{a|number}"', "one|x|", "1|x|", "one|x|").examples == ("one: 2 rows",)
