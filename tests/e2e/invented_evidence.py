"""Invented evidence at the command line: a paper and a picture, kept in the vault of a user."""

import hashlib
from pathlib import Path

from tests.e2e.running import User

from witnessmark import bootstrap
from witnessmark.config import from_environment

PAPER = b"Packing list 7 of the Orlan Works: one rifle, KB 04217 86.\n"
PICTURE = b"\xff\xd8\xff\xe1 not a real picture, with the place where it was taken"


def digest(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()


DOCUMENTED = f"""
source list: Packing list 7
  form document
  digest {digest(PAPER)}

item rifle: rifle KB 04217 86
  item-class rifle
  source list

photo shot
  of rifle
  digest {digest(PICTURE)}
"""
"""A rifle with a paper that tells of it and a picture."""


def kept(user: User, case: Path, *payloads: bytes) -> None:
    """Put bytes into the vault of a user's case."""
    store = bootstrap.open_store(str(case), user.passphrase or None)
    vault = bootstrap.desk(store, from_environment(user.environment)).vault()
    for payload in payloads:
        vault.keep([payload])
    store.close()


def held(user: User, case: Path) -> dict[str, bytes]:
    """What lies in the vault of a user's case."""
    store = bootstrap.open_store(str(case), user.passphrase or None)
    vault = bootstrap.desk(store, from_environment(user.environment)).vault()
    found = {each: b"".join(vault.read(each)) for each in vault.digests()}
    store.close()
    return found


def documented(user: User, name: str = "mine.case", *more: str) -> Path:
    """A case with its paper and its picture in the vault."""
    case = user.case(name, DOCUMENTED, *more)
    kept(user, case, PAPER, PICTURE)
    return case
