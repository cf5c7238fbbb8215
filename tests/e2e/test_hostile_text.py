"""Words of a case that would steer a terminal, forge a line or run in a browser: shown as what they are."""

import html.parser
import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.running import User, hidden_in

from witnessmark.model.fields import Form, fields_of, kinds_by_name
from witnessmark.model.statement import Statement

STEERING = (
    "A\x1b[31mB\x1b]0;owned\x07C\u202eD\u2066E\u200bF\u00adG\ufeffH\x9b31mI\x7fJ\x08K\U000e0041L"
    "\u2028M\x85N\x0bO\rP\u061cQ"
)
"""Colours, a title, bells, bidirectional controls, zero-width and tag characters, every sort of line break but one."""

FORGED = "name\nverified: 999 statements, all true\n  • forged point\nwindow       forged | always"
"""What would look like lines of ours."""

MARKUP = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(2)></style></title></svg>"
    "<a href='javascript:alert(3)'>&lt;x&gt; {{ 7*7 }} {% raw %} [red]x[/red] ]]> <!-- x"
)
"""What would run in a browser, or in a template."""

_REFERENCES = {
    "source": "s", "party": "p", "place": "l", "item": "i", "lot": "i", "container": "i", "consignment": "i",
    "programme": "g", "authorisation": "a", "visit": "v", "trace-request": "q", "notice": "n",
}  # fmt: skip
_ALIASES = {
    "source": "s", "party": "p", "place": "l", "item": "i", "programme": "g", "authorisation": "a", "visit": "v",
    "trace-request": "q", "notice": "n", "manufacture": "m",
}  # fmt: skip


def _value(kind: str, name: str, form: Form, field: Any, words: str) -> str | None:
    """What to write for one field of one kind, with hostile words wherever words may stand."""
    match form:
        case Form.TEXT if (kind, name) in {
            ("sealing", "commitment"),
            ("erasure", "commitment"),
            ("evidence", "digest"),
        }:
            return "0" * 64
        case Form.TEXT:
            return json.dumps(words)
        case Form.DATE:
            return "2015-06"
        case Form.QUANTITY:
            return "3 rifles"
        case Form.CHOICE:
            return str(next(choice for choice in field.choices if choice not in {"person", "R1", "R2", "R3"}))
        case Form.REFERENCE:
            if not field.kinds:
                return None if name in {"supersedes", "rests-on"} else "i"
            return "m" if "manufacture" in field.kinds else _REFERENCES[field.kinds[0]]


def _whole_casebook(words: str) -> str:
    """A statement of every kind, all of whose texts are hostile."""
    blocks = []
    first = list(_ALIASES)
    for kind in sorted(kinds_by_name(), key=lambda k: first.index(k) if k in first else len(first)):
        if kind in {"retraction", "duration"}:
            continue
        lines = [f"{kind} {_ALIASES.get(kind, '')}".rstrip()]
        for field in (*fields_of(kinds_by_name()[kind]), *fields_of(Statement)):
            value = _value(kind, field.wire, field.form, field, words)
            is_of_itself = value is not None and field.form is Form.REFERENCE and value == _ALIASES.get(kind)
            if value is not None and not is_of_itself:
                lines.append(f"  {field.wire} {value}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _case(user: User, words: str) -> Path:
    # A thing names no source and a source no thing, or they would name each other in a circle.
    text = "\n\n".join(_without_circles(block) for block in _whole_casebook(words).split("\n\n"))
    return user.case("hostile.case", text)


def _without_circles(block: str) -> str:
    kind = block.split(maxsplit=1)[0]
    order = list(_ALIASES)
    if kind not in order:
        return block
    later = {_ALIASES[k] for k in order[order.index(kind) :]}
    lines = block.splitlines()
    return "\n".join(
        line for line in lines if line.split()[-1] not in later or not line.startswith("  ") or line == lines[0]
    )


COMMANDS = (
    ("show",), ("show", "party"), ("show", "transfer"), ("show", "case"), ("show", "finding"), ("trace",),
    ("trace", "--plain"), ("trace", "--forward"), ("trace", "no such thing"), ("trace", "A"), ("log",), ("verify",),
    ("show", "transfr"),
)  # fmt: skip


def _everything_said(user: User, case: Path) -> dict[str, str]:
    said = {}
    for words in COMMANDS:
        for more in ((), ("--json",)):
            said[" ".join((*words, *more))] = user.run(words[0], case, *words[1:], *more).said
    for row in user.rows(case, "transfer") + user.rows(case, "source"):
        said[f"show {row['kind']}"] = user.run("show", case, row["id"]).check().said
    return said


def test_no_hidden_character_of_a_case_reaches_the_terminal(user: User) -> None:
    user.recorder = STEERING
    said = _everything_said(user, _case(user, STEERING))

    assert {words: hidden_in(text) for words, text in said.items() if hidden_in(text)} == {}
    assert "⟨U+202E⟩" in said["trace"]
    assert r"\u202e" in said["trace --json"]


def test_what_is_added_is_said_without_hidden_characters(user: User) -> None:
    case = user.path("x.case")
    user.run("new", case, "--title", STEERING).check()

    added = user.run("add", case, user.write("a.wit", f"item i: {json.dumps(STEERING)}\n"))

    assert hidden_in(added.check().said) == set()
    assert "characters that cannot be seen" in added.words


@pytest.mark.parametrize("text", [
    f"item {STEERING}: A\n", f"{STEERING}\n", f"item i: A\n  {STEERING}\n", f"item i: A\n  colour{STEERING} x\n",
    f"manufacture\n  of {STEERING}\n", f"item i: I\n\nmanufacture\n  of i\n  when {STEERING}\n",
    f"item i: I\n\nmanufacture\n  of i\n  quantity {STEERING}\n", f"source s: S\n  form {STEERING}\n",
])  # fmt: skip
def test_no_hidden_character_of_a_refused_file_reaches_the_terminal(user: User, text: str) -> None:
    path = user.write("bad\x1b[31m\u202e.wit", text.replace("\r", ""))

    for more in ((), ("--json",)):
        ran = user.run("add", user.case(f"x{len(more)}.case"), path, *more).refused()
        assert hidden_in(ran.said) == set()


def test_words_typed_at_the_command_line_come_back_without_hidden_characters(user: User) -> None:
    case = user.case("x.case", "item i: A\n")
    for words in (
        ("trace", case, STEERING), ("show", case, STEERING), ("retract", case, STEERING, "--by", "a", "--why", "b"),
        ("trace", case, "--known-by", STEERING), ("export", case, "-o", "x", "--as", STEERING), (STEERING,),
        ("show", STEERING), ("export", case, "-o", "x", "--level", STEERING), ("seal", case, "--open", STEERING),
        ("new", f"postgresql://{STEERING}"), ("new", f"no://{STEERING}"), ("merge", case, STEERING),
    ):  # fmt: skip
        assert hidden_in(user.run(*words).refused().said) == set(), words


def test_no_text_of_a_case_can_forge_a_line(user: User) -> None:
    said = _everything_said(user, _case(user, FORGED))

    forged = FORGED.split("\n")[1:]
    taken = {words for words, text in said.items() for line in text.split("\n") if line.rstrip() in forged}
    assert taken == set()


def test_no_markup_of_rich_is_taken_for_ours(user: User) -> None:
    case = user.case("x.case", 'item i: "[red]KB[/red] [link=x]04[/link] :skull:"\n')

    assert "[red]KB[/red] [link=x]04[/link] :skull:" in user.run("show", case).check().out


class _Page(html.parser.HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str]] = {}
        self.links: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")
            if name in {"href", "src", "xlink:href", "action", "data"}:
                self.links.add(value or "")


