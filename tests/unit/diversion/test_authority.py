"""Against whose licence, law, undertaking or custody a window is judged."""

import pytest
from tests.unit.told import Told, parties, tell

from witnessmark.custody.occurrences import Version
from witnessmark.diversion.authority import Authority, AuthorityKind, authorities, is_involuntary

BASIC = (
    parties("maker", "army", "rebels", "group", "police")
    + """
item rifle: Rifle 4471

item other: Rifle 4472

consignment goods: Goods

programme programme: Supply programme

container crate: Crate
"""
)
IN_GOODS = "\ncontainment in-goods\n  inner rifle\n  outer goods\n"
SOLD = "\ntransfer sold\n  of rifle\n  from maker\n  to army\n"


def paper(name: str, *lines: str, form: str = "licence") -> str:
    return "\n  ".join([f"\nauthorisation {name}: Paper {name}", f"form {form}", *lines]) + "\n"


def found(told: Told, thing: str = "rifle") -> tuple[Authority, ...]:
    (account,) = told.history(thing).accounts
    return authorities(told.case, told[thing], account.chain)


def drawn(told: Told, thing: str = "rifle") -> list[tuple[str, list[str], list[str], str]]:
    return [
        (a.kind.name, sorted(told.names(a.permits)), told.names(a.statements), told.name(a.paper))
        for a in found(told, thing)
    ]


def test_a_case_without_papers_names_no_authority() -> None:
    assert found(tell(BASIC + SOLD)) == ()


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("end-user-certificate", "UNDERTAKING"),
        ("undertaking", "UNDERTAKING"),
        ("licence", "LICENCE"),
        ("permit", "LICENCE"),
        ("contract", "LICENCE"),
        ("law", "LAW"),
        ("embargo", "EMBARGO"),
    ],
)
def test_every_form_of_paper_but_a_consent_is_an_authority(form: str, kind: str) -> None:
    told = tell(BASIC + paper("p", "covers rifle", "permits army", form=form))
    assert drawn(told) == [(kind, ["army"], ["p"], "p")]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (AuthorityKind.UNDERTAKING, "undertaking to the exporting state"),
        (AuthorityKind.LICENCE, "licence"),
        (AuthorityKind.LAW, "law of a place"),
        (AuthorityKind.EMBARGO, "arms embargo"),
        (AuthorityKind.INTENDED_RECIPIENT, "intended recipient's custody"),
        (AuthorityKind.HOLDER, "holder's custody"),
    ],
)
def test_an_authority_is_titled_by_its_kind(kind: AuthorityKind, words: str) -> None:
    assert kind.value == words


def test_a_paper_that_covers_something_else_is_no_authority() -> None:
    assert found(tell(BASIC + SOLD + paper("p", "covers other", "permits army"))) == ()


def test_a_paper_that_covers_nothing_named_is_no_authority() -> None:
    assert found(tell(BASIC + SOLD + paper("p", "permits army"))) == ()


@pytest.mark.parametrize(
    ("covered", "links"),
    [
        ("rifle", ""),
        ("goods", IN_GOODS),
        ("crate", IN_GOODS + "\ncontainment c\n  inner goods\n  outer crate\n"),
        ("programme", IN_GOODS + "\nmembership m\n  consignment goods\n  programme programme\n"),
        ("other", "\njudgement j\n  left other\n  right rifle\n  verdict same\n  by A. Vale\n  reason looked\n"),
    ],
)
def test_a_paper_covers_a_thing_by_itself_and_by_what_it_lay_in_or_belonged_to(covered: str, links: str) -> None:
    told = tell(BASIC + links + paper("p", f"covers {covered}", "permits army"))
    assert drawn(told) == [("LICENCE", ["army"], ["p"], "p")]


def test_a_paper_that_covers_one_of_several_things_is_enough() -> None:
    assert drawn(tell(BASIC + paper("p", "covers other", "covers rifle"))) == [("LICENCE", [], ["p"], "p")]


def test_a_programme_that_a_consignment_names_itself_is_in_the_scope() -> None:
    named = BASIC.replace("consignment goods: Goods\n", "") + "\nconsignment goods: Goods\n  programme programme\n"
    told = tell(named + IN_GOODS + paper("p", "covers programme", "permits army"))
    assert drawn(told) == [("LICENCE", ["army"], ["p"], "p")]


def test_a_programme_of_another_consignment_is_not_in_the_scope() -> None:
    told = tell(
        BASIC + IN_GOODS + "\nconsignment elsewhere: Elsewhere\n  programme programme\n"
        "\nmembership m\n  consignment elsewhere\n  programme programme\n"
        + paper("p", "covers programme", "permits army")
    )  # fmt: skip
    assert found(told) == ()


