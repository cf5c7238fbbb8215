"""Alike: which pictures of a case look like others, of it or of another case: a hint where to look, no judgement."""

from collections.abc import Collection, Iterator, Mapping

from witnessmark.case.fold import Case
from witnessmark.evidence.likeness import MOST_BITS, alike, alike_between, in_words
from witnessmark.model.evidence import Evidence
from witnessmark.model.value import Result
from witnessmark.reports.words import words

SAME_BYTES = "the same bytes"


class Near(Result, frozen=True, kw_only=True):
    """Two pieces of evidence that are the same, or look alike."""

    one: str
    """Digest."""
    other: str
    one_name: str
    other_name: str
    other_case: str
    """The other case; empty where both are of this one."""
    bits: int | None
    """Of 64, how many differ; ``None`` where the bytes are the same."""
    said: str


def near_ones(case: Case, others: Mapping[str, Case], *, about: Collection[str] | None = None) -> tuple[Near, ...]:
    """The pairs in a case and across others, the nearest first; ``about`` leaves out those of none of these digests."""
    return tuple(sorted(_found(case, others, about), key=lambda near: (near.bits or 0, near.other_case, near.one)))


def _found(case: Case, others: Mapping[str, Case], about: Collection[str] | None) -> Iterator[Near]:
    names, prints = _of(case)
    copies = {frozenset((e.digest, e.redacted_from)) for _, e in case.of_kind(Evidence)}
    for one, other, bits in alike(prints, most=MOST_BITS):
        # That a redacted copy looks like its original is no news.
        if frozenset((one, other)) not in copies and (about is None or one in about or other in about):
            yield _near(one, other, names, names, "", bits)
    for called, there in others.items():
        their_names, their_prints = _of(there)
        for digest in sorted(names.keys() & their_names.keys()):
            if about is None or digest in about:
                yield _near(digest, digest, names, their_names, called, None)
        for one, other, bits in alike_between(prints, their_prints, most=MOST_BITS):
            if about is None or one in about:
                yield _near(one, other, names, their_names, called, bits)


def _of(case: Case) -> tuple[dict[str, str], dict[str, str]]:
    """Names and fingerprints by digest."""
    held = [content for _, content in reversed(case.of_kind(Evidence))]
    return {e.digest: words(e.name) for e in held}, {e.digest: e.fingerprint for e in held if e.fingerprint}


def _near(
    one: str, other: str, names: Mapping[str, str], theirs: Mapping[str, str], called: str, bits: int | None
) -> Near:
    return Near(
        one=one, other=other, one_name=names[one], other_name=theirs[other], other_case=called, bits=bits,
        said=SAME_BYTES if bits is None else in_words(bits),
    )  # fmt: skip
