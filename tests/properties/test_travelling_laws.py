"""Dossier, folder and signed bundle hold to one rule: what one of them withholds, no other gives out."""

import base64
import dataclasses
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.support.samples import notary

from witnessmark import bootstrap
from witnessmark.adapters.memory import MemoryStore
from witnessmark.app import moving
from witnessmark.app.desk import Desk, load
from witnessmark.app.evidence import giving as evidence_giving
from witnessmark.app.evidence import signing
from witnessmark.app.evidence.handling import Handover
from witnessmark.case.levels import cut
from witnessmark.config import from_environment
from witnessmark.evidence.travelling import travelling
from witnessmark.model.decisions import Level
from witnessmark.notation.read import read

GREYS = (30, 90, 150, 210)
"""One picture for each: a plain grey, which a copy of any size still shows."""
CAMERA = b"camera of Arvenia"
"""Stands in the metadata of every picture, and in no copy."""
PAPERS = (b"%PDF-1.4 one paper", b"another paper, a text")
SEALED = "sealed:" + "c3" * 32
AS_OF = date(2014, 5, 13)
WHO = Handover(by="A. Vale", to="whoever asks")


@cache
def picture(grey: int) -> bytes:
    """A small JPEG of one grey with a comment."""
    file = io.BytesIO()
    Image.new("RGB", (16, 12), (grey, grey, grey)).save(file, "JPEG", comment=CAMERA)
    return file.getvalue()


def digest(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()


ALL = (*map(picture, GREYS), *PAPERS)
NAMES = {digest(payload): number for number, payload in enumerate(ALL)}

# -- cases --------------------------------------------------------------------------------------------------------


@st.composite
def told(draw: st.DrawFn) -> str:
    """A case in which pictures and papers are named, quoted, guarded, sealed and retracted."""
    blocks = [f"case c: C\n  level {draw(st.sampled_from(('R0', 'R0', 'R1', 'R2')))}", "item rifle: Rifle",
              f"party witness\n  name {SEALED}\n  sort person"]  # fmt: skip
    names = ["rifle"]
    for number, payload in enumerate(ALL):
        for kind in draw(st.lists(st.sampled_from(("evidence", "photo", "source")), max_size=2, unique=True)):
            name = f"{kind}{number}"
            names.append(name)
            blocks.append(_naming(draw, kind, name, payload))
            blocks += _drawn(draw, kind, name, names)
    for number in range(draw(st.integers(0, 3))):
        level = draw(st.sampled_from(("R0", "R1", "R2", "R3")))
        blocks.append(f"disclosure d{number}\n  of {draw(st.sampled_from(names))}\n  level {level}\n  by A\n  reason r")
    if draw(st.integers(0, 4)) == 0:
        blocks.append(f"retraction gone\n  of {draw(st.sampled_from(names))}\n  by A\n  reason r")
    return "\n\n".join(["witnessmark 1", *blocks]) + "\n"


def _naming(draw: st.DrawFn, kind: str, name: str, payload: bytes) -> str:
    is_picture = payload not in PAPERS
    sealed = f"\n  note {SEALED}" if kind != "photo" and draw(st.integers(0, 3)) == 0 else ""
    if kind == "photo":
        return f"photo {name}\n  of rifle\n  digest {digest(payload)}"
    form = "\n  form photograph" if is_picture and draw(st.booleans()) else ""
    of = "\n  of rifle" if kind == "evidence" and draw(st.booleans()) else ""
    return f"{kind} {name}: {name}{form}\n  digest {digest(payload)}{of}{sealed}"


def _drawn(draw: st.DrawFn, kind: str, name: str, names: list[str]) -> Iterator[str]:
    """What was drawn from a piece: a reading of a picture, a sale that a paper tells of, perhaps by a sealed person."""
    if draw(st.booleans()):
        return
    drawn = f"drawn-{name}"
    if kind == "source":
        to = "\n  to witness" if draw(st.integers(0, 2)) == 0 else ""
        yield f"transfer {drawn}\n  of rifle{to}\n  source {name}"
    else:
        yield f"mark-reading {drawn}\n  of rifle\n  text KB\n  mark serial\n  photo {name}"
    names.append(drawn)


# -- what goes out ------------------------------------------------------------------------------------------------


class Went(NamedTuple):
    """By number, the pieces of which a copy went out, and those that went as they came."""

    copies: frozenset[int]
    originals: frozenset[int]

    @property
    def all(self) -> frozenset[int]:
        """Those of which anything went out."""
        return self.copies | self.originals


def _sorted(payloads: list[bytes]) -> Went:
    originals = {NAMES[digest(payload)] for payload in payloads if digest(payload) in NAMES}
    copies = set()
    for payload in payloads:
        if digest(payload) not in NAMES:
            assert CAMERA not in payload
            with Image.open(io.BytesIO(payload)) as image:
                value = image.convert("L").getpixel((2, 2))
            assert isinstance(value, (int, float))
            copies.add(min(range(len(GREYS)), key=lambda n: abs(GREYS[n] - value)))
    return Went(frozenset(copies), frozenset(originals))


def dossier(desk: Desk, folder: Path, level: Level) -> Went:
    path = folder / "d.html"
    moving.export(desk, str(path), form="dossier", level=level)
    page = path.read_text("utf-8")
    return _sorted([base64.b64decode(each) for each in re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page)])


def folder_of(desk: Desk, folder: Path, level: Level, *, as_they_are: bool) -> Went:
    path = folder / f"out-{as_they_are}"
    order = evidence_giving.Order(folder=str(path), level=level, handover=WHO, wants_originals=as_they_are)
    evidence_giving.export(desk, order)
    return _sorted([each.read_bytes() for each in sorted(path.iterdir()) if each.name != "evidence.json"])


def signed(desk: Desk, folder: Path, level: Level, *, as_they_are: bool) -> Went:
    path = folder / f"s-{as_they_are}.zip"
    signing.give_out(desk, str(path), WHO, level=level, with_originals=as_they_are)
    with zipfile.ZipFile(path) as opened:
        return _sorted([opened.read(name) for name in opened.namelist() if name.startswith("evidence/")])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose vault holds every picture and paper."""
    home = tmp_path_factory.mktemp("home")
    config = from_environment({"WITNESSMARK_HOME": str(home), "SOURCE_DATE_EPOCH": "1400000000"})
    made = bootstrap.desk(MemoryStore(b"n"), config)
    for payload in ALL:
        made.vault().keep([payload])
    return made


def with_case(world: Desk, text: str) -> Desk:
    store = MemoryStore(b"n")
    store.append(read(text.encode(), name="c.wit").statements, notary("a"))
    return dataclasses.replace(world, store=store)


@given(text=told(), level=st.sampled_from(Level), as_they_are=st.booleans())
@settings(max_examples=40)
def test_what_one_withholds_no_other_gives_out(world: Desk, text: str, level: Level, as_they_are: bool) -> None:
    desk = with_case(world, text)
    case = load(desk)
    allowed = travelling(case, frozenset(cut(case, level, as_of=AS_OF).shown), level)
    may = {number for its, number in NAMES.items() if its in allowed}
    with TemporaryDirectory() as name:
        folder = Path(name)
        shown = dossier(desk, folder, level)
        assert shown.all <= may
        assert not shown.originals
        if level < Level.R2:
            given_ = folder_of(desk, folder, level, as_they_are=False)
            assert not given_.originals
        else:
            given_ = folder_of(desk, folder, level, as_they_are=as_they_are or level is Level.R3)
            assert given_ == signed(desk, folder, level, as_they_are=as_they_are)
        assert given_.all <= may
        assert shown.all <= given_.all
