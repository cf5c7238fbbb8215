"""Bootstrap: the one place that names adapters, and puts them behind the ports."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from witnessmark.adapters import engines, sql
from witnessmark.adapters.machine import (
    DiskFiles,
    FolderKeyring,
    KeyNotary,
    SystemClock,
    SystemEntropy,
    signing_key,
)
from witnessmark.adapters.vault import FolderVault, LockedVault
from witnessmark.app.desk import Desk
from witnessmark.app.evidence.timestamps import Office
from witnessmark.config import Config
from witnessmark.errors import ConfigError, StoreUnavailable
from witnessmark.evidence.authorities import Tokens
from witnessmark.ports import (
    Books,
    Cards,
    CaseStore,
    Clock,
    Executor,
    Files,
    Ledger,
    Notary,
    Papers,
    Pictures,
    Progress,
    RegisterShelf,
    Typesetter,
    Vault,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from witnessmark.adapters.watched import WatchedProcess
    from witnessmark.app.bulk import Work
    from witnessmark.ingest.form.pages import Form


@dataclass(frozen=True)
class Silent:
    """``Progress`` that nobody watches."""

    def advance(self, done: int, total: int | None, what: str) -> None:
        """See ``Progress.advance``."""


def create_store(where: str, passphrase: str | None) -> CaseStore:
    """A new case in a file, or in an empty PostgreSQL database."""
    engine = engines.server(where) if engines.is_server(where) else engines.new_file(Path(where))
    return sql.create(engine, where=engines.without_password(where), passphrase=passphrase)


def open_store(where: str, passphrase: str | None) -> CaseStore:
    """An existing case."""
    if engines.is_server(where):
        return sql.open_existing(engines.server(where), where=engines.without_password(where), passphrase=passphrase)
    engine, is_writable = engines.existing_file(Path(where))
    return sql.open_existing(engine, where=where, passphrase=passphrase, is_writable=is_writable)


def fresh_store(path: Path) -> CaseStore:
    """A new case in a file of a folder that is made where missing; a file that exists is never replaced."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"{path.parent}: {error.strerror}") from error
    return create_store(str(path), None)


def desk(store: CaseStore, config: Config, progress: Progress | None = None) -> Desk:
    """A desk for an open case on this machine."""
    now = clock(config)

    def notary() -> Notary:
        return KeyNotary(signing_key(config.home, store.nonce), recorder=config.recorder, clock=now)

    return Desk(
        store=store,
        notary=notary,
        keyring=FolderKeyring(config.home / "keys"),
        clock=now,
        entropy=SystemEntropy(),
        files=DiskFiles(),
        progress=progress or Silent(),
        shelf=lambda: registers(config),
        books=books,
        vault=lambda: vault(store, config),
        pictures=pictures,
        papers=papers,
    )


def vault(store: CaseStore, config: Config) -> Vault:
    """Where the evidence of a case lies on this machine: locked, if the case is encrypted."""
    key = store.lend_key("vault")
    return FolderVault(config.home / "vault") if key is None else LockedVault(config.home / "vault-locked", key)


def books() -> Books:
    """Files of tables, of whatever format."""
    from witnessmark.adapters.books.disk import DiskBooks  # noqa: PLC0415 - what reads spreadsheets is slow to load

    return DiskBooks()


@cache
def _watched() -> "WatchedProcess":
    from witnessmark.adapters.watched import WatchedProcess  # noqa: PLC0415 - seldom wanted

    return WatchedProcess()


def pictures() -> Pictures:
    """Where pictures are opened: in a process of its own."""
    from witnessmark.adapters.watched import WatchedPictures  # noqa: PLC0415

    return WatchedPictures(_watched())


def papers() -> Papers:
    """Where documents are opened: in the same process."""
    from witnessmark.adapters.watched import WatchedPapers  # noqa: PLC0415

    return WatchedPapers(_watched())


def typesetter() -> Typesetter:
    """Where pages are set in type."""
    from witnessmark.adapters.typesetting import TypstTypesetter  # noqa: PLC0415

    return TypstTypesetter()


def cards() -> Cards:
    """Where folders and camera cards are read."""
    from witnessmark.adapters.cards import FolderCards  # noqa: PLC0415

    return FolderCards()


def timestamp_office(config: Config) -> Office:
    """What timestamps need on this machine; nothing of it uses the network before it is asked to."""
    from witnessmark.adapters.authorities import FolderQueue, HttpAuthorities  # noqa: PLC0415 - seldom wanted

    return Office(
        addresses=config.authorities,
        queue=FolderQueue(config.home / "timestamps"),
        authorities=HttpAuthorities(),
        tokens=tokens,
    )


def tokens() -> Tokens:
    """What reads the answers of authorities; ``ConfigError`` without the extra."""
    from witnessmark.adapters.tokens import Rfc3161Tokens  # noqa: PLC0415 - an extra

    return Rfc3161Tokens()


def registers(config: Config) -> RegisterShelf:
    """The registers of this machine."""
    from witnessmark.adapters.shelf import FolderShelf  # noqa: PLC0415 - Arrow is slow to load, and seldom wanted

    return FolderShelf(config.home / "registers")


def executor(config: Config, engine: str, master: str, processes: int) -> Executor:
    """Where many readings are looked up: ``local`` or ``spark``."""
    folder = config.home / "registers"
    if engine == "spark":
        from witnessmark.adapters.spark import SparkCluster  # noqa: PLC0415

        return SparkCluster(folder, master)
    from witnessmark.adapters.processes import LocalProcesses, cores  # noqa: PLC0415

    return LocalProcesses(folder, processes or cores())


def ledger(config: Config, run: str) -> Ledger:
    """What of a run is finished, by the digest of the run."""
    from witnessmark.adapters.ledger import FolderLedger  # noqa: PLC0415

    return FolderLedger(config.home / "runs" / run)


def questions(path: str) -> "pa.Table":
    """The readings of a file, as a table."""
    from witnessmark.adapters.questions import read_questions  # noqa: PLC0415

    return read_questions(path)


def write_answers(path: str, asked: "pa.Table", answers: "pa.Table", work: "Work", digest: str) -> None:
    """Readings with their answers, into a Parquet file."""
    from witnessmark.adapters import questions as files  # noqa: PLC0415

    files.write_answers(Path(path), asked, answers, work, digest)


def form_workbook(form: "Form") -> bytes:
    """A form for telephones, as a workbook."""
    from witnessmark.adapters.form_sheet import workbook  # noqa: PLC0415 - seldom wanted

    return workbook(form)


def clock(config: Config) -> Clock:
    """The clock of this machine."""
    return SystemClock(config.source_date_epoch)


def files() -> Files:
    """The files of this machine."""
    return DiskFiles()


def examples() -> list[str]:
    """The files of the casebook: in the installed package, or beside the source."""
    installed = Path(str(resources.files("witnessmark"))) / "examples"
    folder = installed if installed.is_dir() else Path(__file__).parents[2] / "examples"
    found = sorted(str(path) for path in folder.glob("*.wit"))
    if not found:
        raise ConfigError(f"want the casebook in {folder}, got no example there; install the package again")
    return found
