"""What a name in somebody's list can stand for, as the command line tells it."""

from tests.e2e.running import User


def test_a_state_is_told_in_the_language_of_the_list(user: User) -> None:
    told = user.run("name", "Tsjechië", "--json").check().json
    assert [(line["sort"], line["code"], line["is_settled"]) for line in told["lines"]] == [("state", "CZ", True)]


def test_the_date_of_the_list_decides_which_state_it_was(user: User) -> None:
    told = user.run("name", "Germany", "--when", "1975", "--json").check().json
    assert [line["code"] for line in told["lines"]] == ["DE", "DDDE"]


def test_of_two_states_of_one_name_a_person_decides(user: User) -> None:
    assert "a person decides" in user.run("name", "Congo").check().words


def test_a_near_spelling_is_proposed_and_never_taken(user: User) -> None:
    told = user.run("name", "Ukrane", "--json").check().json
    assert told["lines"] == []
    assert told["near"][0].startswith("Ukraine")


def test_groups_and_models_are_told_beside_states(user: User) -> None:
    sorts = {
        line["sort"] for text in ("Daesh", "AKM") for line in user.run("name", text, "--json").check().json["lines"]
    }
    assert sorts == {"armed group", "model"}


def test_what_is_no_date_is_refused(user: User) -> None:
    user.run("name", "Germany", "--when", "last year").refused("want an EDTF date")
