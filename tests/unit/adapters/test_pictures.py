"""Pictures of strangers, opened in a process of its own: what they say, small copies, and everything that is wrong."""

import io
import sys
from collections.abc import Iterator

import pytest
from PIL import Image
from tests.support.photographs import SIZE, animated, bomb, paper, photograph, picture, with_profile

from witnessmark.adapters.watched import WatchedPapers, WatchedPictures, WatchedProcess
from witnessmark.adapters.watched_child import Asked, answered
from witnessmark.errors import UsageError
from witnessmark.evidence.exif import told
from witnessmark.evidence.likeness import MOST_BITS, bits_between, fingerprint


@pytest.fixture(scope="module")
def process() -> Iterator[WatchedProcess]:
    """One process for all."""
    made = WatchedProcess()
    yield made
    made.close()


@pytest.fixture
def pictures(process: WatchedProcess) -> WatchedPictures:
    return WatchedPictures(process)


@pytest.fixture
def papers(process: WatchedProcess) -> WatchedPapers:
    return WatchedPapers(process)


def test_a_photograph_tells_its_size_time_place_and_device(pictures: WatchedPictures) -> None:
    found = pictures.look(photograph("KB 04217", at=(-33.5, 70.25)), "image/jpeg")
    said = told(found.tags)
    assert (found.width, found.height) == SIZE
    assert said.taken == "2031-05-01T10:00:00+02:00"
    assert said.at == "-33.500000, 70.250000"
    assert said.device == "Orlan Lens 7"
    assert len(found.cells) == 72


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_exif_is_read_in_every_form_that_carries_it(pictures: WatchedPictures, form: str) -> None:
    found = pictures.look(photograph("KB 04217", form=form), "")
    assert told(found.tags).taken == "2031-05-01T10:00:00+02:00"


def test_a_picture_in_other_forms_and_sizes_looks_alike(pictures: WatchedPictures) -> None:
    prints = [
        fingerprint(pictures.look(photograph("KB 04217", form=form, size=size), "").cells)
        for form, size in (("JPEG", (1600, 1200)), ("PNG", (400, 300)), ("WEBP", (800, 600)))
    ]
    bits = [bits_between(prints[0], other) for other in prints[1:]]
    assert all(each is not None and each <= 3 for each in bits), bits
    other = fingerprint(pictures.look(photograph("LOT 12-88"), "").cells)
    assert (bits_between(prints[0], other) or 0) > MOST_BITS


def test_a_working_copy_is_small_and_says_nothing_of_its_original(pictures: WatchedPictures) -> None:
    original = photograph("KB 04217", at=(50.45, 30.52))
    copy = pictures.working_copy(original, "image/jpeg", longest=300)
    assert b"Eve" in original
    for word in (b"Exif", b"Eve", b"Orlan", b"2031", b"ICC_PROFILE"):
        assert word not in copy
    with Image.open(io.BytesIO(copy)) as image:
        assert (image.format, image.size) == ("JPEG", (300, 225))
        assert not image.getexif()


def test_a_working_copy_stands_upright(pictures: WatchedPictures) -> None:
    copy = pictures.working_copy(photograph("KB", orientation=6), "image/jpeg", longest=400)
    with Image.open(io.BytesIO(copy)) as image:
        assert image.size == (300, 400)


def test_the_same_picture_gives_the_same_copy(pictures: WatchedPictures) -> None:
    payload = photograph("KB 04217")
    assert len({pictures.working_copy(payload, "image/jpeg", longest=300) for _ in range(2)}) == 1


def test_a_small_picture_is_not_made_larger(pictures: WatchedPictures) -> None:
    copy = pictures.working_copy(photograph("KB", size=(80, 60)), "image/jpeg", longest=1200)
    with Image.open(io.BytesIO(copy)) as image:
        assert image.size == (80, 60)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F"])
def test_pictures_of_every_kind_of_pixel_are_copied(pictures: WatchedPictures, mode: str) -> None:
    grey = picture("KB 04", (80, 60)).convert("L")
    if mode == "I;16":
        image = Image.frombytes("I;16", (80, 60), b"".join(bytes([0, value]) for value in grey.tobytes()))
    else:
        image = picture("KB 04", (80, 60)).convert(mode)
    written = io.BytesIO()
    image.save(written, "TIFF" if mode in {"CMYK", "F", "I;16"} else "PNG")
    with Image.open(io.BytesIO(pictures.working_copy(written.getvalue(), "", longest=60))) as copy:
        assert copy.mode == "RGB"
        low, high = copy.convert("L").getextrema()
        assert isinstance(low, (int, float))
        assert isinstance(high, (int, float))
        assert high - low > 50


# -- hostile ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(60_000, 60_000), (2**31 - 1, 2), (12_001, 10_000)])
def test_a_bomb_is_refused_by_what_it_claims(pictures: WatchedPictures, size: tuple[int, int]) -> None:
    with pytest.raises(UsageError, match=r"want a (picture of at most 120,000,000 pixels|file that can be opened)"):
        pictures.look(bomb(*size), "image/png")


