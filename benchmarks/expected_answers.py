"""Answers that can be checked exactly: each is worked out from public data by our readers and mappings, and compared.

    WITNESSMARK_REFERENCE_DATA=../shared python benchmarks/expected_answers.py

The questions and the answers stand in `data/EXPECTED.json` of the reference data, which nobody on this project wrote.
Each answer comes from the ready mapping of the file, with a further `[[table.figure]]` where the question wants one, or
from the statements that the import makes. A question about no table is answered by the vocabulary.
"""

import argparse
import csv
import io
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from witnessmark import bootstrap
from witnessmark.ingest import library
from witnessmark.ingest import mapping as m
from witnessmark.ingest.body import body
from witnessmark.ingest.checks import CheckTold
from witnessmark.ingest.heading import finder, layout, top
from witnessmark.ingest.reading import Reading
from witnessmark.ingest.sheet import ReadAs, Sheet
from witnessmark.ingest.totals import FigureTold
from witnessmark.model.happenings import Containment, Deliveries, Transfer
from witnessmark.model.ids import SourceId, StatementId
from witnessmark.model.statement import Statement
from witnessmark.model.things import Authorisation, Item
from witnessmark.vocabulary.states import eu_accessions, heirs, successors

DATA = Path(os.environ.get("WITNESSMARK_REFERENCE_DATA", Path(__file__).resolve().parents[2] / "shared")) / "data"
_SOURCE = SourceId(StatementId("0" * 64))
_ORYX = ("captured", "abandoned", "damaged", "destroyed")
_SIPRI = "sipri_trade_register/trade_register.csv"
_DUTCH = "nl_arms_licences/Overzicht.uitvoer.militaire.goederen.2004-2014.csv"
_GUR = "gur_components/components.csv"


@dataclass(frozen=True)
class Answer:
    """One question, what was expected, and what we got."""

    id: str
    expected: Any
    got: Any
    state: str
    """passed, FAILED, or skipped."""
    why: str = ""


@dataclass(frozen=True)
class Read:
    """Files that were read through a mapping, to the end."""

    figures: dict[str, FigureTold]
    checks: dict[str, CheckTold]
    statements: dict[StatementId, Statement]
    unread: int

    def of_kind(self, kind: type[Any]) -> list[Any]:
        """The contents of a kind, in the order of the file."""
        return [each.content for each in self.statements.values() if isinstance(each.content, kind)]

    def content(self, i: StatementId | None) -> Any:
        """What stands under an id."""
        return None if i is None else self.statements[i].content


def read(mapping: m.Mapping, *paths: str) -> Read:
    """Some files as one, through a mapping; each file is a sheet of its own."""
    with ExitStack() as stack:
        books = [stack.enter_context(bootstrap.books().open(str(DATA / path), mapping.read)) for path in paths]
        one = len(books) == 1
        sheets = [each if one else Sheet(book.name, each.rows) for book in books for each in book.sheets()]
        reading = Reading(books[0].name, sheets, mapping)
        statements: dict[StatementId, Statement] = {}
        unread = 0
        for row in reading.rows(_SOURCE):
            statements.update((made.root, made.statement) for made in row.made)
            unread += row.unread is not None
        figures = {each.name: each for each in reading.totals.figures()}
        return Read(figures, {each.name: each for each in reading.checks()}, statements, unread)


def ready(name: str, **figures: dict[str, str]) -> m.Mapping:
    """A ready mapping, with further figures by name."""
    found = next(each.mapping for each in library.ready() if each.mapping.name == name)
    more = tuple(m.Figure(name=figure, **asks) for figure, asks in figures.items())
    first = msgspec.structs.replace(found.table[0], figure=(*found.table[0].figure, *more))
    return msgspec.structs.replace(found, table=(first, *found.table[1:]))


def counting(name: str, columns: Sequence[str], **figures: dict[str, str]) -> m.Mapping:
    """A mapping that only counts, for a file of no kind that becomes statements."""
    more = tuple(m.Figure(name=figure, **asks) for figure, asks in figures.items())
    table = m.Table(columns={each.replace("_", "-"): (each,) for each in columns}, figure=more)
    return m.Mapping(form=m.FORM, name=name, table=(table,))


