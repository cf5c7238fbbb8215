"""Bundles: what went out as a signed bundle, and what came in, as a person reads it."""

from witnessmark.app.evidence.signing import Signed
from witnessmark.app.moving import Merged
from witnessmark.cli.console import say
from witnessmark.evidence.travelling import Stays

_WARN = "yellow"
_WHY = {
    Stays.LEVEL: "a statement that names it, or was drawn from it, stays behind",
    Stays.SEALED: "a statement that names it, or was drawn from it, seals a value or names what is sealed",
    Stays.ORIGINAL: "it may tell a place and a device, and no working copy could be made: see --original",
    Stays.ABSENT: "this machine does not hold it",
}


def given_out(result: Signed) -> None:
    """What a signed bundle holds, what stayed behind and why, and whose key to tell."""
    copies = f", {result.copies} of them working copies without metadata" if result.copies else ""
    say(f"{result.path}: signed bundle at level {result.level}")
    say(f"{result.statements} statements, {result.pieces} pieces of evidence{copies}")
    if result.withheld:
        say(f"{result.withheld} statements may not travel so far and were left out", _WARN)
    for reason, count in result.stayed.items():
        say(f"evidence left out: {count}, because {_WHY[reason]}", _WARN)
    say(f"signed by {result.key}; tell this key to whoever receives the file, on another way than the file goes")


def came_in(result: Merged) -> None:
    """What came into a case."""
    say(f"{result.path}: {result.new} statements came in, {result.known} were here already")
    if result.signed_by:
        say(f"{result.evidence} pieces of evidence came into the vault; signed by {result.signed_by}")
    if result.copies:
        say(f"{result.copies} working copies stay in the file: the case names their originals", _WARN)