def test_a_picture_that_is_cut_off_shows_what_there_is(pictures: WatchedPictures) -> None:
    whole = photograph("KB 04217")
    found = pictures.look(whole[: len(whole) // 2], "image/jpeg")
    assert found.notes == ("the file is cut off or damaged: a part of the picture is missing",)
    assert pictures.working_copy(whole[: len(whole) // 2], "image/jpeg", longest=300)


@pytest.mark.parametrize(
    "payload",
    [b"", b"\xff\xd8\xff", b"<svg><script>alert(1)</script></svg>", b"%!PS-Adobe-3.0 EPSF-3.0\n(ls) run", b"MZ" * 200,
     photograph("KB")[:60], b"GIF89a" + bytes(20)],
)  # fmt: skip
def test_what_is_no_picture_is_told_as_such(pictures: WatchedPictures, payload: bytes) -> None:
    with pytest.raises(UsageError, match="want a"):
        pictures.look(payload, "image/jpeg")


def test_a_giant_profile_does_no_harm(pictures: WatchedPictures) -> None:
    payload = with_profile(8_000_000)
    assert pictures.look(payload, "image/jpeg").width == SIZE[0]
    assert len(pictures.working_copy(payload, "image/jpeg", longest=300)) < 60_000


def test_of_an_animated_picture_the_first_frame_is_looked_at(pictures: WatchedPictures) -> None:
    assert pictures.look(animated(), "image/gif").notes == ("3 frames: the first is looked at",)


def test_rubbish_in_exif_costs_the_exif_and_not_the_picture(pictures: WatchedPictures) -> None:
    payload = photograph("KB 04217")
    at = payload.index(b"Exif\0\0") + 6
    spoiled = payload[: at + 8] + bytes([0xFF] * 60) + payload[at + 68 :]
    found = pictures.look(spoiled, "image/jpeg")
    told(found.tags)
    assert len(found.cells) == 72


def test_a_file_that_takes_too_long_is_ended_and_the_next_one_is_opened() -> None:
    process = WatchedProcess(seconds=0.0)
    try:
        with pytest.raises(UsageError, match="took longer than 0 seconds"):
            WatchedPictures(process).look(photograph("KB"), "image/jpeg")
    finally:
        process.close()
    patient = WatchedProcess()
    try:
        assert WatchedPictures(patient).look(photograph("KB"), "image/jpeg").width == SIZE[0]
    finally:
        patient.close()


def test_a_process_that_dies_is_replaced(process: WatchedProcess, pictures: WatchedPictures) -> None:
    pictures.look(photograph("KB"), "image/jpeg")
    assert process._process is not None
    process._process.kill()
    process._process.wait()
    assert pictures.look(photograph("KB"), "image/jpeg").width == SIZE[0]


def test_whatever_is_asked_the_child_answers() -> None:
    assert "KeyError" in answered(Asked(work="something else", payload=b"")).refused


# -- papers -----------------------------------------------------------------------------------------------------------


def test_a_paper_tells_its_pages_and_their_text(papers: WatchedPapers) -> None:
    payload = paper("one rifle", "by rail to Quellstadt")
    assert papers.pages(payload) == 2
    assert papers.text(payload, 2).strip() == "by rail to Quellstadt"


@pytest.mark.parametrize("page", [0, 3])
def test_a_page_that_is_not_there_is_told(papers: WatchedPapers, page: int) -> None:
    with pytest.raises(UsageError, match=f"want a page from 1 to 2, got {page}"):
        papers.text(paper("one", "two"), page)


@pytest.mark.parametrize("payload", [b"", b"%PDF-1.7\nrubbish", b"%PDF-1.4\n" + b"[" * 100_000, paper("one")[:90]])
def test_what_is_no_paper_is_told_as_such(papers: WatchedPapers, payload: bytes) -> None:
    with pytest.raises(UsageError, match="want a file that can be opened"):
        papers.pages(payload)


def test_pages_that_name_themselves_do_not_go_round_for_ever(papers: WatchedPapers) -> None:
    payload = paper("one").replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]")
    try:
        assert papers.pages(payload) <= 1
    except UsageError as error:
        assert "want a file that can be opened" in str(error)  # noqa: PT017 - either is right


# -- HEIC -------------------------------------------------------------------------------------------------------------


def test_a_picture_of_a_telephone_in_heic_is_opened_where_the_extra_is_installed(pictures: WatchedPictures) -> None:
    heif = pytest.importorskip("pillow_heif")
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2031:05:01 10:11:12"
    written = io.BytesIO()
    heif.from_pillow(picture("KB 04217", (160, 120))).save(written, exif=exif.tobytes())
    found = pictures.look(written.getvalue(), "image/heic")
    assert (found.width, found.height) == (160, 120)
    assert told(found.tags).taken == "2031-05-01T10:11:12"
    assert pictures.working_copy(written.getvalue(), "image/heic", longest=80).startswith(b"\xff\xd8\xff")


def test_without_the_extra_a_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    refused = answered(Asked(work="look", payload=b"\0\0\0\x18ftypheic", media="image/heic")).refused
    assert refused == "want pillow-heif to open HEIC, got none: install witnessmark[heic]"
