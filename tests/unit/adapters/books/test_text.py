import codecs
import csv
import gzip
import hashlib
import io
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.adapters.books.conftest import Open

from witnessmark.adapters.books import bounds
from witnessmark.adapters.books.disk import DiskBook
from witnessmark.errors import UsageError
from witnessmark.ingest.sheet import LONGEST_CELL, MOST_COLUMNS, ReadAs, Row

TABLE = [["model", "number", "price"], ["R-41", "AB 0042", "1,5"], ["R-7", "AB 0043", "2,5"]]


def rows(book: DiskBook) -> list[Row]:
    (sheet,) = book.sheets()
    return list(sheet.rows())


def cells(book: DiskBook) -> list[list[str]]:
    return [list(row.cells) for row in rows(book)]


def written(table: Sequence[Sequence[str]], delimiter: str, end: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(table)
    return text.getvalue()


@pytest.mark.parametrize("delimiter", list(",;\t|:"))
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_delimiter_is_found_out_whatever_ends_the_lines(book: Open, delimiter: str, end: str) -> None:
    opened = book(written(TABLE, delimiter, end))
    assert opened.read_as == ReadAs(delimiter=delimiter, encoding="utf-8", form="csv")
    assert cells(opened) == TABLE


def test_a_delimiter_that_is_asked_for_is_not_guessed(book: Open) -> None:
    assert cells(book("a;b,c\n", read_as=ReadAs(delimiter=","))) == [["a;b", "c"]]
    assert cells(book("a;b\tc\n", read_as=ReadAs(delimiter="tab"))) == [["a;b", "c"]]
    with pytest.raises(UsageError, match=r"table\.csv: want one character as delimiter, or tab, got '::'"):
        book("a\n", read_as=ReadAs(delimiter="::"))


def test_a_line_that_tells_a_spreadsheet_the_delimiter_is_heeded_and_stays_a_row(book: Open) -> None:
    assert cells(book("sep=|\na,b|c,d\n")) == [["sep=", ""], ["a,b", "c,d"]]


def test_rows_are_numbered_from_one_with_preamble_empty_lines_and_footer(book: Open) -> None:
    opened = rows(book("Sales of the invented works;\n\nmodel;number\nR-41;7\n\nSource: invented\n"))
    assert [(row.number, list(row.cells)) for row in opened] == [
        (1, ["Sales of the invented works", ""]),
        (2, []),
        (3, ["model", "number"]),
        (4, ["R-41", "7"]),
        (5, []),
        (6, ["Source: invented"]),
    ]


def test_a_row_with_too_few_or_many_cells_is_not_broken(book: Open) -> None:
    opened = rows(book("a,b\n1\n1,2,3\n"))
    assert [len(row.cells) for row in opened] == [2, 1, 3]
    assert not any(row.broken for row in opened)


def test_a_cell_can_span_lines_and_hold_delimiters_and_quotes(book: Open) -> None:
    opened = rows(book('a,b\r\n"two\r\nlines, and ""quotes""",x\r\nlast,y\r\n'))
    assert [list(row.cells) for row in opened] == [["a", "b"], ['two\nlines, and "quotes"', "x"], ["last", "y"]]
    assert [row.number for row in opened] == [1, 2, 3]


def test_a_quote_that_is_never_closed_costs_one_row(book: Open) -> None:
    opened = rows(book('a,b\n"7.62 mm,x\n' + "".join(f"R-{n},{n}\n" for n in range(5_000))))
    assert len(opened) == 5_002
    assert list(opened[1].cells) == ['"7.62 mm', "x"]
    assert opened[1].broken.startswith("want a quote that closes")
    assert [list(row.cells) for row in opened[2:4]] == [["R-0", "0"], ["R-1", "1"]]
    assert [row.number for row in opened if row.broken] == [2]
    assert opened[-1].number == 5_002


def test_a_stray_quote_does_not_swallow_the_rows_up_to_the_next_one(book: Open) -> None:
    opened = rows(book('a,b\n"7.62 mm,x\nR-1,1\n"old" R-2,2\nR-3,3\n'))
    assert len(opened) == 5
    assert list(opened[2].cells) == ["R-1", "1"]
    assert list(opened[3].cells) == ['"old" R-2', "2"]
    assert list(opened[4].cells) == ["R-3", "3"]


def test_quotes_within_quotes_that_are_not_doubled_are_kept_and_told_of(book: Open) -> None:
    row = rows(book('a,b\n1,"the "old" one, used"\n'))[1]
    assert list(row.cells) == ["1", 'the "old" one, used']
    assert row.notes == {1: "quotes within quotes are not doubled"}
    assert not row.broken


def test_the_last_line_may_lack_its_end_and_a_quote(book: Open) -> None:
    opened = rows(book('a,b\n1,"open'))
    assert list(opened[1].cells) == ["1", '"open']
    assert opened[1].broken


def test_lines_that_would_all_be_read_again_are_read_without_regard_to_quotes(
    book: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("witnessmark.adapters.books.text.MOST_READ_AGAIN", 10_000)
    opened = rows(book("a,b,c\n" + 'x",",\n' * 3_000))
    assert len(opened) == 3_001
    assert list(opened[-1].cells) == ['x"', '"', ""]


def test_a_cell_that_is_too_long_breaks_its_row_alone(book: Open) -> None:
    opened = rows(book(f'a,b\n{"x" * (LONGEST_CELL + 1)},1\n"{"y" * (LONGEST_CELL + 1)}",2\nR-41,3\n'))
    assert [bool(row.broken) for row in opened] == [False, True, True, False]
    assert max(len(cell) for row in opened for cell in row.cells) == LONGEST_CELL


def test_a_line_without_end_is_cut(book: Open) -> None:
    opened = rows(book("a,b\n" + "x" * (bounds.LONGEST_LINE + bounds.CHUNK * 3) + "\nR-41,1\n"))
    assert [row.number for row in opened] == [1, 2, 3]
    assert "it was cut" in opened[1].broken
    assert list(opened[2].cells) == ["R-41", "1"]


def test_a_row_of_too_many_columns_is_broken(book: Open) -> None:
    opened = rows(book("a,b\n" + "," * MOST_COLUMNS + "\nx,y\n"))
    assert [bool(row.broken) for row in opened] == [False, True, False]
    assert len(opened[1].cells) == MOST_COLUMNS


RUSSIAN = "Страна;Количество;Модель\nРоссия;12;автомат образца Ю\nУкраина;3;пистолет Я\nКуба;1;Пулемёт\n"
FRENCH = "Désignation;Modèle;Numéro\nFusil d'assaut;modèle été;1234\nPistolet à main;État;55\nGarçon, Noël;x;1\n"
POLISH = "Państwo;Ilość;Rodzaj broni\nPolska;12;karabin szturmowy\nWęgry;9;część śruba żółta\n"
GREEK = "Χώρα;Ποσότητα;Μοντέλο\nΕλλάδα;12;τυφέκιο εφόδου\nΚύπρος;4;πιστόλι\n"
ARABIC = "البلد;الكمية;الطراز\nمصر;12;بندقية هجومية\nالأردن;4;مسدس\n"
CHINESE = "国家;数量;型号\n中国;12;突击步枪\n苏丹;3;手枪\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r"), (RUSSIAN, "cp866"), (RUSSIAN, "mac_cyrillic"), (FRENCH, "cp1252"),
        (FRENCH, "mac_roman"), (FRENCH, "cp850"), (POLISH, "cp1250"), (POLISH, "iso8859_2"), (POLISH, "cp852"),
        (GREEK, "cp1253"), (ARABIC, "cp1256"), (CHINESE, "gb18030"),
    ],
)  # fmt: skip
def test_an_encoding_is_guessed_and_said_to_be_guessed(book: Open, text: str, encoding: str) -> None:
    opened = book(text.encode(encoding))
    assert cells(opened) == [line.split(";") for line in text.splitlines()]
    assert any(note.startswith("encoding: guessed ") and "lines beyond ASCII" in note for note in opened.notes)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE),
     ("utf-32-le", codecs.BOM_UTF32_LE), ("utf-16-le", b""), ("utf-16-be", b"")],
)  # fmt: skip
def test_a_mark_at_the_beginning_or_zeros_tell_the_encoding(book: Open, encoding: str, mark: bytes) -> None:
    opened = book(mark + RUSSIAN.encode(encoding))
    assert cells(opened) == [line.split(";") for line in RUSSIAN.splitlines()]
    assert bool(opened.notes) is (not mark)


