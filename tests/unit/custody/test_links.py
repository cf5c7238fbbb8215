"""Which other things' events tell of a thing, and how strongly."""

import pytest
from tests.unit.told import ABSENT, Told, every_order, judgement, tell

from witnessmark.custody.links import LinkKind, links
from witnessmark.matching.judgements import identity, judged, same_things

RIFLES = """
item rifle: Rifle of the register

item found: Rifle of the cache

item other: Another rifle
"""


def inside(name: str, inner: str, outer: str) -> str:
    return f"\ncontainment {name}\n  inner {inner}\n  outer {outer}\n"


def drawn(told: Told, thing: str) -> dict[str, tuple[LinkKind, list[str]]]:
    return {told.name(ln.thing): (ln.kind, told.names(ln.because)) for ln in links(told.case, told[thing])}


def test_a_thing_is_linked_to_itself_first() -> None:
    told = tell(RIFLES + judgement("same", "rifle", "found"))
    (first, second) = links(told.case, told["rifle"])
    assert (first.thing, first.kind, first.because) == (told["rifle"], LinkKind.ITSELF, ())
    assert (second.thing, second.kind) == (told["found"], LinkKind.JUDGED_SAME)


def test_an_unknown_thing_is_linked_to_nothing_else() -> None:
    (only,) = links(tell(RIFLES).case, ABSENT)
    assert only.thing == ABSENT


def test_the_links_of_a_corrected_thing_are_those_of_its_first_version() -> None:
    told = tell(
        RIFLES + "\nitem better: Rifle, better told\n  supersedes rifle\n" + judgement("same", "better", "found")
    )
    assert links(told.case, told["better"]) == links(told.case, told["rifle"])
    assert list(drawn(told, "better")) == ["rifle", "found"]


def test_a_judgement_links_in_both_directions_and_through_others() -> None:
    told = tell(RIFLES + judgement("one", "rifle", "found") + judgement("two", "other", "found"))
    assert drawn(told, "other") == {
        "other": (LinkKind.ITSELF, []),
        "found": (LinkKind.JUDGED_SAME, ["two"]),
        "rifle": (LinkKind.JUDGED_SAME, ["two", "one"]),
    }


@pytest.mark.parametrize("verdict", ["different", "unsure"])
def test_no_other_verdict_links(verdict: str) -> None:
    told = tell(RIFLES + judgement("j", "rifle", "found", verdict))
    assert list(drawn(told, "rifle")) == ["rifle"]


def test_what_a_thing_lay_in_tells_of_it_and_not_the_other_way_round() -> None:
    told = tell(
        RIFLES + "\ncontainer crate: Crate 7\n\nconsignment goods: Goods\n"
        + inside("in-crate", "rifle", "crate") + inside("in-goods", "crate", "goods")
    )  # fmt: skip
    assert drawn(told, "rifle") == {
        "rifle": (LinkKind.ITSELF, []),
        "crate": (LinkKind.CONTAINED, ["in-crate"]),
        "goods": (LinkKind.CONTAINED, ["in-crate", "in-goods"]),
    }
    assert list(drawn(told, "crate")) == ["crate", "goods"]
    assert list(drawn(told, "goods")) == ["goods"]


def test_a_lot_and_whatever_the_lot_lay_in_prove_nothing_for_one_of_it() -> None:
    told = tell(
        RIFLES + "\nlot lot: Lot 12-88\n\ncontainer crate: Crate\n"
        + inside("of-lot", "rifle", "lot") + inside("in-crate", "lot", "crate")
    )  # fmt: skip
    assert drawn(told, "rifle") == {
        "rifle": (LinkKind.ITSELF, []),
        "lot": (LinkKind.SAME_LOT, ["of-lot"]),
        "crate": (LinkKind.SAME_LOT, ["of-lot", "in-crate"]),
    }


def test_a_lot_that_contains_a_crate_is_a_weaker_link_than_the_crate() -> None:
    told = tell(
        RIFLES + "\nlot lot: Lot 12-88\n\ncontainer crate: Crate\n"
        + inside("in-crate", "rifle", "crate") + inside("of-lot", "crate", "lot")
    )  # fmt: skip
    assert drawn(told, "rifle")["crate"] == (LinkKind.CONTAINED, ["in-crate"])
    assert drawn(told, "rifle")["lot"] == (LinkKind.SAME_LOT, ["in-crate", "of-lot"])


def test_what_is_judged_the_same_as_a_container_is_still_only_a_container() -> None:
    told = tell(
        RIFLES + "\ncontainer crate: Crate\n\ncontainer box: Box\n"
        + inside("in-crate", "rifle", "crate") + judgement("j", "crate", "box")
    )  # fmt: skip
    assert drawn(told, "rifle")["box"] == (LinkKind.CONTAINED, ["in-crate", "j"])


