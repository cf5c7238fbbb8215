"""What a case holds of evidence, and whether it fits what was set down of the finds."""

from witnessmark.case.canonical import statement_id
from witnessmark.case.fold import Case
from witnessmark.evidence.agreement import disagreements
from witnessmark.evidence.pieces import citing, handlings_of, pieces, readings_of, things_of
from witnessmark.model.decisions import Handling, Retraction
from witnessmark.model.evidence import Evidence, EvidenceForm
from witnessmark.model.happenings import Recovery
from witnessmark.model.ids import PlaceId, SourceId, StatementId, ThingId, VisitId
from witnessmark.model.imports import Import
from witnessmark.model.observations import MarkReading, Photo, Visit
from witnessmark.model.problem import Severity
from witnessmark.model.statement import Statement
from witnessmark.model.things import Item, Place, Precision, Source
from witnessmark.model.value import Content, Edtf

ONE, OTHER = "ab" * 32, "cd" * 32


def said(*statements: Statement | Content) -> tuple[Case, list[StatementId]]:
    whole = [each if isinstance(each, Statement) else Statement(content=each) for each in statements]
    ids = [statement_id(each) for each in whole]
    return Case(dict(zip(ids, whole, strict=True))), ids


def idea(content: Content) -> StatementId:
    return statement_id(Statement(content=content))


RIFLE = Item(name="rifle A")
OF = (ThingId(idea(RIFLE)),)


def evidence(digest: str = ONE, **more: object) -> Evidence:
    return Evidence(name="1.jpg", form=EvidenceForm.PHOTOGRAPH, digest=digest, **more)  # type: ignore[arg-type]


def test_two_statements_of_one_digest_are_one_piece_of_evidence() -> None:
    case, (first, second, _) = said(evidence(), Evidence(name="copy.jpg", digest=ONE), evidence(OTHER))
    found = pieces(case)
    assert list(found) == [ONE, OTHER]
    assert sorted(found[ONE].statements) == sorted([first, second])


def test_a_photo_or_a_source_that_names_a_digest_is_of_the_piece() -> None:
    case, ids = said(RIFLE, Photo(of=OF, digest=ONE), Source(name="letter", digest=ONE), Photo(of=OF, digest="left"))
    (found,) = pieces(case).values()
    assert set(found.statements) == {ids[1], ids[2]}
    assert found.first is None
    assert things_of(found) == OF


def test_what_came_beside_a_table_is_a_piece_also_where_no_row_names_it() -> None:
    letter = Source(name="table")
    media = (f"{ONE} front.jpg", f"{OTHER} nobody.jpg", "rubbish without.jpg")
    came = Import(of=SourceId(idea(letter)), mapping="m", text="t", media=media)
    case, ids = said(RIFLE, letter, came, Photo(of=OF, digest=ONE))
    found = pieces(case)
    assert {digest: piece.beside for digest, piece in found.items()} == {ONE: ("front.jpg",), OTHER: ("nobody.jpg",)}
    assert (found[ONE].statements, found[OTHER].statements) == ((ids[3],), ())


def test_a_retracted_statement_names_no_piece() -> None:
    piece = evidence()
    case, _ = said(piece, Retraction(of=idea(piece), by="Ada", reason="the wrong card"))
    assert pieces(case) == {}


def test_readings_are_of_a_piece_through_its_photo_or_itself() -> None:
    photo = Photo(of=OF, digest=ONE)
    case, ids = said(
        RIFLE, evidence(), photo,
        MarkReading(of=OF[0], text="KB 04", photo=idea(photo)),
        MarkReading(of=OF[0], text="KB 05", photo=idea(evidence())),
        MarkReading(of=OF[0], text="KB 06"),
    )  # fmt: skip
    assert {i for i, _ in readings_of(case, pieces(case)[ONE])} == {ids[3], ids[4]}


