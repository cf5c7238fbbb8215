"""Decisions: what a named person decided about statements, with the reason."""

import enum
from typing import Annotated

import msgspec

from witnessmark.model.ids import StatementId, ThingId
from witnessmark.model.value import Content, Edtf, Reason, Signer, Text

Statements = Annotated[tuple[StatementId, ...], msgspec.Meta(min_length=1, max_length=10_000)]


class Level(enum.StrEnum):
    """Who may see a statement: R0 public, R1 partner, R2 panel or court, R3 sealed."""

    R0 = "R0"
    R1 = "R1"
    R2 = "R2"
    R3 = "R3"


class CaseHeader(Content, tag="case/1", frozen=True, kw_only=True):
    """What the case is called and how far its statements may travel unless decided otherwise."""

    title: str
    level: Level = Level.R2
    training: str = ""
    """Not empty for a case whose facts are invented: the words that every page must carry."""
    summary: str = ""


class Verdict(enum.StrEnum):
    """What a person decided of a pair."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Judgement(Content, tag="judgement/1", frozen=True, kw_only=True):
    """A person's decision whether two statements introduce one thing or tell of one event."""

    left: StatementId
    right: StatementId
    verdict: Verdict
    by: Signer
    reason: Reason
    when: Edtf = Edtf("")


class RegisterUse(Content, tag="register-use/1", frozen=True, kw_only=True):
    """That a case refers to a register as it was when it had a digest, so that what was found in it can be replayed."""

    register: str
    digest: str
    by: Signer
    reason: Reason
    records: str = ""
    """How many records it had then."""


class RecordJudgement(Content, tag="record-judgement/1", frozen=True, kw_only=True):
    """A person's decision whether a thing is the one that a record of a register speaks of."""

    of: ThingId
    register: str
    part: str
    """The digest of the part of the register in which the record stands."""
    row: str
    mark: str
    """The mark as the record has it."""
    verdict: Verdict
    by: Signer
    reason: Reason
    record: str = ""
    """What else the record says, in words."""
    when: Edtf = Edtf("")


class Finding(Content, tag="finding/1", frozen=True, kw_only=True):
    """A conclusion that a named person signs, citing an assessment by digest."""

    text: str
    by: Signer
    reason: Reason
    assessment: str = ""
    standard: str = ""
    dissent: str = ""
    when: Edtf = Edtf("")
    about: tuple[StatementId, ...] = ()


class Handling(Content, tag="handling/1", frozen=True, kw_only=True):
    """One entry of the handling log: who had a piece of evidence, when, and what they did."""

    of: Statements
    action: str
    by: Signer
    when: Edtf = Edtf("")
    from_: Text = ""
    text: Text = ""


class Disclosure(Content, tag="disclosure/1", frozen=True, kw_only=True):
    """How far statements may travel; of several decisions the strictest holds."""

    of: Statements
    level: Level
    by: Signer
    reason: Reason


class Embargo(Content, tag="embargo/1", frozen=True, kw_only=True):
    """Statements stay with panel or court until a day has passed."""

    of: Statements
    until: Edtf
    by: Signer
    reason: Reason


class ConsentGiven(enum.StrEnum):
    """What the person concerned agreed to."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"


class Consent(Content, tag="consent/1", frozen=True, kw_only=True):
    """What whoever gave a statement agreed to, and up to which level it may travel."""

    of: Statements
    given: ConsentGiven
    level: Level = Level.R3
    by: Signer
    reason: Reason
    when: Edtf = Edtf("")


class Sealing(Content, tag="sealing/1", frozen=True, kw_only=True):
    """That a value was sealed; the value itself is not here."""

    commitment: str
    what: str
    by: Signer
    reason: Reason


class Erasure(Content, tag="erasure/1", frozen=True, kw_only=True):
    """That the key of a sealed value was destroyed, by whom and why."""

    commitment: str
    by: Signer
    reason: Reason


class Retraction(Content, tag="retraction/1", frozen=True, kw_only=True):
    """Hides a statement, until the retraction is itself retracted."""

    of: StatementId
    by: Signer
    reason: Reason


class Reliability(enum.StrEnum):
    """NATO: reliability of the source, judged apart from the information."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Credibility(enum.StrEnum):
    """NATO: credibility of the information, judged apart from the source."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    SIX = "6"


class Grade(Content, tag="grade/1", frozen=True, kw_only=True):
    """A named person's grade; without one a statement is "not assessed"."""

    of: StatementId
    reliability: Reliability
    credibility: Credibility
    by: Signer
    reason: Reason