# -- the files, each read once ----------------------------------------------------------------------------------------


@cache
def sipri() -> Read:
    """The trade register, with trade from 2020 to 2024 apart."""
    years = "{year|is:2020;2021;2022;2023;2024}"
    return read(
        ready(
            "sipri-trade-register",
            rows={"count": "{deal}"},
            exports={"sum_": "{tiv}", "by": "{supplier}", "if_": years},
            imports={"sum_": "{tiv}", "by": "{recipient}", "if_": years},
        ),
        _SIPRI,
    )


@cache
def dutch() -> Read:
    """The Dutch licences."""
    return read(ready("nl-arms-licences", rows={"count": "{number}"}), _DUTCH)


@cache
def oryx() -> Read:
    """The four lists of events, as one."""
    return read(ready("oryx-losses"), *(f"oryx_ukraine/event_{kind}.csv" for kind in _ORYX))


@cache
def components() -> Read:
    """The list of components."""
    return read(
        ready("component-lists", shahed={"count": "{found-in|has:uav-shahed-131}"}, rows={"count": "{id}"}), _GUR
    )


# -- the answers ------------------------------------------------------------------------------------------------------


def shares(figure: FigureTold, expected: dict[str, float]) -> dict[str, float]:
    """The shares of those that were asked for."""
    return {name: float(figure.shares.get(name, "0")) for name in expected}


def sipri_9() -> list[int]:
    """Rows, deals, suppliers, recipients, designations."""
    names = ("rows", "deals", "suppliers", "recipients", "designations")
    return [int(sipri().figures[name].value) for name in names]


def sipri_10() -> list[int]:
    """Rows that were delivered before they were ordered; the median and the longest time between."""
    figures = sipri().checks["ordered before delivered"].figures
    return [int(figures[name]) for name in ("wrong", "median years", "most years")]


def nl_1() -> list[int]:
    """Rows, numbers, and final destinations as typed, blanks included, and without."""
    with bootstrap.books().open(str(DATA / _DUTCH), ReadAs()) as book:
        (sheet,) = book.sheets()
        table = ready("nl-arms-licences").table[0]
        found = layout(top(sheet), table)
        assert found is not None  # noqa: S101 - the figures below would fail too
        place = finder(found, table)("end")
        raw = {row.cells[place or 0] for row, why in body(sheet, found, table) if not why}
    figures = dutch().figures
    names = ("rows", "licence numbers")
    return [*(int(figures[name].value) for name in names), len(raw), int(figures["final destinations"].value)]


def nl_2() -> list[int]:
    """The value of every row, of the first issue of each number, and without renewals."""
    names = ("every row", "the first issue of each number", "without rows that are marked as renewals")
    return [int(dutch().figures[f"value, {name}"].value) for name in names]


def _note(licence: Authorisation, what: str) -> str:
    parts = [part.strip() for part in str(licence.note).split(";")]
    return next((part.removeprefix(what).strip() for part in parts if part.startswith(what)), "")


def nl_3() -> dict[str, Any]:
    """The licence for frigates: its rows, its renewals and what stands in its place."""
    licences = dutch().of_kind(Authorisation)
    own = [each for each in licences if each.number == "28494149"]
    after = [each for each in licences if _note(each, "in place of") == "28494149"]
    values = [int(_note(each, "value").removesuffix(" EUR")) for each in (*own, *after)]
    return {
        "rows": len(own),
        "renewals": sum(_note(each, "renewal") == "J" for each in own),
        "successor": " ".join(each.number for each in after),
        "naive_eur": sum(values),
        "count_once_eur": values[0],
    }


def nl_4() -> list[int]:
    """Licences in place of which others stand: numbers of eight digits, and those of them that the file has."""
    licences = dutch().of_kind(Authorisation)
    numbers = {each.number for each in licences}
    instead = [named for each in licences if len(named := _note(each, "in place of")) == 8 and named.isdigit()]
    return [len(instead), sum(each in numbers for each in instead)]


