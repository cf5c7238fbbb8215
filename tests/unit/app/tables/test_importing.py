"""How an import writes."""

from tests.support.samples import notary, sample

from witnessmark.app.tables.importing import _LARGEST_STEP
from witnessmark.case import bundle
from witnessmark.case.canonical import digest
from witnessmark.model.decisions import Level
from witnessmark.model.ids import StatementId


def test_what_is_written_at_once_is_never_more_than_a_line_of_a_bundle_can_name() -> None:
    ids = [StatementId(digest(str(number).encode())) for number in range(_LARGEST_STEP)]
    entry = notary("a").attest(None, ids)
    made = bundle.lines(sample(range(3)), [entry], {}, level=Level.R2, withheld=0)
    assert max(map(len, made)) <= bundle.LONGEST_LINE
