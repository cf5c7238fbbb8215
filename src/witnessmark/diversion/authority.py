"""Authority: against whose licence, law, undertaking or custody a window is judged."""

import enum
from collections.abc import Iterator, Mapping

from witnessmark.case.fold import Case
from witnessmark.custody.chain import CustodyChain
from witnessmark.custody.links import links
from witnessmark.matching.judgements import identity
from witnessmark.model.happenings import Loss, Membership, Transfer, TransferKind
from witnessmark.model.ids import StatementId
from witnessmark.model.things import (
    Authenticity,
    Authorisation,
    AuthorisationForm,
    Consignment,
    ProgrammeRole,
    Role,
)
from witnessmark.model.value import Result
from witnessmark.model.when import readable


class AuthorityKind(enum.StrEnum):
    """What kind of authority; it titles a window, so that no party's name does."""

    UNDERTAKING = "undertaking to the exporting state"
    LICENCE = "licence"
    LAW = "law of a place"
    EMBARGO = "arms embargo"
    INTENDED_RECIPIENT = "intended recipient's custody"
    HOLDER = "holder's custody"


_BY_FORM = {
    AuthorisationForm.END_USER_CERTIFICATE: AuthorityKind.UNDERTAKING,
    AuthorisationForm.UNDERTAKING: AuthorityKind.UNDERTAKING,
    AuthorisationForm.LICENCE: AuthorityKind.LICENCE,
    AuthorisationForm.PERMIT: AuthorityKind.LICENCE,
    AuthorisationForm.CONTRACT: AuthorityKind.LICENCE,
    AuthorisationForm.LAW: AuthorityKind.LAW,
    AuthorisationForm.EMBARGO: AuthorityKind.EMBARGO,
}
"""A consent is no authority of its own: it widens whose custody the others permit."""


_CONSENT_WIDENS = frozenset(_BY_FORM) - {AuthorisationForm.LAW, AuthorisationForm.EMBARGO}


class Authority(Result, frozen=True, kw_only=True):
    """Whose custody somebody authorised, and who says so."""

    kind: AuthorityKind
    permits: frozenset[StatementId]
    statements: tuple[StatementId, ...]
    """The statements that this authority rests on."""
    paper: StatementId | None = None
    """The authorisation, where there is one."""
    void: str = ""
    """Why the paper permits nobody, where it is forged or its issuer denies it."""
    set_aside: tuple[str, ...] = ()
    """Why consents in the case permit nobody here."""


def authorities(case: Case, thing: StatementId, chain: CustodyChain) -> tuple[Authority, ...]:
    """Every authority that the case names for a thing, papers first."""
    scope = _scope(case, thing)
    papers = list(_papers(case, scope, chain))
    return (*papers, *_intended(case, scope), *_captured_holders(chain))


def _scope(case: Case, thing: StatementId) -> frozenset[StatementId]:
    """The thing, what it lay in, and the programmes that those belong to."""
    things = {link.thing for link in links(case, thing)}
    for goods, consignment in case.of_kind(Consignment):
        if case.root(goods) in things and consignment.programme is not None:
            things.add(case.root(consignment.programme))
    for _, membership in case.of_kind(Membership):
        if case.root(membership.consignment) in things:
            things.add(case.root(membership.programme))
    return frozenset(things)


_VOID = {
    Authenticity.FORGED: "the paper is forged: it permits nobody",
    Authenticity.DENIED_BY_ISSUER: "the issuer denies the paper: it permits nobody",
}


def _papers(case: Case, scope: frozenset[StatementId], chain: CustodyChain) -> Iterator[Authority]:
    named = {case.root(a) for g, c in case.of_kind(Consignment) if case.root(g) in scope for a in c.under}
    named |= {case.root(a) for _, t in case.of_kind(Transfer) if _is_in(case, t.of, scope) for a in t.under}
    found = {
        i: paper
        for i, paper in case.of_kind(Authorisation)
        if case.root(i) in named or _is_in(case, paper.covers, scope)
    }
    consented = {
        i: _consented(case, paper, chain)
        for i, paper in found.items()
        if paper.form is AuthorisationForm.CONSENT and paper.authenticity not in _VOID
    }
    consents = [i for i, parties in consented.items() if parties]
    set_aside = tuple(_set_aside(found, consented))
    widened = frozenset().union(*consented.values())
    for i, paper in found.items():
        if paper.form is not AuthorisationForm.CONSENT:
            void = _VOID.get(paper.authenticity, "")
            permits = frozenset() if void else frozenset(identity(case, party) for party in paper.permits)
            # A consent widens what a paper permits; it tells nothing of a paper that nobody read, and changes no law.
            is_widened = bool(permits) and paper.form in _CONSENT_WIDENS
            yield Authority(
                kind=_BY_FORM[paper.form],
                permits=permits | widened if is_widened else permits,
                statements=(i, *consents) if is_widened else (i,),
                paper=i,
                void=void,
                set_aside=set_aside if is_widened else (),
            )


def _set_aside(
    found: Mapping[StatementId, Authorisation], consented: Mapping[StatementId, frozenset[StatementId]]
) -> Iterator[str]:
    """Why consents among the papers permit nobody."""
    for i, paper in found.items():
        if paper.form is AuthorisationForm.CONSENT and paper.authenticity in _VOID:
            yield f"a consent: {_VOID[paper.authenticity]}"
        elif paper.form is AuthorisationForm.CONSENT and paper.permits and not consented[i]:
            yield "a consent did not hold on the day: it permits nobody here"


def _consented(case: Case, consent: Authorisation, chain: CustodyChain) -> frozenset[StatementId]:
    """Whose custody a consent permits: not of one who certainly had it before the consent began, or after it ended."""
    start = readable(consent.valid or consent.issued)
    end = readable(consent.valid)
    late = {
        span.holder
        for span in chain.spans
        if (span.began or span.seen[0]).when.certainly_before(start)
        or (span.began is not None and end.certainly_before(span.began.when))
    }
    return frozenset(identity(case, party) for party in consent.permits) - late


def _is_in(case: Case, things: tuple[StatementId, ...], scope: frozenset[StatementId]) -> bool:
    return any(case.root(thing) in scope for thing in things)


def _intended(case: Case, scope: frozenset[StatementId]) -> Iterator[Authority]:
    """For whom the goods were meant: by the consignment, or by the programme."""
    recipients: dict[StatementId, list[StatementId]] = {}
    for i, consignment in case.of_kind(Consignment):
        if case.root(i) in scope:
            for party in consignment.intended:
                recipients.setdefault(identity(case, party), []).append(i)
    for i, role in case.of_kind(Role):
        if role.as_ is ProgrammeRole.INTENDED_RECIPIENT and case.root(role.programme) in scope:
            recipients.setdefault(identity(case, role.party), []).append(i)
    if recipients:
        because = tuple(dict.fromkeys(i for statements in recipients.values() for i in statements))
        yield Authority(kind=AuthorityKind.INTENDED_RECIPIENT, permits=frozenset(recipients), statements=because)


def _captured_holders(chain: CustodyChain) -> Iterator[Authority]:
    """A holder from whom the thing was captured or lost did not give it away: that custody is an authority too."""
    for span in chain.spans:
        if span.ended is not None and is_involuntary(span.ended.event):
            yield Authority(
                kind=AuthorityKind.HOLDER,
                permits=frozenset({span.holder}),
                statements=span.ended.statements,
            )


def is_involuntary(event: object) -> bool:
    """Whether a holder lost the thing rather than gave it."""
    return isinstance(event, Loss) or (isinstance(event, Transfer) and event.as_ is TransferKind.CAPTURE)