def test_letters_that_stand_far_into_a_file_tell_its_encoding(book: Open) -> None:
    opened = book(b"model,country\n" + b"R-41,Cuba\n" * 100_000 + "R-7,Österreich\nR-8,Türkei\n".encode("cp1252"))
    assert cells(opened)[-2:] == [["R-7", "Österreich"], ["R-8", "Türkei"]]


def test_an_encoding_that_is_asked_for_is_not_guessed(book: Open) -> None:
    opened = book("Ö,Ü\n".encode("cp1252"), read_as=ReadAs(encoding="windows-1252"))
    assert cells(opened) == [["Ö", "Ü"]]
    assert opened.notes == ()


@pytest.mark.parametrize("name", ["no-such", "hex", "rot13", "idna", "unicode_escape", "zip", "undefined", "\0"])
def test_what_is_no_encoding_of_files_is_refused(book: Open, name: str) -> None:
    with pytest.raises(UsageError, match="want an encoding such as utf-8"):
        book("a\n", read_as=ReadAs(encoding=name))


def test_bytes_that_are_no_text_break_their_row_and_no_other(book: Open) -> None:
    opened = book("model,place\nR-1,Köln\nR-2,Lübeck\n".encode() + b"R-3,K\xf6ln\n" + "R-4,Plön\n".encode())
    told = rows(opened)
    assert [bool(row.broken) for row in told] == [False, False, False, True, False]
    assert told[3].broken == "want text in utf-8, got the bytes 0xF6"
    assert list(told[3].cells) == ["R-3", "K\ufffdln"]
    assert opened.notes == ("encoding: utf-8, but not in all lines: 1 of 4",)


