"""Configuration: one frozen object from the environment, passed on, never imported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import typer

SETTINGS = {
    "WITNESSMARK_HOME": "folder of this machine's keys (signing, sealed values), evidence, registers and long runs",
    "WITNESSMARK_RECORDER": "who records: the name in receipts; without it, receipts say 'unnamed'",
    "WITNESSMARK_PASSPHRASE": "passphrase of an encrypted case; without it, the program asks",
    "WITNESSMARK_AUTHORITIES": "two or more addresses of authorities for timestamps, blanks between; none by default",
    "WITNESSMARK_REFERENCE_DATA": "folder of reference data that tests look in",
    "SOURCE_DATE_EPOCH": "seconds since 1970 at which the clock stands still, to make output again byte for byte",
}
"""Every environment variable that is read, and what it is for."""


@dataclass(frozen=True)
class Config:
    """What the environment says."""

    home: Path
    recorder: str = "unnamed"
    passphrase: str | None = field(default=None, repr=False)
    source_date_epoch: str | None = None
    authorities: tuple[str, ...] = ()


def from_environment(environment: Mapping[str, str]) -> Config:
    """The configuration; empty variables count as not set."""
    home = environment.get("WITNESSMARK_HOME") or typer.get_app_dir("witnessmark")
    return Config(
        home=Path(home),
        recorder=environment.get("WITNESSMARK_RECORDER") or "unnamed",
        passphrase=environment.get("WITNESSMARK_PASSPHRASE") or None,
        source_date_epoch=environment.get("SOURCE_DATE_EPOCH") or None,
        authorities=tuple(environment.get("WITNESSMARK_AUTHORITIES", "").split()),
    )
