"""Archive: the tables that lie in a ZIP archive, and the photographs beside them."""

import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from witnessmark.adapters.books.bounds import LARGEST_MEDIUM, LARGEST_PART, MOST_SHEETS
from witnessmark.adapters.books.origin import Contents, Origin, refusal, whole
from witnessmark.adapters.books.zipped import Archive, shown
from witnessmark.errors import UsageError
from witnessmark.ingest.sheet import ReadAs, Sheet

_TABLES = (
    ".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".ods", ".parquet", ".pq", ".jsonl", ".ndjson", ".json", ".geojson",
    ".xls",
)  # fmt: skip
_ARCHIVES = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz")
_NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_MOST_NOTES = 200

Reader = Callable[[Origin, ReadAs], Contents]


def read(origin: Origin, asked: ReadAs, reader: Reader) -> Contents:
    """The tables of an archive, each named by its member, and its other members by their names without folder."""
    archive = Archive(origin)
    notes: list[str] = []
    members = _sound(archive, notes)
    sheets: list[Sheet] = []
    media: list[zipfile.ZipInfo] = []
    inside = _Inside(origin, archive, asked, reader)
    for member in members:
        ending = PurePosixPath(member.filename).suffix.lower()
        if ending in _ARCHIVES:
            notes.append(f"{shown(member.filename)}: an archive within an archive: not opened")
        elif ending in _TABLES:
            try:
                sheets.extend(inside.sheets(member, notes))
            except UsageError as error:
                notes.append(str(error).removeprefix(f"{archive.name}: "))
        else:
            media.append(member)
        if len(sheets) > MOST_SHEETS:
            raise refusal(origin.name, f"at most {MOST_SHEETS:,} tables", "more")
    if not sheets:
        got = f"none among {len(members)}" + "".join(f"; {note}" for note in notes[:3])
        raise refusal(origin.name, "an archive with tables", got)
    found = _media(archive, media, notes)
    if len(notes) > _MOST_NOTES:
        notes[_MOST_NOTES:] = [f"and {len(notes) - _MOST_NOTES} notes more"]
    return Contents(sheets, ReadAs(delimiter=asked.delimiter, encoding=asked.encoding, form="zip"), notes, found)


def loose_media(origin: Origin) -> dict[str, Callable[[], bytes]]:
    """All members of an archive that holds no tables."""
    archive = Archive(origin)
    return _media(archive, _sound(archive, []), [])


def _sound(archive: Archive, notes: list[str]) -> list[zipfile.ZipInfo]:
    """The members that are files, have a name of their own within the archive, and can be inflated."""
    found: dict[str, zipfile.ZipInfo] = {}
    for member in archive.members:
        name = member.filename
        if name.endswith("/") or any(name.startswith(noise) or name.endswith(f"/{noise}") for noise in _NOISE):
            continue
        why = _leads_out(name) or archive.why_not(member)
        if name in found:
            why = "want one member of a name, got another: only the first is read"
        if why:
            notes.append(f"{shown(name)}: {why}")
        else:
            found[name] = member
    return list(found.values())


def _leads_out(name: str) -> str:
    """Why a name is none of a file in an archive. Nothing is unpacked by it, but a name can mean to be."""
    steps = name.replace("\\", "/").split("/")
    is_absolute = name.startswith(("/", "\\")) or ":" in steps[0]
    if not name:
        return "want a member with a name, got one without"
    return "want a name within the archive, got one that leads out of it" if is_absolute or ".." in steps else ""


class _Inside(NamedTuple):
    """What is needed to read a table that lies in an archive."""

    origin: Origin
    archive: Archive
    asked: ReadAs
    reader: Reader

    def sheets(self, member: zipfile.ZipInfo, notes: list[str]) -> Iterator[Sheet]:
        """The tables of a member."""
        name = shown(member.filename)
        contents = self.reader(
            self._origin(member), ReadAs(delimiter=self.asked.delimiter, encoding=self.asked.encoding)
        )
        notes.extend(f"{name}: {note}" for note in contents.notes)
        for sheet in contents.sheets:
            is_one = len(contents.sheets) == 1
            yield sheet._replace(name=name if is_one else f"{name}/{sheet.name}")

    def _origin(self, member: zipfile.ZipInfo) -> Origin:
        """A member as a file. One that is itself an archive must be read from its end: it is unpacked beside."""
        name = f"{self.archive.name}: {shown(member.filename)}"
        with self.archive.open(member) as file:
            is_text = not file.read(4).startswith((b"PK", b"PAR1"))
        if is_text:
            opening = partial(self.archive.open, member)
            return Origin(name, member.file_size, opening, self.origin.keeping, is_seekable=False)
        path = self._unpacked(member)
        return Origin(name, member.file_size, partial(_opened, path), self.origin.keeping)

    def _unpacked(self, member: zipfile.ZipInfo) -> Path:
        folder = Path(self.origin.keeping.enter_context(tempfile.TemporaryDirectory(prefix="witnessmark-")))
        path = folder / "member"
        with whole(self.archive.name, "archive"), path.open("wb") as file:
            for chunk in self.archive.chunks(member, LARGEST_PART):
                file.write(chunk)
        return path


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _media(archive: Archive, members: list[zipfile.ZipInfo], notes: list[str]) -> dict[str, Callable[[], bytes]]:
    """What is no table by its name; with its folders, where another folder holds one of the same name."""
    names = Counter(PurePosixPath(member.filename).name for member in members)
    media: dict[str, Callable[[], bytes]] = {}
    for member in members:
        name = PurePosixPath(member.filename).name
        if names[name] > 1:
            name = member.filename
        media[name] = partial(_bytes, archive, member)
    twice = sum(number for number in names.values() if number > 1)
    if twice:
        notes.append(f"{twice} files have the name of another in its folder: they are known by folder and name")
    return media


def _bytes(archive: Archive, member: zipfile.ZipInfo) -> bytes:
    return b"".join(archive.chunks(member, LARGEST_MEDIUM))