def oryx_3() -> list[int]:
    """Events by what happened; different systems."""
    by = oryx().figures["events"].by
    return [*(int(by[kind]) for kind in _ORYX), int(oryx().figures["systems"].value)]


def oryx_4() -> list[int]:
    """Captured from Ukraine and made elsewhere than in the three; of the United States, of the United Kingdom."""
    made = Counter(
        oryx().content(thing).country
        for each in oryx().of_kind(Transfer)
        if oryx().content(each.from_).name == "Ukraine"
        for thing in each.of
    )
    foreign = made.total() - sum(made[name] for name in ("Soviet Union", "Ukraine", "Russia"))
    return [foreign, made["United States"], made["United Kingdom"]]


def oryx_5() -> int:
    """Photographs that several events cite."""
    return oryx().checks["photographs cited by several events"].found


def oryx_6() -> list[int]:
    """The M2 Bradley: delivered to Ukraine since 2022, and captured of the M2A2."""
    delivered = sum(
        each.quantity.amount
        for each in sipri().of_kind(Deliveries)
        if sipri().content(each.recipient).name == "Ukraine"
        and each.item_class.startswith(("M-2", "M2"))
        and "Bradley" in each.item_class
        and str(each.when)[:4] >= "2022"
    )
    captured = [oryx().content(thing) for each in oryx().of_kind(Transfer) for thing in each.of]
    return [int(delivered), sum(str(item.name).startswith("M2A2") for item in captured if isinstance(item, Item))]


def gur_1() -> list[int]:
    """Rows, components, and how many of them stand in 316 rows, which is most."""
    figures, check = components().figures, components().checks["components that repeat"]
    most = int(check.figures["repeated most"]) if check.figures["most"] == "316" else 0
    return [int(figures["rows"].value), int(figures["components"].value), most]


def gur_2() -> list[int]:
    """Components of one aircraft: rows, and components."""
    lots = {i for i, each in components().statements.items() if getattr(each.content, "name", "") == "uav-shahed-131"}
    inside = {each.inner for each in components().of_kind(Containment) if each.outer in lots}
    return [int(components().figures["shahed"].value), len(inside)]


def gur_3() -> list[float]:
    """The share of the United States, by rows and by components."""
    names = ("rows by country of the maker", "components by country of the maker")
    return [float(components().figures[name].shares["US"]) for name in names]


