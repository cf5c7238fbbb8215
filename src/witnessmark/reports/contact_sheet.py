"""Contact sheet: small copies of all photographs by proposed group, on one page for the browser or on paper."""

import base64
import json
from collections.abc import Mapping
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from witnessmark.model.hidden import on_one_line, visible
from witnessmark.model.value import Result

IMAGES = "images"
"""The folder of the copies, for a typesetter."""


class Frame(Result, frozen=True, kw_only=True):
    """One photograph on the sheet."""

    name: str
    digest: str
    """Its beginning."""
    time: str
    place: str
    note: str
    copy: str
    """The name of its small copy; empty where there is none."""


class Strip(Result, frozen=True, kw_only=True):
    """A group of photographs."""

    name: str
    because: str
    frames: tuple[Frame, ...]


class ContactSheet(Result, frozen=True, kw_only=True):
    """All of them."""

    title: str
    training: str
    about: str
    strips: tuple[Strip, ...]


ABOUT = (
    "Groups are proposals, by time and place; nothing here is an item before a person says so. Times, places and names "
    "are what the files say of themselves. The copies are small and carry no metadata; the originals lie unaltered in "
    "the vault, under their digests."
)
ABOUT_SECOND = (
    "For a second reader, in an order of its own, without groups and without what was read before. The copies are "
    "small and carry no metadata; the originals lie unaltered in the vault, under their digests."
)


def contact_page(sheet: ContactSheet, copies: Mapping[str, bytes]) -> str:
    """The sheet as one HTML file that needs nothing else; every word is escaped."""
    environment = Environment(
        loader=PackageLoader("witnessmark.reports"), autoescape=True, undefined=StrictUndefined, finalize=_shown,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    css = resources.files("witnessmark.reports").joinpath("templates/dossier.css").read_text("utf-8")
    uris = {name: data_uri(payload) for name, payload in copies.items()}
    return environment.get_template("contact.html.j2").render(sheet=sheet, uris=uris, css=Markup(css))  # noqa: S704 - our own file


def _shown(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def data_uri(jpeg: bytes) -> str:
    """A JPEG of our own making, as an address that holds it."""
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode('ascii')}"


def contact_files(sheet: ContactSheet, copies: Mapping[str, bytes]) -> dict[str, bytes]:
    """What the typesetter's template reads: the words as data, so that none of them is taken for a command."""
    strips = [
        {
            "name": on_one_line(strip.name),
            "because": on_one_line(strip.because),
            "frames": [
                {"copy": f"{IMAGES}/{f.copy}" if f.copy else "", "lines": [on_one_line(each) for each in _lines(f)]}
                for f in strip.frames
            ],
        }
        for strip in sheet.strips
    ]
    told = {"title": on_one_line(sheet.title), "training": on_one_line(sheet.training), "about": sheet.about,
            "strips": strips}  # fmt: skip
    files = {"sheet.json": json.dumps(told, ensure_ascii=False, sort_keys=True).encode()}
    return files | {f"{IMAGES}/{name}": payload for name, payload in copies.items()}


def _lines(frame: Frame) -> list[str]:
    return [each for each in (frame.name, frame.digest, frame.time, frame.place, frame.note) if each]


def contact_template() -> str:
    """The typesetter's template."""
    return resources.files("witnessmark.reports").joinpath("templates/contact.typ").read_text("utf-8")