def test_each_thing_is_linked_once_by_its_strongest_link_whatever_the_order_of_ids() -> None:
    text = (
        RIFLES + "\nlot lot: Lot 12-88\n\ncontainer box: Box\n\ncontainer crate: Crate\n"
        + inside("of-lot", "rifle", "lot") + inside("in-box", "rifle", "box")
        + inside("lot-in-crate", "lot", "crate") + inside("box-in-crate", "box", "crate")
    )  # fmt: skip
    for told in every_order(text, kind="containment"):
        assert drawn(told, "rifle")["crate"] == (LinkKind.CONTAINED, ["in-box", "box-in-crate"])


def test_what_is_told_twice_of_one_container_links_it_once_by_the_least_statement() -> None:
    told = tell(
        RIFLES
        + "\ncontainer crate: Crate\n"
        + inside("a", "rifle", "crate")
        + inside("b", "rifle", "crate")
        + "  locator 2\n"
    )
    least = min(("a", "b"), key=lambda name: told[name])
    assert drawn(told, "rifle") == {"rifle": (LinkKind.ITSELF, []), "crate": (LinkKind.CONTAINED, [least])}


def test_of_two_ways_of_one_strength_the_shorter_is_kept() -> None:
    text = (
        RIFLES + "\ncontainer box: Box\n\ncontainer crate: Crate\n" + inside("in-box", "rifle", "box")
        + inside("box-in-crate", "box", "crate") + inside("direct", "rifle", "crate")
    )  # fmt: skip
    for told in every_order(text, kind="containment"):
        assert drawn(told, "rifle")["crate"] == (LinkKind.CONTAINED, ["direct"])


def test_a_circle_of_containment_ends() -> None:
    told = tell(
        "\ncontainer crate: Crate\n\ncontainer box: Box\n"
        + inside("one", "box", "crate") + inside("two", "crate", "box")
    )  # fmt: skip
    assert list(drawn(told, "box")) == ["box", "crate"]


def test_the_same_things_come_sorted_by_id_with_a_judgement_each() -> None:
    for told in every_order(
        RIFLES + judgement("one", "rifle", "found") + judgement("two", "other", "rifle"), kind="item"
    ):
        found = list(same_things(told.case, told["rifle"]))
        assert found == sorted([(told["found"], told["one"]), (told["other"], told["two"])])


def test_judgements_that_disagree_unite_nothing() -> None:
    told = tell(RIFLES + judgement("yes", "rifle", "found") + judgement("no", "found", "rifle", "different"))
    assert list(same_things(told.case, told["rifle"])) == []
    assert judged(told.case, told["rifle"], told["found"]) is None


def test_a_judgement_that_only_rests_on_a_thing_says_nothing_of_it() -> None:
    told = tell(RIFLES + judgement("j", "rifle", "found") + "  rests-on other\n")
    assert list(same_things(told.case, told["other"])) == []


def test_a_judgement_of_unsure_takes_nothing_from_one_of_same() -> None:
    told = tell(RIFLES + judgement("yes", "rifle", "found") + judgement("hm", "found", "rifle", "unsure"))
    assert list(same_things(told.case, told["found"])) == [(told["rifle"], told["yes"])]


@pytest.mark.parametrize(("verdict", "expected"), [("same", True), ("different", False), ("unsure", None)])
def test_a_pair_is_judged_as_the_verdict_says_in_either_direction(verdict: str, expected: bool | None) -> None:
    told = tell(RIFLES + judgement("j", "rifle", "found", verdict))
    assert judged(told.case, told["rifle"], told["found"]) is expected
    assert judged(told.case, told["found"], told["rifle"]) is expected


def test_a_pair_on_which_nobody_decided_is_not_judged() -> None:
    told = tell(RIFLES + judgement("j", "rifle", "found"))
    assert judged(told.case, told["rifle"], told["other"]) is None


def test_a_judgement_of_one_version_holds_for_every_version() -> None:
    told = tell(RIFLES + "\nitem better: Rifle, better told\n  supersedes rifle\n" + judgement("j", "found", "better"))
    assert judged(told.case, told["rifle"], told["found"]) is True
    assert list(same_things(told.case, told["better"])) == [(told["found"], told["j"])]


def test_a_retracted_judgement_does_not_count() -> None:
    told = tell(RIFLES + judgement("j", "rifle", "found") + "\nretraction\n  of j\n  by A. Vale\n  reason erred\n")
    assert judged(told.case, told["rifle"], told["found"]) is None


def test_an_identity_is_the_least_id_of_all_that_are_judged_the_same() -> None:
    told = tell(RIFLES + judgement("one", "rifle", "found") + judgement("two", "found", "other"))
    least = min(told["rifle"], told["found"], told["other"])
    assert {identity(told.case, told[name]) for name in ("rifle", "found", "other")} == {least}


def test_the_identity_of_a_corrected_thing_is_its_first_version() -> None:
    told = tell(RIFLES + "\nitem better: Rifle, better told\n  supersedes rifle\n")
    assert identity(told.case, told["better"]) == told["rifle"]
    assert identity(told.case, told["other"]) == told["other"]