def test_a_paper_that_covers_what_was_transferred_together_with_the_thing_does_not_cover_the_thing() -> None:
    told = tell(
        BASIC + "\ntransfer sold\n  of rifle\n  of other\n  to army\n" + paper("p", "covers other", "permits army")
    )
    assert found(told) == ()
    assert drawn(told, "other") == [("LICENCE", ["army"], ["p"], "p")]


def test_a_paper_that_a_transfer_was_made_under_is_an_authority() -> None:
    told = tell(BASIC + paper("p", "permits army") + paper("q", "permits group") + SOLD + "  under p\n"
                + "\ntransfer there\n  of other\n  to group\n  under q\n")  # fmt: skip
    assert drawn(told) == [("LICENCE", ["army"], ["p"], "p")]


def test_a_paper_that_a_consignment_went_under_is_an_authority() -> None:
    told = tell(
        BASIC + paper("p", "permits army") + paper("q", "permits group")
        + "\nconsignment load: Load\n  under p\n\nconsignment elsewhere: Elsewhere\n  under q\n"
        + "\ncontainment c\n  inner rifle\n  outer load\n"
    )  # fmt: skip
    assert drawn(told) == [("LICENCE", ["army"], ["p"], "p")]


def test_a_paper_under_a_version_of_it_is_the_paper() -> None:
    told = tell(
        BASIC + paper("p", "permits army") + paper("better", "permits police", "supersedes p") + SOLD + "  under p\n"
    )
    assert drawn(told) == [("LICENCE", ["police"], ["better"], "better")]


def test_a_retracted_paper_is_no_authority() -> None:
    told = tell(BASIC + paper("p", "covers rifle") + "\nretraction\n  of p\n  by A. Vale\n  reason forged\n")
    assert found(told) == ()


@pytest.mark.parametrize("form", ["licence", "permit", "contract", "undertaking", "end-user-certificate"])
def test_a_consent_widens_what_a_paper_permits_and_is_no_authority_itself(form: str) -> None:
    told = tell(BASIC + paper("p", "covers rifle", "permits army", form=form)
                + paper("yes", "covers rifle", "permits rebels", form="consent"))  # fmt: skip
    ((_, permits, statements, paper_name),) = drawn(told)
    assert (permits, statements, paper_name) == (["army", "rebels"], ["p", "yes"], "p")


@pytest.mark.parametrize("form", ["law", "embargo"])
def test_a_consent_changes_no_law(form: str) -> None:
    told = tell(BASIC + paper("p", "covers rifle", "permits army", form=form)
                + paper("yes", "covers rifle", "permits rebels", form="consent"))  # fmt: skip
    assert drawn(told) == [(form.upper(), ["army"], ["p"], "p")]


def test_a_consent_tells_nothing_of_a_paper_that_nobody_read() -> None:
    told = tell(BASIC + paper("p", "covers rifle") + paper("yes", "covers rifle", "permits rebels", form="consent"))
    assert drawn(told) == [("LICENCE", [], ["p"], "p")]


def test_several_consents_widen_together() -> None:
    told = tell(BASIC + paper("p", "covers rifle", "permits army") + paper("yes", "covers rifle",
                "permits rebels", form="consent")
                + paper("also", "covers rifle", "permits police", form="consent"))  # fmt: skip
    ((_, permits, statements, _),) = drawn(told)
    assert permits == ["army", "police", "rebels"]
    assert statements[0] == "p"
    assert sorted(statements) == ["also", "p", "yes"]


def test_a_consent_to_something_else_widens_nothing() -> None:
    told = tell(
        BASIC
        + paper("p", "covers rifle", "permits army")
        + paper("yes", "covers other", "permits rebels", form="consent")
    )
    assert drawn(told) == [("LICENCE", ["army"], ["p"], "p")]


def test_papers_come_in_the_order_of_their_ids() -> None:
    told = tell(BASIC + "".join(paper(f"p{n}", "covers rifle") for n in range(5)))
    assert [a.paper for a in found(told)] == sorted(told[f"p{n}"] for n in range(5))


def test_a_permit_holds_for_a_party_under_every_name_that_was_judged_one() -> None:
    same = "\njudgement j\n  left army\n  right rebels\n  verdict same\n  by A. Vale\n  reason looked\n"
    told = tell(
        BASIC + same + paper("p", "covers rifle", "permits army") + paper("q", "covers rifle", "permits rebels")
    )
    least = min(told["army"], told["rebels"])
    assert {permitted for a in found(told) for permitted in a.permits} == {least}
    consent = tell(
        BASIC
        + same
        + paper("p", "covers rifle", "permits police")
        + paper("q", "covers rifle", "permits rebels", form="consent")
    )
    assert [set(a.permits) for a in found(consent)] == [{consent["police"], min(consent["army"], consent["rebels"])}]


