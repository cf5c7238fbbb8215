"""One chain for each way in which the sources can be true together."""

import pytest
from tests.unit.told import Told, event, parties, tell

from witnessmark.custody.accounts import MOST_ACCOUNTS
from witnessmark.model.problem import Problem, Severity

BASIC = parties("maker", "army", "group", "police") + "\nitem rifle: Rifle 4471\n"


def sale(name: str, *lines: str) -> str:
    return event("transfer", name, *lines)


def rivals(name: str, count: int) -> str:
    """A transfer that many sources date differently."""
    days = range(1, count + 1)
    return "".join(sale(f"{name}-{day}", f"as {name}", "to army", f"when 2015-01-{day:02}") for day in days)


def chosen(told: Told) -> list[list[str]]:
    return [list(map(told.event, account.chosen)) for account in told.history("rifle").accounts]


def test_without_events_there_is_one_account_and_nothing_in_it() -> None:
    found = tell(BASIC).history("rifle")
    (account,) = found.accounts
    assert (account.chosen, account.chain.elements, account.chain.events) == ((), (), ())
    assert (found.conflicts, found.problems) == ((), ())


def test_without_rivals_there_is_one_account_that_chooses_nothing() -> None:
    told = tell(BASIC + sale("sold", "from maker", "to army"))
    found = told.history("rifle")
    (account,) = found.accounts
    assert account.chosen == ()
    assert list(map(told.event, account.chain.events)) == ["sold"]
    assert found.conflicts == ()


def test_a_history_names_the_first_version_of_its_thing() -> None:
    told = tell(BASIC + "\nitem better: Rifle, better told\n  supersedes rifle\n" + sale("sold", "to army"))
    assert told.history("better") == told.history("rifle")
    assert told.history("better").thing == told["rifle"]


def test_each_version_of_a_rival_gives_an_account_with_all_that_is_settled() -> None:
    told = tell(BASIC + sale("a", "from maker", "to army", "when 2015-12-12") + sale("b", "from maker", "to army",
                "when 2015-12-15")
                + "\nrecovery found\n  of rifle\n  by police\n  when 2016\n")  # fmt: skip
    found = told.history("rifle")
    assert chosen(told) == [["a"], ["b"]]
    assert [list(map(told.event, account.chain.events)) for account in found.accounts] == [
        ["a", "found"],
        ["b", "found"],
    ]
    (conflict,) = found.conflicts
    assert list(map(told.event, conflict.versions)) == ["a", "b"]
    assert conflict.why == "sources date one transfer differently"
    assert found.problems == ()


def test_two_rivals_give_every_pair() -> None:
    told = tell(BASIC + rivals("export", 2) + rivals("import", 3))
    assert sorted(map(sorted, chosen(told))) == [[f"export-{m}", f"import-{n}"] for m in (1, 2) for n in (1, 2, 3)]
    assert len(told.history("rifle").conflicts) == 2


@pytest.mark.parametrize(("many", "few"), [(12, 2), (24, 1)])
def test_as_many_accounts_as_a_person_can_compare_are_all_shown(many: int, few: int) -> None:
    found = tell(BASIC + rivals("export", many) + rivals("import", few)).history("rifle")
    assert len(found.accounts) == MOST_ACCOUNTS == 24
    assert found.problems == ()


def test_more_accounts_than_a_person_can_compare_are_counted() -> None:
    told = tell(BASIC + rivals("export", 5) + rivals("import", 5))
    found = told.history("rifle")
    assert len(found.accounts) == 24
    assert found.problems == (
        Problem(
            source=told["rifle"][:10],
            message="the sources allow 25 accounts; the first 24 are shown",
            statements=(told["rifle"],),
            severity=Severity.NOTE,
        ),
    )


def test_an_account_takes_one_of_the_transfers_that_contend() -> None:
    told = tell(
        BASIC + sale("a", "from maker", "to army", "when 2015") + sale("b", "from maker", "to group", "when 2015")
    )
    assert sorted(chosen(told)) == [["a"], ["b"]]
    chains = sorted(told.drawn(account.chain)[-1] for account in told.history("rifle").accounts)
    assert chains == ["army: a .. ? | a", "group: b .. ? | b"]
