"""WHAT DO WE ASK OF THE WORLD? The ports; ``adapters`` answers.

Two groups stand beside what they speak of: ``registers.parts`` and, for timestamps, ``evidence.authorities``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from witnessmark.case.receipts import Entry
from witnessmark.evidence.looking import CardFile, Looked
from witnessmark.evidence.regions import Box
from witnessmark.ingest.sheet import ReadAs, Sheet
from witnessmark.model.ids import StatementId
from witnessmark.registers.parts import PartWriter, RegisterSource
from witnessmark.registers.shelf import Manifest, Part

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray


class Notary(Protocol):
    """Whoever signs receipts: one key, one chain."""

    @property
    def store(self) -> str:
        """The public key, hexadecimal: the name of the chain."""
        ...

    def attest(self, previous: Entry | None, statements: Sequence[StatementId]) -> Entry:
        """The signed receipt that follows ``previous``."""
        ...

    def vouch(self, payload: bytes) -> bytes:
        """A code of 32 bytes by which this machine knows again what it worked out itself."""
        ...

    def sign_bundle(self, manifest: str) -> bytes:
        """The signature of a signed bundle, by the digest of its manifest."""
        ...


class CaseStore(Protocol):
    """Where a case lies: statements, receipts, envelopes. Nothing in it is ever changed."""

    @property
    def nonce(self) -> bytes:
        """What tells this case's chains from those that the same machine writes in other cases."""
        ...

    def append(self, statements: Mapping[StatementId, bytes], notary: Notary) -> Entry | None:
        """Keep what is new, in one step with its receipt; ``None`` when the notary has attested it all before.

        When it returns, the write survives the death of the process.
        """
        ...

    def absorb(
        self,
        statements: Mapping[StatementId, bytes],
        entries: Sequence[Entry],
        envelopes: Mapping[str, bytes],
        notary: Notary,
    ) -> Entry | None:
        """Unite another case with this one, in one step; ``Tampered`` where two chains of one store disagree."""
        ...

    def statements(self) -> Iterator[tuple[StatementId, bytes]]:
        """Every statement's id and bytes; ``Tampered`` where the bytes have another digest."""
        ...

    def get(self, i: StatementId) -> bytes | None:
        """The bytes of one statement."""
        ...

    def entries(self) -> Sequence[Entry]:
        """Every receipt, by store and number."""
        ...

    def envelopes(self) -> Mapping[str, bytes]:
        """The envelopes of sealed values by their commitment."""
        ...

    def state(self) -> str:
        """A digest that changes with every write; cheap, however large the case."""
        ...

    def recall(self, question: str) -> bytes | None:
        """An answer that was remembered for a question in the present state."""
        ...

    def remember(self, question: str, answer: bytes) -> None:
        """Remember an answer; silently not, where the store cannot be written."""
        ...

    def lend_key(self, purpose: str) -> bytes | None:
        """A key for what belongs to an encrypted case and lies outside it; ``None`` where the case lies open."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...


class Keyring(Protocol):
    """Where keys of sealed values lie: beside the case, never in it."""

    def get(self, sealed: str) -> bytes | None:
        """The key of a sealed value, if this machine holds it."""
        ...

    def put(self, sealed: str, key: bytes) -> None:
        """Keep a key."""
        ...

    def destroy(self, sealed: str) -> bool:
        """Destroy a key; whether there was one."""
        ...


class Entropy(Protocol):
    """Where randomness for salts and keys comes from."""

    def bytes(self, count: int) -> bytes:
        """Fresh random bytes."""
        ...


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        ...


class Spool(Protocol):
    """Bytes that are put by while a long file is read."""

    def put(self, payload: bytes) -> None:
        """Put some by."""
        ...

    def __iter__(self) -> Iterator[bytes]:
        """What was put by, in its order."""
        ...


class Files(Protocol):
    """Files that a user names."""

    def spool(self) -> AbstractContextManager[Spool]:
        """Where bytes are put by that are too many for the memory; nothing of it stays, and nobody else can read it."""
        ...

    def read(self, name: str, *, limit: int) -> bytes:
        """The bytes of a file, or of standard input for ``-``; an error when it is larger than the limit."""
        ...

    def lines(self, name: str, *, longest: int) -> Iterator[bytes]:
        """The lines of a file, each at most ``longest`` bytes."""
        ...

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a file in pieces of at most a mebibyte."""
        ...

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write a file as a whole or not at all."""
        ...

    def make_folder(self, name: str) -> None:
        """Make a folder, where there is none yet."""
        ...

    def listing(self, folder: str, suffix: str) -> list[str]:
        """The names of a folder's files with that ending, sorted."""
        ...


class Book(Protocol):
    """A file of tables, open for reading."""

    name: str
    """The file's name, without its folder."""
    read_as: ReadAs
    """How it is read: what was found out, or what was asked for."""
    notes: Sequence[str]
    """What a person should know of the file as a whole: a guessed encoding, media that are missing, a cut end."""

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        ...

    def chunks(self) -> Iterator[bytes]:
        """The file as it is, in pieces."""
        ...

    def sheets(self) -> Sequence[Sheet]:
        """Its tables in the order of the file."""
        ...

    def media(self) -> Mapping[str, Callable[[], bytes]]:
        """The files beside the tables, by their name: photographs in the archive of a form's submissions."""
        ...


