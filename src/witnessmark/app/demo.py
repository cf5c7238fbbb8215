"""Demo: every case of the casebook from its sources to a dossier."""

from collections.abc import Callable, Iterator

from witnessmark.app.asking import dossier
from witnessmark.app.checking import verify
from witnessmark.app.desk import Desk
from witnessmark.app.moving import export
from witnessmark.app.recording import add
from witnessmark.model.decisions import Level
from witnessmark.model.value import Result


class Told(Result, frozen=True, kw_only=True):
    """One case of the casebook, traced."""

    title: str
    training: str
    statements: int
    sources: int
    origins: int
    subjects: int
    accounts: int
    windows: int
    problems: int
    page: str


def tell_casebook(examples: list[str], pages: Callable[[str], str], open_new: Callable[[str], Desk]) -> Iterator[Told]:
    """Record each example in a case of its own, verify it, trace it and write its dossier."""
    for name in examples:
        desk = open_new(name)
        add(desk, name)
        verified = verify(desk)
        path = pages(name)
        export(desk, path, form="dossier", level=Level.R0)
        told = dossier(desk, Level.R0)
        desk.store.close()
        accounts = [account for subject in told.subjects for account in subject.accounts]
        yield Told(
            title=told.title,
            training=told.training,
            statements=verified.statements,
            sources=len(told.sources),
            origins=told.origins,
            subjects=len(told.subjects),
            accounts=len(accounts),
            windows=sum(len(account.windows) for account in accounts),
            problems=len(told.problems),
            page=path,
        )
