"""What reads tables answers the port that the rest of the program knows."""

from pathlib import Path

from witnessmark import bootstrap
from witnessmark.ingest.sheet import ReadAs
from witnessmark.ports import Books


def test_the_books_of_this_machine_answer_the_port(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("model,number\nR-41,7\n")
    books: Books = bootstrap.books()
    with books.open(str(path), ReadAs()) as book:
        assert book.name == "marks.csv"
        assert [sheet.name for sheet in book.sheets()] == [""]
        assert book.media() == {}
        assert len(book.digest) == 64
