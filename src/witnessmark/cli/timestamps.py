"""Timestamps: the command by which authorities say that evidence, or a case, existed by a day."""

from typing import Annotated

import typer

from witnessmark import bootstrap
from witnessmark.app.evidence import timestamps
from witnessmark.app.evidence.timestamps import Answered, Carried, Existed, Queued
from witnessmark.cli.console import print_json, say
from witnessmark.cli.opening import AsJson, CasePath, config, opened
from witnessmark.errors import UsageError
from witnessmark.model.ids import short
from witnessmark.model.timestamps import Stamped

_WARN, _STRONG = "yellow", "bold"
_REFUSED, _NOT_REACHED = 5, 4
"""Exit statuses, those of evidence and of stores that cannot do it now."""


def timestamp(
    case: CasePath,
    pieces: Annotated[
        list[str] | None, typer.Argument(metavar="[PIECE]...", help="Starts of digests; without any, all evidence.")
    ] = None,
    head: Annotated[
        bool, typer.Option("--head", help="The heads of the case: all that was recorded until now.")
    ] = False,
    send: Annotated[bool, typer.Option("--send", help="Post what waits to the authorities. Uses the network.")] = False,
    request: Annotated[
        str, typer.Option("--request", metavar="FOLDER", help="Write what waits into a folder, to carry by hand.")
    ] = "",
    answer: Annotated[
        list[str] | None, typer.Option("--answer", metavar="FILE", help="An answer that was carried by hand.")
    ] = None,
    roots: Annotated[
        str, typer.Option("--roots", metavar="FILE", help="Certificates of the roots that you trust, as PEM.")
    ] = "",
    list_: Annotated[bool, typer.Option("--list", help="Check the timestamps that there are, and say them.")] = False,
    as_json: AsJson = False,
) -> None:
    """Have authorities say that evidence existed by now (RFC 3161); never when it was made.

    Requests wait on this machine until they are sent or carried. Authorities see a digest and nothing else.
    """
    status = 0
    with opened(case, as_json) as desk:
        office = bootstrap.timestamp_office(config())
        _check_asked(send, request, answer, list_, roots)
        if pieces or head or not (send or request or answer or list_):
            queued = timestamps.ask(desk, office, pieces=pieces or (), with_heads=head)
        if send or answer:
            outcomes = timestamps.send(desk, office, roots=roots) if send else ()
            outcomes += timestamps.take(desk, office, answer, roots=roots) if answer else ()
            print_json(outcomes) if as_json else answered(outcomes)
            status = _status(outcomes)
        elif request:
            written = timestamps.to_carry(desk, office, request)
            print_json(written) if as_json else _carried(written)
        elif list_:
            found = timestamps.existed(desk, office.tokens)
            print_json(found) if as_json else existed(found)
            if not (found or as_json):
                say("no timestamps")
            status = _REFUSED if any(each.problem for each in found) else 0
        else:
            print_json(queued) if as_json else _queued(queued)
    if status:
        raise typer.Exit(status)


def _check_asked(send: bool, request: str, answer: list[str] | None, list_: bool, roots: str) -> None:
    if sum(map(bool, (send, request, answer, list_))) > 1:
        raise UsageError("want one of --send, --request, --answer and --list at a time")
    if (send or answer) and not roots:
        raise UsageError("want --roots FILE with the certificates that you trust: an answer is checked against them")


def _queued(queued: Queued) -> None:
    asked = f"{queued.digests} digests, {len(queued.authorities)} authorities"
    say(f"{queued.new} new requests ({asked}); {queued.waiting} wait for this case")
    if queued.waiting:
        say("nothing was sent: --send posts them, --request FOLDER writes them to be carried by hand")


def _carried(written: tuple[Carried, ...]) -> None:
    for each in written:
        say(f"{each.file}: for {each.address}")
    say(f"{len(written)} requests written; bring back what is answered, and give it with --answer FILE")


def answered(outcomes: tuple[Answered, ...]) -> None:
    """What became of requests and answers."""
    for each in outcomes:
        what = f"{short(each.imprint)}, {each.authority}" if each.imprint else each.authority
        say(f"{each.outcome}: {what}: {each.told}", "" if each.outcome == "kept" else _WARN)
    if not outcomes:
        say("nothing waits")


def existed(found: tuple[Existed, ...]) -> None:
    """What timestamps prove, and that they prove no more."""
    for each in found:
        of = "evidence" if each.what is Stamped.EVIDENCE else "all that was recorded up to receipt"
        off = f", give or take {each.accuracy} s" if each.accuracy else ""
        say(f"{of} {short(each.imprint)} existed by {each.existed_by}{off}, says {each.authority}", _STRONG)
        if each.problem:
            say(f"  proves nothing here: {each.problem}", _WARN)
        else:
            say(f"  token {each.serial} and chain are whole; whether to trust the root {each.root} is yours to say")
    if found:
        say(f"{len(found)} timestamps. None says when something was made, taken or written.")


def _status(outcomes: tuple[Answered, ...]) -> int:
    states = {each.outcome for each in outcomes}
    return _REFUSED if "refused" in states else _NOT_REACHED if "not reached" in states else 0
