import json

import pytest
from tests.unit.adapters.books.conftest import Open

from witnessmark.adapters.books import bounds
from witnessmark.adapters.books.disk import DiskBook
from witnessmark.errors import UsageError
from witnessmark.ingest.sheet import ReadAs, Row


def rows(book: DiskBook) -> list[Row]:
    (sheet,) = book.sheets()
    return list(sheet.rows())


def cells(book: DiskBook) -> list[list[str]]:
    return [list(row.cells) for row in rows(book)]


def test_keys_are_the_first_row_and_objects_within_objects_have_dots(book: Open) -> None:
    opened = book(
        '{"model": "R-41", "maker": {"name": "Orlan", "in": {"year": 1986}}}\n{"model": "R-7", "parts": ["a", 1]}\n'
    )
    assert opened.read_as == ReadAs(encoding="utf-8", form="jsonl")
    assert cells(opened) == [
        ["model", "maker.name", "maker.in.year", "parts"],
        ["R-41", "Orlan", "1986", ""],
        ["R-7", "", "", '["a", 1]'],
    ]
    assert [row.number for row in rows(opened)] == [1, 2, 3]


def test_numbers_keep_their_digits_and_truths_their_form(book: Open) -> None:
    opened = rows(book('{"a": 12345678901234567890123, "b": 1.50, "c": 1e3, "d": true, "e": null, "f": 7.0}\n'))
    assert list(opened[1].cells) == ["12345678901234567890123", "1.50", "1000", "TRUE", "", "7"]
    assert opened[1].forms == "nnnbtn"


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1}, {"a": 2}]',
        '[\n  {\n    "a": 1\n  },\n  {\n    "a": 2\n  }\n]\n',
        '{"count": 2, "next": null, "results": [{"a": 1}, {"a": 2}]}',
        '{\n "@odata.context": "x",\n "value": [\n{"a": 1},\n{"a": 2}\n]\n}\n',
    ],
)  # fmt: skip
def test_an_array_of_objects_is_a_table_also_within_an_answer_of_a_service(book: Open, text: str) -> None:
    assert cells(book(text, name="a.json")) == [["a"], ["1"], ["2"]]


def test_a_broken_line_breaks_its_row_and_no_other(book: Open) -> None:
    opened = rows(book('{"a": 1}\n{"a": \n\n{"a": 3} x\n[4]\n{"a": 5}\n'))
    assert [row.number for row in opened] == [1, 2, 3, 4, 5, 6, 7]
    assert {row.number: row.broken for row in opened if row.broken} == {
        3: "want an object in JSON, got Expecting value at character 6",
        5: "want one object in JSON, got more behind it at character 9",
        6: "want an object in JSON, got another value",
    }
    assert list(opened[3].cells) == []
    assert list(opened[6].cells) == ["5"]


def test_a_first_line_that_is_broken_is_a_row_too(book: Open) -> None:
    opened = rows(book('{"a": \n{"a": 1}\n{"a": 2}\n'))
    assert [bool(row.broken) for row in opened] == [False, True, False, False]


def test_an_array_that_is_cut_says_so_in_a_last_row(book: Open) -> None:
    opened = rows(book('[{"a": 1}, {"a": 2'))
    assert list(opened[1].cells) == ["1"]
    assert opened[2].broken.startswith("want a value in JSON, got ")
    opened = rows(book('[{"a": 1}'))
    assert opened[2].broken == "want ',' or ']' behind an object, got the end of the file: the rest cannot be read"


@pytest.mark.parametrize("deep", ['{"a":' * 100_000, '{"a": ' + "[" * 100_000, '{"x":1}\n' + '{"a":' * 100_000])
def test_what_is_too_deep_is_no_object(book: Open, deep: str) -> None:
    with_first = '{"b": 1}\n' + deep + "\n"
    opened = rows(book(with_first))
    assert any("too deep" in row.broken for row in opened)


@pytest.mark.parametrize("depth", [99, 101, 300, 700, 950])
def test_depth_that_can_be_read_but_not_written_again_is_broken_as_well(book: Open, depth: int) -> None:
    lists, objects = "[" * depth + "]" * depth, '{"b":' * depth + "1" + "}" * depth
    for deep in (f'{{"a": {lists}}}', f'{{"a": {objects}}}'):
        for text in (f'{{"a": 1}}\n{deep}\n', f'[{{"a": 1}}, {deep}]'):
            last = rows(book(text))[-1]
            assert bool(last.broken) is (depth > 99)


def test_a_key_that_comes_late_or_again_is_not_lost(book: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("witnessmark.adapters.books.jsonl.FIRST_LOOK", 2)
    opened = rows(book('{"a": 1, "a": 2}\n{"a": 3}\n{"a": 4, "late": 5}\n'))
    assert list(opened[0].cells) == ["a", "a (2)"]
    assert list(opened[1].cells) == ["1", "2"]
    assert opened[3].broken == "want the keys of the first 2 objects, got 'late' too"


def test_an_object_that_is_too_long_is_broken(book: Open) -> None:
    long = json.dumps({"a": "x" * (bounds.LONGEST_OBJECT + bounds.CHUNK * 2)})
    lines = rows(book('{"a": 1}\n' + long + '\n{"a": 2}\n'))
    assert [bool(row.broken) for row in lines] == [False, False, True, False]
    assert list(lines[3].cells) == ["2"]
    array = rows(book(f'[{{"a": 1}}, {long}, {{"a": 2}}]'))
    assert [bool(row.broken) for row in array] == [False, False, True]


def test_halves_of_characters_are_replaced(book: Open) -> None:
    assert cells(book('{"a": "x\\ud800y", "b": "\\u0000"}\n')) == [["a", "b"], ["x\ufffdy", "\ufffd"]]


def test_features_have_their_properties_and_where_they_are(book: Open) -> None:
    text = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "id": "f1",
                    "properties": {"model": "R-41"},
                    "geometry": {"type": "Point", "coordinates": [13.25, 12.5]},
                },
                {
                    "type": "Feature",
                    "properties": {"model": "R-7"},
                    "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
                },
            ],
        },
        indent=1,
    )
    opened = book(text, name="a.geojson")
    assert opened.read_as.form == "geojson"
    assert cells(opened) == [
        ["id", "model", "longitude", "latitude", "geometry"],
        ["f1", "R-41", "13.25", "12.5", ""],
        ["", "R-7", "", "", '{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}'],
    ]


def test_features_on_lines_are_features(book: Open) -> None:
    line = '{"type":"Feature","properties":{"latitude":"north"},"geometry":{"type":"Point","coordinates":[1.50,2]}}\n'
    opened = book(line * 2, name="a.geojson")
    assert cells(opened)[:2] == [["latitude", "longitude", "geometry.latitude"], ["north", "1.50", "2"]]


def test_text_that_begins_like_json_and_is_none_is_a_table_of_text(book: Open) -> None:
    assert book("{serial},[model]\n1,2\n").read_as.form == "csv"


def test_objects_without_keys_are_refused(book: Open) -> None:
    with pytest.raises(UsageError, match="want objects in JSON with keys, got none"):
        book("{}\n{}\n")
