"""Page: a dossier as one HTML file that needs nothing else: no network, no script."""

from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from witnessmark.model.hidden import visible
from witnessmark.reports.contact_sheet import data_uri
from witnessmark.reports.dossier import Dossier
from witnessmark.reports.timeline import timelines
from witnessmark.reports.variants import undetermined, variants

NO_COPIES: Mapping[int, bytes] = MappingProxyType({})


def page(dossier: Dossier, copies: Mapping[int, bytes] = NO_COPIES) -> str:
    """The dossier's HTML; every word of the case is escaped. ``copies`` are small pictures (JPEG) by their number."""
    environment = Environment(
        loader=PackageLoader("witnessmark.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    css = resources.files("witnessmark.reports").joinpath("templates/dossier.css").read_text("utf-8")
    template = environment.get_template("dossier.html.j2")
    return template.render(
        dossier=dossier,
        subjects=[
            {
                "told": s,
                "drawings": list(timelines(s)),
                "windows": variants(s),
                "undetermined": undetermined(s),
            }
            for s in dossier.subjects
        ],
        pictures=[
            {"told": each, "uri": data_uri(copies[each.number]) if each.number in copies else ""}
            for each in dossier.pictures
        ],
        footing=footing(dossier),
        css=Markup(css),  # noqa: S704 - our own file
    )


def _visible(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def footing(dossier: Dossier) -> str:
    """On how many origins the dossier rests, and whether anybody read them."""
    count = len(dossier.sources)
    unread = [s for s in dossier.sources if s.original == "original not read"]
    if not count:
        return "No source is named in this dossier."
    sources = "1 source" if count == 1 else f"{count} sources"
    origins = "1 independent origin" if dossier.origins == 1 else f"{dossier.origins} independent origins"
    told = f"This dossier rests on {sources} of {origins}."
    if unread:
        names = "; ".join(s.name for s in unread)
        told += f" Known only through others that quote it, original not read: {names}."
    return told