def _tame(user: User) -> _Page:
    return _Page(user.exported(user.case("tame.case", _whole_tame()), "dossier", "R3"))


def _whole_tame() -> str:
    return "\n\n".join(_without_circles(block) for block in _whole_casebook("tame").split("\n\n"))


def test_hostile_words_add_no_element_and_no_attribute_to_a_dossier(user: User) -> None:
    page = _Page(user.exported(_case(user, MARKUP), "dossier", "R3"))
    tame = _tame(user)

    assert page.tags <= tame.tags | {"br", "blockquote", "p"}
    assert set(page.attributes) <= set(tame.attributes)
    assert not [name for name in page.attributes if name.startswith("on")]
    assert {link for link in page.links if not re.match(r"#s\d+$|#src\d+$|#main$", link)} == set()


def test_hostile_words_stay_words_in_a_dossier(user: User) -> None:
    page = user.exported(_case(user, MARKUP), "dossier", "R3")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "{{ 7*7 }}" in page
    assert page.count("</svg>") == page.count("<svg")


def test_no_hidden_character_stands_in_a_dossier(user: User) -> None:
    page = user.exported(_case(user, STEERING), "dossier", "R3")

    assert hidden_in(page) == set()
    assert "⟨U+202E⟩" in page


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc",
    " javascript:alert(1)", "//evil.example", "https:alert", "java\tscript:alert(1)", "x ; javascript:alert(1)",
])  # fmt: skip
def test_an_address_that_is_not_one_of_the_web_is_no_link(user: User, address: str) -> None:
    source = f"source s: S\n  form press\n  address {json.dumps(address)}\n\nitem i: I\n\n"
    case = user.case("x.case", f"case c: C\n  level R0\n\n{source}manufacture\n  of i\n  when 1986\n  source s\n")

    page = _Page(user.exported(case, "dossier", "R0"))

    assert {link for link in page.links if not link.startswith("#")} == set()


def test_an_address_of_the_web_is_a_link_that_sends_no_referrer(user: User) -> None:
    address = 'https://paper.example/a?b=1&c="2" ; http://other.example/'
    source = f"source s: S\n  form press\n  address {json.dumps(address)}\n\nitem i: I\n\n"
    case = user.case("x.case", f"case c: C\n  level R0\n\n{source}manufacture\n  of i\n  when 1986\n  source s\n")

    page = _Page(user.exported(case, "dossier", "R0"))

    assert {link for link in page.links if not link.startswith("#")} == {
        'https://paper.example/a?b=1&c="2"', "http://other.example/",
    }  # fmt: skip
    assert page.attributes["rel"] == {"noreferrer"}


def test_hostile_words_come_back_from_notation_and_bundle_as_they_went(user: User, other: User) -> None:
    for words in (STEERING, FORGED, MARKUP):
        case = _case(user, words)
        text, root = user.exported(case, "notation", "R3"), user.root(case)
        bundle = user.path("x.bundle")
        user.run("export", case, "--as", "bundle", "--level", "R3", "-o", bundle).check()
        theirs = other.case("theirs.case")

        other.run("merge", theirs, bundle).check()

        assert other.root(theirs) == root
        assert user.root(user.case("again.case", user.write("again.wit", text.encode()))) == root
        for path in (case, theirs, user.path("again.case")):
            path.unlink()