class Books(Protocol):
    """Where files of tables are read, whatever their format."""

    def open(self, path: str, read_as: ReadAs) -> AbstractContextManager[Book]:
        """A file of tables; ``UsageError`` where it is none, or asks for more time or memory than a table needs."""
        ...

    def media(self, path: str) -> AbstractContextManager[Mapping[str, Callable[[], bytes]]]:
        """The files of a folder or archive of media that belongs to a table, by name."""
        ...

    def open_bytes(self, chunks: Iterable[bytes], name: str, read_as: ReadAs) -> AbstractContextManager[Book]:
        """The same of bytes that lie in the vault."""
        ...


class Vault(Protocol):
    """Where evidence lies: bytes by their digest, unaltered. Nothing in it is ever changed."""

    def keep(self, chunks: Iterable[bytes]) -> str:
        """Keep bytes; their digest. Keeping them again changes nothing."""
        ...

    def has(self, digest: str) -> bool:
        """Whether it holds bytes of a digest; it does not look at them."""
        ...

    def read(self, digest: str) -> Iterator[bytes]:
        """The bytes of a digest in pieces; ``UsageError`` where there are none, ``Tampered`` at the end of others."""
        ...

    def digests(self) -> Iterator[str]:
        """The digests of all that it holds, sorted."""
        ...


class Pictures(Protocol):
    """Where pictures of strangers are opened, within bounds of time and memory."""

    def look(self, payload: bytes, media: str) -> Looked:
        """What a picture is and says of itself; ``UsageError`` where it cannot be opened."""
        ...

    def working_copy(self, payload: bytes, media: str, *, longest: int) -> bytes:
        """An upright JPEG of at most so many pixels a side, without any of the original's metadata."""
        ...

    def redacted(self, payload: bytes, media: str, boxes: Sequence[Box]) -> bytes:
        """An upright JPEG of the same size, made from pixels of which those in the boxes were filled with black."""
        ...


class Papers(Protocol):
    """Where documents of strangers are opened, within bounds of time and memory."""

    def pages(self, payload: bytes) -> int:
        """How many pages a PDF has; ``UsageError`` where it cannot be opened."""
        ...

    def text(self, payload: bytes, page: int) -> str:
        """The text of a page, counted from one, as far as there is any."""
        ...


class Typesetter(Protocol):
    """Where pages are set in type."""

    def pdf(self, template: str, files: Mapping[str, bytes]) -> bytes:
        """A PDF of a template and the files that it names; ``UsageError`` where no typesetter is installed."""
        ...


class Cards(Protocol):
    """Where folders of files are read, such as a camera's card: one after the other, each once."""

    def files(self, paths: Sequence[str]) -> Iterator[CardFile]:
        """Every file below some folders, or named itself; in an order that does not change. No link is followed."""
        ...


class Progress(Protocol):
    """Somebody who watches long work."""

    def advance(self, done: int, total: int | None, what: str) -> None:
        """So much of it is done."""
        ...


class Executor(Protocol):
    """Where many readings are looked up: processes of this machine, or a cluster."""

    step: int
    """Questions that are asked in one stretch."""

    def run(self, work: Any, stretches: "Iterable[tuple[int, pa.Table]]") -> "Iterator[tuple[int, pa.Table]]":
        """The answers to stretches of questions, each with the number that it came with, as they are finished."""
        ...


class Ledger(Protocol):
    """What of a long run is finished, so that one that was interrupted goes on where it stopped."""

    def kept(self, first: int) -> "pa.Table | None":
        """The answers of a stretch, if it was finished."""
        ...

    def keep(self, first: int, answers: "pa.Table") -> None:
        """Keep the answers of a stretch."""
        ...

    def drop(self) -> None:
        """Forget the run."""
        ...


class RegisterShelf(Protocol):
    """Where registers lie: parts that are added and never changed, each with an index that can be made anew."""

    def names(self) -> Sequence[str]:
        """The registers there are."""
        ...

    def manifest(self, name: str) -> Manifest:
        """A register as it stands; without parts where there is none of the name."""
        ...

    def keep(self, manifest: Manifest) -> None:
        """Put a manifest in the place of the one before, in one step, while ``changing`` it."""
        ...

    def changing(self, name: str) -> "AbstractContextManager[None]":
        """While this lasts nobody else puts a manifest in the place of another; whoever wants to waits."""
        ...

    def open_source(self, path: str) -> RegisterSource:
        """A file to add; ``UsageError`` where it has other columns."""
        ...

    def new_part(self, name: str) -> PartWriter:
        """A part to write."""
        ...

    def remove(self, name: str) -> None:
        """Forget a register."""
        ...

    def records(self, name: str, part: Part, *columns: str) -> "pa.Table":
        """The records of a part, or some columns of them."""
        ...

    def rows(self, name: str, part: Part, numbers: Sequence[int]) -> "pa.Table":
        """The records of some numbers, which ascend, without reading the others."""
        ...

    def problems(self, name: str, part: Part) -> "pa.Table":
        """The rows that were kept apart."""
        ...

    def check(self, name: str, part: Part, *, anew: bool = False) -> None:
        """``Tampered`` where a part has another digest; ``anew`` also where its problems have, and whatever its age."""
        ...

    def index(self, name: str, part: Part, *, anew: bool = False) -> "Mapping[str, NDArray[Any]] | None":
        """The arrays of a part's index; ``None`` where there is none, or it is damaged or of another part."""
        ...

    def keep_index(self, name: str, part: Part, arrays: "Mapping[str, NDArray[Any]]") -> None:
        """Keep the arrays of an index beside its part."""
        ...