def test_the_handling_log_of_a_piece_is_in_the_order_of_its_dates() -> None:
    of = (idea(evidence()),)
    case, _ = said(
        evidence(), evidence(OTHER), Handling(of=of, action="verified", by="Ben", when=Edtf("2031-05-03")),
        Handling(of=of, action="acquired", by="Ada", when=Edtf("2031-05-01")),
        Handling(of=(idea(evidence(OTHER)),), action="lost", by="Eve"),
    )  # fmt: skip
    assert [entry.action for _, entry in handlings_of(case, pieces(case)[ONE])] == ["acquired", "verified"]


def test_statements_that_rest_on_a_document_cite_it() -> None:
    letter = Source(name="letter", digest=ONE)
    quoting = Statement(content=RIFLE, source=SourceId(idea(letter)), locator="p. 3")
    case, ids = said(letter, quoting, evidence(OTHER))
    assert [i for i, _ in citing(case, pieces(case)[ONE])] == [ids[1]]


def _find(**more: object) -> Recovery:
    return Recovery(of=OF, **more)  # type: ignore[arg-type]


def test_a_picture_that_says_another_day_than_the_form_is_a_note() -> None:
    picture = evidence(taken=Edtf("2031-05-01T10:00:00+02:00"), of=OF)
    find = _find(documented=Edtf("2031-05-03"))
    case, ids = said(RIFLE, picture, find)
    (problem,) = disagreements(case)
    assert problem.message == "the picture says it was taken 2031-05-01T10:00:00+02:00; it was documented 2031-05-03"
    assert (problem.severity, set(problem.statements)) == (Severity.NOTE, {ids[1], ids[2]})


def test_a_picture_of_the_same_day_or_of_no_day_is_none() -> None:
    for taken in ("2031-05-03T23:00:00Z", ""):
        assert (
            disagreements(said(RIFLE, evidence(taken=Edtf(taken), of=OF), _find(documented=Edtf("2031-05")))[0]) == ()
        )


def test_a_picture_from_before_the_recovery_is_a_note_and_one_from_after_is_none() -> None:
    find = _find(when=Edtf("2031-05-01"))
    before, _ = said(RIFLE, evidence(taken=Edtf("2031-04-01T10:00:00Z"), of=OF), find)
    after, _ = said(RIFLE, evidence(taken=Edtf("2031-06-01T10:00:00Z"), of=OF), find)
    assert [each.message for each in disagreements(before)] == [
        "the picture says it was taken 2031-04-01T10:00:00Z; it was recovered 2031-05-01"
    ]
    assert disagreements(after) == ()


def test_a_picture_from_elsewhere_than_the_visit_is_a_note() -> None:
    town = Place(name="Quellstadt", precision=Precision.POINT, at="50.4501, 30.5234")
    visit = Visit(name="visit", place=PlaceId(idea(town)))
    find = _find(visit=VisitId(idea(visit)))
    far, _ = said(RIFLE, town, visit, find, evidence(at="50.55, 30.5234", of=OF))
    near, _ = said(RIFLE, town, visit, find, evidence(at="50.4505, 30.5234", of=OF))
    assert [each.message for each in disagreements(far)] == [
        "the picture says it was taken 11.1 km from where it was documented on a visit; 1.0 km are allowed for"
    ]
    assert disagreements(near) == ()


def test_a_stated_radius_counts_before_the_precision() -> None:
    town = Place(name="Quellstadt", precision=Precision.POINT, at="50.4501, 30.5234", radius="20 km")
    find = _find(place=PlaceId(idea(town)))
    assert disagreements(said(RIFLE, town, find, evidence(at="50.55, 30.5234", of=OF))[0]) == ()


def test_what_is_sealed_is_not_compared() -> None:
    from witnessmark.model.value import Sealed

    town = Place(name="Quellstadt", precision=Precision.POINT, at=Sealed(sealed=ONE))
    find = _find(place=PlaceId(idea(town)))
    assert disagreements(said(RIFLE, town, find, evidence(at="50.55, 30.5234", of=OF))[0]) == ()
