"""Many readings at once have the same answers as each has alone."""

import string
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from witnessmark.adapters.machine import SystemClock
from witnessmark.adapters.shelf import FolderShelf
from witnessmark.app import registers
from witnessmark.app.bulk import digest_of, questions_of
from witnessmark.app.linking import Linking
from witnessmark.app.lookup import Counter
from witnessmark.bootstrap import Silent
from witnessmark.marks.confusion import default_model
from witnessmark.marks.reading import read
from witnessmark.matching.compiling import can_compile, compiled
from witnessmark.matching.many import gathering, weapongroups, weighing
from witnessmark.matching.many.markrows import mark_rows
from witnessmark.matching.many.questions import taken_apart
from witnessmark.matching.resolving.markmodel import SIGNS, plain, sighted
from witnessmark.matching.search import neighbours, rangesearch
from witnessmark.synthetic.registers import findings, table, weapons

pytestmark = pytest.mark.skipif(not can_compile(), reason="want Numba: without it these take minutes")

Question = tuple[str, dict[str, str]]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> FolderShelf:
    """Two registers of invented weapons, some of them in both, some in one twice, and some odd ones."""
    folder = tmp_path_factory.mktemp("registers")
    made = FolderShelf(folder / "registers")
    rows = table(weapons(3_000, 1))
    odd = pa.table({
        "kind": ["serial"] * 6,
        "mark": ["Ж 71-04", "KB 123456789012345678901234567890123456", "KB 000001", "KB 000001", "KB 000001", "(7)"],
        "make": ["Works 1", "", "Works 1", "", "Works 2", ""], "model": ["", "", "Pattern A", "Pattern A", "", ""],
        "country": [""] * 6, "event": ["made", "", "sold", "made", "", ""], "when": ["1971", "", "", "1970", "", ""],
    })  # fmt: skip
    ranges = pa.table({"kind": ["range"], "mark": ["RX 00100"], "last": ["RX 00199"], "model": ["Pattern B"]})
    for name, each in (("maker", rows.slice(0, 2_000)), ("force", rows.slice(1_500)), ("odd", odd), ("odd", ranges)):
        pq.write_table(each, folder / "file.parquet")
        registers.add(made, name, str(folder / "file.parquet"), SystemClock("0"), Silent())
    return made


def alike(shelf: FolderShelf, asked: Sequence[Question]) -> None:
    """Asks both ways."""
    counter = Counter(shelf)
    questions = questions_of(asked)
    told = pa.concat_tables(Linking(counter, shelf).answers(questions)).to_pylist()
    for line, (typed, _), answer in zip(told, asked, counter.ask_all(asked), strict=True):
        found = answer.resolved
        assert line["in_no_register"] == pytest.approx(found.in_no_register, rel=1e-6), typed
        assert (line["credible"], line["credible_holds_none"]) == (found.credible, found.credible_holds_none), typed
        assert line["is_whole"] == found.is_whole, typed
        if not found.candidates:
            assert (line["mark"], line["probability"]) == (None, 0)
            continue
        best = found.candidates[0]
        assert line["probability"] == pytest.approx(best.probability, rel=1e-6), typed
        # The single look-up tells it to six places.
        assert line["by_accident"] == pytest.approx(best.chance_rate, rel=1e-6, abs=1e-6), typed
        record = best.records[0]
        assert [line[name] for name in ("mark", "register", "part", "row")] == [
            best.mark, record.register, record.part, record.row
        ], typed  # fmt: skip


def test_readings_of_a_noisy_world_have_the_same_answers_both_ways(shelf: FolderShelf) -> None:
    found = findings(weapons(3_000, 1), 2_500, 400, default_model(), 7)
    alike(shelf, [(each.typed, each.stated) for each in found])


@pytest.mark.parametrize(
    "typed",
    ["", "?", "??", "*", "KB*", "1-0*-6?", "Ж7104", "ж 71-04", "Ж 7?-0*", "☃-12", "[1I]-0[08]211-60", "KB 000001",
     "KB 12345678901234567890*", "KB 123456789012345678901234567890123456", "/26\\ 1-00211-60", "{obl:2}-00211-60",
     "RX 00150", "RX 001?0", "7", "(7)", "1-00211-60 " * 9],
)  # fmt: skip
@pytest.mark.parametrize("stated", [{}, {"make": "Works 1", "year": "1971"}, {"model": "nothing of ours"}])
def test_odd_readings_have_the_same_answers_both_ways(shelf: FolderShelf, typed: str, stated: dict[str, str]) -> None:
    alike(shelf, [(typed, stated)])


SIGN = st.sampled_from("0123456789ABKIO?*[]{}()/\\-. Жя٣" + string.ascii_lowercase[:3])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(SIGN, max_size=14), min_size=1, max_size=6))
def test_any_text_has_the_same_answer_both_ways(shelf: FolderShelf, texts: list[str]) -> None:
    alike(shelf, [(text, {}) for text in texts])


def test_an_answer_does_not_depend_on_what_is_asked_beside_it(shelf: FolderShelf) -> None:
    found = findings(weapons(3_000, 1), 2_500, 200, default_model(), 9)
    questions = questions_of([(each.typed, each.stated) for each in found])
    linking = Linking(Counter(shelf), shelf)
    whole = pa.concat_tables(linking.answers(questions))
    apart = pa.concat_tables([table for n in range(200) for table in linking.answers(questions.slice(n, 1))])
    assert digest_of(whole) == digest_of(apart)


@given(st.text(st.sampled_from("0123456789ABKabk .-?ЖОъ☃Å"), max_size=20))
def test_a_reading_is_taken_apart_as_its_notation_says(text: str) -> None:
    places, _ = taken_apart(pa.array([text]))
    assert tuple(places.seen[kind] for kind in places.kinds) == sighted(read(text))


@given(st.lists(st.text(st.sampled_from("0123456789ABab .-ЖО☃٣"), max_size=12)))
def test_marks_as_rows_are_plain_marks(marks: list[str]) -> None:
    rows, lengths = mark_rows(pa.chunked_array([pa.array(marks, pa.string())]), 12)
    told = [
        [SIGNS[n] if n < len(SIGNS) else "☃" for n in row[:length]] for row, length in zip(rows, lengths, strict=True)
    ]
    assert told == [list(plain(mark)) for mark in marks]


@pytest.mark.parametrize("module", [gathering, neighbours, rangesearch, weapongroups, weighing])
def test_what_is_compiled_is_kept_by_the_digest_of_the_package(module: ModuleType) -> None:
    copy = compiled(module)
    functions = [each for each in vars(copy).values() if hasattr(each, "stats")]
    assert functions
    assert all(str(Path(each.stats.cache_path)).count("compiled-") == 1 for each in functions)