# -- intended recipients -------------------------------------------------------------------------------------


def test_for_whom_a_consignment_was_meant_is_an_authority() -> None:
    told = tell(BASIC + "\nconsignment load: Load\n  intended army\n  intended rebels\n"
                "\nconsignment elsewhere: Elsewhere\n  intended group\n"
                + "\ncontainment c\n  inner rifle\n  outer load\n")  # fmt: skip
    assert drawn(told) == [("INTENDED_RECIPIENT", ["army", "rebels"], ["load"], "?")]


def role(name: str, party: str, as_: str = "intended-recipient", programme: str = "programme") -> str:
    return f"\nrole {name}\n  programme {programme}\n  party {party}\n  as {as_}\n"


MEMBER = IN_GOODS + "\nmembership m\n  consignment goods\n  programme programme\n"


def test_for_whom_a_programme_was_meant_is_an_authority() -> None:
    told = tell(BASIC + MEMBER + role("r", "rebels") + role("s", "army"))
    ((kind, permits, statements, paper_name),) = drawn(told)
    assert (kind, permits, paper_name) == ("INTENDED_RECIPIENT", ["army", "rebels"], "?")
    assert sorted(statements) == ["r", "s"]


@pytest.mark.parametrize("as_", ["sponsor", "purchaser", "maker", "exporter", "intermediary"])
def test_other_roles_in_a_programme_give_no_authority(as_: str) -> None:
    assert found(tell(BASIC + MEMBER + role("r", "rebels", as_))) == ()


def test_a_role_in_another_programme_gives_no_authority() -> None:
    told = tell(BASIC + MEMBER + "\nprogramme elsewhere: Elsewhere\n" + role("r", "rebels", programme="elsewhere"))
    assert found(told) == ()


def test_consignment_and_programme_name_one_authority_with_every_statement_once() -> None:
    same = "\njudgement j\n  left army\n  right rebels\n  verdict same\n  by A. Vale\n  reason looked\n"
    told = tell(
        BASIC + same + "\nconsignment load: Load\n  programme programme\n  intended army\n  intended rebels\n"
        + "\ncontainment c\n  inner rifle\n  outer load\n" + role("r", "rebels") + role("s", "group")
    )  # fmt: skip
    (authority,) = found(told)
    assert authority.permits == {min(told["army"], told["rebels"]), told["group"]}
    assert authority.statements[0] == told["load"]
    assert sorted(told.names(authority.statements)) == ["load", "r", "s"]


# -- holders -------------------------------------------------------------------------------------------------


def test_a_holder_from_whom_it_was_captured_or_lost_is_an_authority() -> None:
    told = tell(
        BASIC + "\ntransfer taken\n  of rifle\n  as capture\n  from army\n  to group\n  when 2014\n"
        "\nloss lost\n  of rifle\n  by group\n  when 2015\n"
    )
    assert drawn(told) == [("HOLDER", ["army"], ["taken"], "?"), ("HOLDER", ["group"], ["lost"], "?")]


def test_a_holder_who_gave_it_away_or_of_whom_nothing_is_told_is_none() -> None:
    told = tell(BASIC + SOLD + "\nsighting seen\n  of rifle\n  holder group\n  when 2016\n")
    assert found(told) == ()


def test_authorities_come_with_papers_first_then_the_recipients_then_the_holders() -> None:
    told = tell(
        BASIC + "\nloss lost\n  of rifle\n  by army\n" + paper("p", "covers rifle")
        + "\nconsignment load: Load\n  intended army\n"
        + "\ncontainment c\n  inner rifle\n  outer load\n"
    )  # fmt: skip
    assert [kind for kind, *_ in drawn(told)] == ["LICENCE", "INTENDED_RECIPIENT", "HOLDER"]


def event_of(told: Told) -> Version:
    (account,) = told.history("rifle").accounts
    return account.chain.events[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\nloss e\n  of rifle\n", True),
        ("\ntransfer e\n  of rifle\n  as capture\n", True),
        ("\ntransfer e\n  of rifle\n  as sale\n", False),
        ("\nrecovery e\n  of rifle\n", False),
    ],
)
def test_a_capture_and_a_loss_are_involuntary(text: str, expected: bool) -> None:
    assert is_involuntary(event_of(tell(BASIC + text)).event) is expected
