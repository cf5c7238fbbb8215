"""Judgements: what people decided to be one thing or event, and what is one thing because of it."""

from collections.abc import Iterator

from witnessmark.case.fold import Case
from witnessmark.model.decisions import Judgement, RecordJudgement, Verdict
from witnessmark.model.ids import StatementId


def same_things(case: Case, thing: StatementId) -> Iterator[tuple[StatementId, StatementId]]:
    """What people judge to be the same thing or event, and a judgement that says so; not where judgements disagree."""
    start = case.root(thing)
    for other, said in sorted(verdicts(case, start).items()):
        if Verdict.SAME in said and Verdict.DIFFERENT not in said:
            yield other, said[Verdict.SAME]


def judged(case: Case, left: StatementId, right: StatementId) -> bool | None:
    """Whether people judge two statements to be of one thing or event; ``None`` where nobody decided it."""
    said = verdicts(case, case.root(left)).get(case.root(right), {})
    if (Verdict.SAME in said) == (Verdict.DIFFERENT in said):
        return None
    return Verdict.SAME in said


def verdicts(case: Case, thing: StatementId) -> dict[StatementId, dict[Verdict, StatementId]]:
    """What people judge of a thing or event, given by its first version, and others: the judgements by verdict."""
    found: dict[StatementId, dict[Verdict, StatementId]] = {}
    for i in case.mentions(thing):
        content = case.standing[i].content
        if isinstance(content, Judgement):
            left, right = case.root(content.left), case.root(content.right)
            if thing in (left, right):
                found.setdefault(right if left == thing else left, {})[content.verdict] = i
    return found


def together(case: Case, thing: StatementId) -> frozenset[StatementId]:
    """All things that people judge, directly or through others, to be one with a thing; itself among them."""
    found = {case.root(thing)}
    waiting = list(found)
    while waiting:
        new = {other for other, _ in same_things(case, waiting.pop())} - found
        found |= new
        waiting.extend(new)
    return frozenset(found)


def identity(case: Case, thing: StatementId) -> StatementId:
    """One id for all statements that people judge to introduce one thing: the least of them."""
    return min(together(case, thing))


def of_pair(case: Case, left: StatementId, right: StatementId) -> list[tuple[StatementId, Judgement]]:
    """What each person judged of a pair, directly, as it stands."""
    pair = {case.root(left), case.root(right)}
    said = ((i, case.standing[i].content) for i in case.mentions(left))
    return [
        (i, each) for i, each in said
        if isinstance(each, Judgement) and {case.root(each.left), case.root(each.right)} == pair
    ]  # fmt: skip


def apart(case: Case, left: StatementId, right: StatementId) -> list[tuple[StatementId, StatementId]]:
    """The pairs, each with one that is judged to be the one thing and one the other, that are judged different."""
    mine, theirs = together(case, left), together(case, right)
    return [
        (one, other)
        for one in sorted(mine)
        for other, said in sorted(verdicts(case, one).items())
        if other in theirs and Verdict.DIFFERENT in said and one != other
    ]


def verdict_of(case: Case, left: StatementId, right: StatementId) -> Verdict | None:
    """What people decided of a pair, also through others; unsure where they disagree, ``None`` where nobody decided."""
    said = {each.verdict for _, each in of_pair(case, left, right)}
    if {Verdict.SAME, Verdict.DIFFERENT} <= said:
        return Verdict.UNSURE
    is_same, is_apart = case.root(right) in together(case, left), bool(apart(case, left, right))
    if is_same or is_apart:
        return Verdict.UNSURE if is_same and is_apart else Verdict.SAME if is_same else Verdict.DIFFERENT
    return Verdict.UNSURE if said else None


def record_judgements(case: Case, thing: StatementId) -> list[tuple[StatementId, RecordJudgement]]:
    """What people judged of a thing, or of one judged to be the same, and records of registers."""
    mentioned = {i for same in together(case, thing) for i in case.mentions(same)}
    of_thing = ((i, case.standing[i].content) for i in sorted(mentioned))
    return [(i, said) for i, said in of_thing if isinstance(said, RecordJudgement)]


def place_of(said: RecordJudgement) -> tuple[str, str, str]:
    """The record that a judgement is about: of a range, the serial within it too."""
    return said.part, said.row, said.mark