def test_a_zero_here_and_there_breaks_its_row_alone(book: Open) -> None:
    opened = rows(book("model,number\n" + "R-41,7\n" * 50 + "R-\0,8\n" + '"R-\0\n9",9\nR-41,10\n'))
    assert {row.number: row.broken for row in opened if row.broken} == {
        52: "want text in utf-8, got the bytes 0x00",
        53: "want text in utf-8, got the bytes 0x00",
    }
    assert list(opened[51].cells) == ["R-\ufffd", "8"]


def test_a_packed_text_is_read_as_the_text(book: Open) -> None:
    opened = book(gzip.compress(b"a,b\n1,2\n"), name="table.csv.gz")
    assert cells(opened) == [["a", "b"], ["1", "2"]]
    assert opened.notes == ()


def test_a_packed_text_that_is_cut_is_no_whole_one(book: Open) -> None:
    packed = gzip.compress(b"".join(b"AB%07d,%d\n" % (n, n * n) for n in range(100_000)))
    with pytest.raises(UsageError, match=r"want a whole .*, got Compressed file ended"):
        rows(book(packed[: len(packed) // 2], name="table.csv.gz"))


def test_a_packed_text_that_would_fill_the_disk_is_refused(book: Open) -> None:
    packed = gzip.compress(b"\n" * (bounds.FREE_TO_INFLATE + bounds.CHUNK), compresslevel=9)
    with pytest.raises(UsageError, match="want at most 64,000,000 bytes when unpacked, got more"):
        for _ in book(packed, name="bomb.csv.gz").sheets()[0].rows():
            pass


def test_the_digest_is_that_of_the_file(book: Open) -> None:
    content = b"a,b\n1,2\n"
    assert book(content).digest == hashlib.sha256(content).hexdigest()


def test_rows_are_read_anew_each_time(book: Open) -> None:
    opened = book(written(TABLE, ";"))
    assert cells(opened) == cells(opened)


@given(
    table=st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=8), min_size=2, max_size=4),
        min_size=1,
        max_size=8,
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_python_writes_as_csv_reads_back_the_same(book: Open, table: list[list[str]]) -> None:
    text = written(table, ",", "\n")
    opened = book(b"\xef\xbb\xbf" + text.encode(), read_as=ReadAs(delimiter=",", form="csv"))
    assert cells(opened) == table