def er_1() -> list[int]:
    """Records, who they are of, and pairs of records that are of one."""
    columns = ("unique_id", "cluster")
    records = {"count": "{unique-id}"}
    told = read(counting("records", columns, records=records, entities={"distinct": "{cluster}"},
                         sizes={"count": "{unique-id}", "by": "{cluster}"}), "er_splink/fake_1000.csv")  # fmt: skip
    pairs = sum(int(size) * (int(size) - 1) // 2 for size in told.figures["sizes"].by.values())
    return [int(told.figures["records"].value), int(told.figures["entities"].value), pairs]


def er_4() -> list[int]:
    """Records of each list, and pairs whose ids say that they are of one."""
    links: list[set[str]] = []
    counts = []
    for name in ("dataset4a", "dataset4b"):
        told = read(counting("records", ("rec_id",), ids={"count": "{rec-id}", "by": "{rec-id|part:2:-}"}),
                    f"er_splink/{name}.csv")  # fmt: skip
        counts.append(int(told.figures["ids"].value))
        links.append(set(told.figures["ids"].by))
    assert counts[0] == counts[1]  # noqa: S101 - the question is of each
    return [counts[0], len(links[0] & links[1])]


def ref_1() -> str:
    """Who followed Yugoslavia, in the list and with us."""
    lines = (DATA / "reference/ref_territories/data.jsonl").read_text("utf-8").splitlines()
    upstream = next(entry["successors"] for entry in map(json.loads, lines) if entry["code"] == "yucs")
    ours = {code.lower() for code in heirs("YUCS")} | {each.successor.lower() for each in successors("YUCS")}
    needed = [code for code in ("rs", "me") if code in ours and code not in upstream]
    said = f"upstream lists {' '.join(upstream)}; correct needs {' '.join(needed)}"
    return said if "cshh" not in ours else f"{said}; ours lists cshh too"


def ref_2() -> list[str]:
    """Accessions to the European Union whose day is another in the list than with us."""
    ours = {row["code"]: row["from"] for row in eu_accessions()}
    text = (DATA / "reference/ref_eu_membership/membership.csv").read_text("utf-8-sig")
    theirs = {row["country_code"]: row["union_date"] for row in csv.DictReader(io.StringIO(text))}
    wrong = {code for code, day in theirs.items() if day != ours[{"EL": "GR"}.get(code, code)]}
    return [code for code in ("HU", "EE") if code in wrong] + sorted(wrong - {"HU", "EE"})


def ye_1() -> list[int]:
    """Chains, and those of one leg and of two."""
    told = read(ready("transfer-chains"), "yemen_weapons_repository/transfer_chains.csv").figures["chains"]
    return [int(told.value), int(told.by["1"]), int(told.by["2"])]


def ucdp_1() -> list[int]:
    """Actors, and those that are organised."""
    told = read(ready("ucdp-actors"), "reference/ref_ucdp_actors/ucdp-actor-221.csv").figures["actors"]
    return [int(told.value), int(told.by["1"])]


ANSWERS: dict[str, Callable[[Any], Any]] = {
    "SIPRI-7": lambda expected: shares(sipri().figures["exports"], expected),
    "SIPRI-8": lambda expected: shares(sipri().figures["imports"], expected),
    "SIPRI-9": lambda _: sipri_9(),
    "SIPRI-10": lambda _: sipri_10(),
    "NL-1": lambda _: nl_1(),
    "NL-2": lambda _: nl_2(),
    "NL-3": lambda _: nl_3(),
    "NL-4": lambda _: nl_4(),
    "ORYX-3": lambda _: oryx_3(),
    "ORYX-4": lambda _: oryx_4(),
    "ORYX-5": lambda _: oryx_5(),
    "ORYX-6": lambda _: oryx_6(),
    "GUR-1": lambda _: gur_1(),
    "GUR-2": lambda _: gur_2(),
    "GUR-3": lambda _: gur_3(),
    "ER-1": lambda _: er_1(),
    "ER-4": lambda _: er_4(),
    "REF-1": lambda _: ref_1(),
    "REF-2": lambda _: ref_2(),
    "YE-1": lambda _: ye_1(),
    "UCDP-1": lambda _: ucdp_1(),
}


def questions() -> list[dict[str, Any]]:
    """Every question, with its answer."""
    found: list[dict[str, Any]] = json.loads((DATA / "EXPECTED.json").read_text("utf-8"))
    return found


def answered(question: dict[str, Any]) -> Answer:
    """What we say to a question."""
    name, expected = question["id"], question["a"]
    if name not in ANSWERS:
        return Answer(name, expected, None, "skipped", "these readers and mappings do not give it")
    got = ANSWERS[name](expected)
    return Answer(name, expected, got, "passed" if _plain(got) == _plain(expected) else "FAILED")


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))


def told(answers: Sequence[Answer]) -> str:
    """A table of what was expected and got."""
    lines = [f"{each.id:9} {each.state:8} expected {_short(each.expected)}\n{'':18} got      "
             f"{each.why or _short(each.got)}" for each in answers]  # fmt: skip
    counts = Counter(each.state for each in answers)
    return "\n".join([*lines, ", ".join(f"{counts[state]} {state}" for state in ("passed", "FAILED", "skipped"))])


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:160]


def main() -> int:
    """Print the table; 1 where an answer is another than expected."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    if not (DATA / "EXPECTED.json").is_file():
        print(f"no reference data in {DATA}; set WITNESSMARK_REFERENCE_DATA")
        return 0
    answers = [answered(each) for each in questions()]
    print(told(answers))
    return int(any(each.state == "FAILED" for each in answers))


if __name__ == "__main__":
    sys.exit(main())
