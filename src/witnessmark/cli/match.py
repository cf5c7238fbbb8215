"""Match: the commands that lay the marks of a case beside registers and other cases, and have people decide."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from witnessmark import bootstrap
from witnessmark.cli.answers import SOFT, STRONG, WARN, tell_many
from witnessmark.cli.console import cell, err, out, print_json, say, stacked, table
from witnessmark.cli.lookup import Coverage, Registers, Xlsx
from witnessmark.cli.opening import AsJson, CasePath, beside, config, opened
from witnessmark.model.decisions import Verdict
from witnessmark.reports.words import percent

if TYPE_CHECKING:
    from witnessmark.app.deciding import Decided
    from witnessmark.app.desk import Desk
    from witnessmark.app.lookup import Counter
    from witnessmark.app.matching import Matched
    from witnessmark.app.reviewing import Pair
    from witnessmark.app.ties import Tie, Ties
    from witnessmark.matching.consequences import Consequences

# Arrow takes as long to load as the rest of the program, so that each command loads what works with it.
# ruff: noqa: PLC0415

_SHOWN = 30
_NAMED = 12

Against = Annotated[
    list[str] | None, typer.Option("--against", metavar="CASE", help="Compare with the finds of this case too.")
]


def match(
    case: CasePath,
    register: Registers = None,
    against: Against = None,
    xlsx: Xlsx = "",
    coverage: Coverage = 0.5,
    as_json: AsJson = False,
) -> None:
    """Look up every serial and lot of a case in its registers, and tell what ties its finds together and to others."""
    from witnessmark.app.matching import match as matched
    from witnessmark.app.ties import ties

    with opened(case, as_json) as desk, ExitStack() as stack:
        counter = _counter(desk, register or ())
        answers = [] if counter is None else list(matched(desk, counter, coverage=coverage))
        found = ties(desk, beside(stack, against or (), desk), counter)
        if xlsx:
            from witnessmark.reports.lookup_sheet import sheet

            told = ((f"{each.called}: {each.found.typed}", each.found.resolved) for each in answers)
            bootstrap.files().write(xlsx, [sheet(told)])
        if as_json:
            print_json({"matched": answers, "ties": found.ties, "runs": found.runs, "clusters": found.clusters})
            return
        if counter is None:
            say("no register on this machine: witnessmark register add NAME FILE", WARN)
        elif answers:
            _matched(answers)
        else:
            say("no serial and no lot was read in this case")
        _ties(found)


def _matched(answers: "Sequence[Matched]") -> None:
    """What people judged first, then what the program works out."""
    for each in answers:
        for said in each.judged:
            beside = "not found" if said.probability is None else percent(said.probability)
            say(f"{said.told}; the program: {beside}", STRONG)
    tell_many([(f"{each.called}, {each.mark}", each.undecided) for each in answers])


def _counter(desk: "Desk", names: Sequence[str]) -> "Counter | None":
    """The registers that a case refers to, or those of the machine; ``None`` where there is none."""
    from witnessmark.app.desk import load
    from witnessmark.app.matching import counter_of, missing_of

    shelf, case = bootstrap.registers(config()), load(desk)
    for missing, digest in () if names else missing_of(case, shelf):
        told = f"the case refers to {missing} as it was with the digest {digest[:12]}: not on this machine, not asked"
        err().print(cell(told, WARN), soft_wrap=True)
    return counter_of(case, shelf, names) if names or shelf.names() else None


def _ties(found: "Ties") -> None:
    if found.ties:
        rows = table("tie", "finds", "probability", "bits", "by accident", "witnesses", "because")
        for tie in found.ties[:_SHOWN]:
            told = [
                f"{each.called}: {each.typed}" + (f" ({each.case})" if each.case else "") for each in tie.members[:4]
            ]
            more = [f"and {len(tie.members) - 4} more"] if len(tie.members) > 4 else []
            rows.add_row(
                cell(tie.tier.name.lower().replace("_", " "), STRONG), stacked(*told, *more, *_judged(tie)),
                cell("" if tie.probability is None else percent(tie.probability)), cell(f"{tie.bits:.1f}"),
                cell(f"{tie.chance_rate:.2g}"), cell(tie.witnesses), cell(tie.because),
            )  # fmt: skip
        out().print(rows)
        if len(found.ties) > _SHOWN:
            say(f"{len(found.ties) - _SHOWN:,} weaker ties more; --json tells them all", SOFT)
        say("Things of one crate or visit are one witness. A tie is no identity: that is for a person to judge.", SOFT)
    for run in found.runs:
        length = run.length
        say(
            f"{run.make or run.model} {run.prefix}: {length.witnesses} crates or visits saw numbers {length.first} to "
            f"{length.last}; the run may have {length.median:,} ({length.least:,} to {length.most:,})"
        )
    for names in found.clusters:
        left = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        say(f"belong together: {', '.join(names[:_NAMED])}{left}")


def _judged(tie: "Tie") -> list[str]:
    if tie.judged is None:
        return []
    return ["judged different" if tie.judged is Verdict.DIFFERENT else "judged, and nobody is sure"]


def review(
    case: CasePath,
    pair: Annotated[str, typer.Argument(metavar="[PAIR]", help="The code of a pair, or its start.")] = "",
    verdict: Annotated[
        Verdict | None, typer.Option(help="What you decide: that the two are one, are not, or that you are unsure.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who answers for it: a name or a role.")] = "",
    why: Annotated[str, typer.Option(help="The reason; it stays in the case.")] = "",
    every: Annotated[bool, typer.Option("--all", help="List pairs that were decided too.")] = False,
    register: Registers = None,
    against: Against = None,
    coverage: Coverage = 0.5,
    as_json: AsJson = False,
) -> None:
    """List the pairs that wait for a decision, those first that would change the most; show one, or decide it."""
    from witnessmark.app import deciding, reviewing

    with opened(case, as_json) as desk, ExitStack() as stack:
        found = reviewing.pairs(
            desk, _counter(desk, register or ()), beside(stack, against or (), desk), coverage=coverage
        )
        if not pair:
            listed = found if every else reviewing.waiting(found)
            print_json(listed) if as_json else _queue(listed)
            return
        chosen = reviewing.pair_of(found, pair)
        if verdict is None:
            follows = {each.value: deciding.consequences_of(desk, chosen, each, by=by) for each in Verdict}
            print_json({"pair": chosen, "consequences": follows}) if as_json else _shown(chosen, follows)
            return
        decided = deciding.decide(desk, chosen, verdict, by=by, reason=why)
        print_json(decided) if as_json else _decided(decided)


def _queue(pairs: "Sequence[Pair]") -> None:
    if not pairs:
        say("no pair waits for a decision")
        return
    rows = table("pair", "is it", "probability", "by accident", "events", "because")
    for each in pairs[:_SHOWN]:
        rows.add_row(
            stacked(each.code, *_said(each)), stacked(_side(each.left.called, each.left.mark, ""), _side(
                each.right.called, each.right.mark, each.right.case)), cell(percent(each.probability)),
            cell(f"{each.chance_rate:.2g}"), cell(each.events), cell(each.because),
        )  # fmt: skip
    out().print(rows)
    if len(pairs) > _SHOWN:
        say(f"{len(pairs) - _SHOWN:,} more that would change less", SOFT)
    say("witnessmark review CASE PAIR --verdict same|different|unsure --by NAME --why REASON", SOFT)


def _said(pair: "Pair") -> list[str]:
    """What was decided, by whom; that it is contested where persons disagree."""
    by = [f"{each.verdict} by {each.by}" for each in pair.said]
    return ["contested", *by] if pair.is_contested else by or ([f"{pair.judged} through others"] if pair.judged else [])


def _side(called: str, mark: str, case: str) -> str:
    return f"{called}: {mark}" + (f" ({case})" if case else "")


def _shown(pair: "Pair", follows: "dict[str, Consequences]") -> None:
    left, right = pair.left, pair.right
    say(f"{_side(left.called, left.mark, '')}  or  {_side(right.called, right.mark, right.case)}")
    say(f"probability {percent(pair.probability)}, {pair.chance_rate:.2g} by accident; {pair.because}")
    if right.record:
        say(f"the record says: {right.record}")
    for said in _said(pair):
        say(said, WARN)
    for verdict, each in follows.items():
        say(f"{verdict}: {_one_thing(each)}", STRONG)
        for against in each.contradicts:
            say(f"  contradicts: {against}", WARN)


def _one_thing(follows: "Consequences") -> str:
    return f"one thing then: {', '.join(follows.called)}" if follows.called else "nothing becomes one"


def _decided(decided: "Decided") -> None:
    say(f"recorded as {decided.statement}" if decided.is_new else f"decided so already, as {decided.statement}")
    for against in decided.consequences.contradicts:
        say(f"contradicts: {against}", WARN)
    if decided.consequences.called:
        say(f"one thing now: {', '.join(decided.consequences.called)}")
