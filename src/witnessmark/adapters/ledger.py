"""Ledger: what of a long run is finished, one file for each stretch, in a folder of its own."""

import os
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from witnessmark.errors import StoreUnavailable


class FolderLedger:
    """``Ledger`` in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def kept(self, first: int) -> pa.Table | None:
        """See ``Ledger.kept``; a file that is damaged counts as none."""
        try:
            return pq.read_table(self._path(first))
        except (OSError, pa.ArrowException):
            return None

    def keep(self, first: int, answers: pa.Table) -> None:
        """See ``Ledger.keep``."""
        new = self._path(first).with_suffix(f".{os.getpid()}.unfinished")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            pq.write_table(answers, new)
            new.replace(self._path(first))
        except OSError as error:
            raise StoreUnavailable(f"{new}: {error.strerror}") from error

    def drop(self) -> None:
        """See ``Ledger.drop``."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, first: int) -> Path:
        return self._folder / f"{first:012}.parquet"
