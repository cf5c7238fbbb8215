"""Dossiers as a browser lays them out: nothing sticks out, nothing is too pale to read, no link leads nowhere.

There is no web driver among the tools: a script that measures is put into a copy of each page, and the copies tell
what they found to the page around them, whose text Chromium prints. One start serves every page, width and scheme.
"""

import html
import html.parser
import itertools
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.running import EXAMPLES, User

MEASURE = (Path(__file__).parent / "measure.js").read_text("utf-8")
NAMES = [path.stem for path in EXAMPLES]
COPIES = {
    "wide": (1060, "not all"),
    "narrow": (360, "not all"),
    "dark": (1060, "all"),
    "print": (673, "not all"),
}
"""Width, and the media that dark rules are for; 673 pixels are what A4 leaves between the margins."""
_LONGEST = 120
_FAULTY = """<!doctype html><html lang="en" data-copy="faulty"><body style="margin:0;background:#fff">
<div style="width:2000px">a wide line</div><p style="color:#999">pale words</p><a href="#nowhere">lost</a>
<svg viewBox="0 0 100 40" width="100"><rect width="100" height="40" fill="#1f5f8f"/>
<text x="60" y="20" font-size="10">sticks out of it</text><text x="62" y="22" font-size="10">lies on it</text></svg>
</body></html>"""
"""A page with every fault that is looked for."""


def _chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        reason = "want Chromium to lay out the dossiers, found none on the path"
        if os.environ.get("WITNESSMARK_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The public dossier of every example."""
    folder = tmp_path_factory.mktemp("dossiers")
    user = User(folder=folder, home=folder / "home")
    return {path.stem: user.exported(user.case(f"{path.stem}.case", path), "dossier", "R0") for path in EXAMPLES}


def _copy(page: str, name: str, dark: str, *, is_print: bool) -> str:
    """The page with our script in it, and with its rules for dark or print always or never on."""
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    page = page.replace("(prefers-color-scheme:dark)", dark)
    if dark == "all":
        page = page.replace("color-scheme:light dark", "color-scheme:dark")
    if is_print:
        page = page.replace("@media print", "@media all").replace("@page{margin:18mm 16mm}", "")
    page = page.replace('<html lang="en"', f'<html lang="en" data-copy="{name}"', 1)
    return page.replace("</body>", f"<script>{MEASURE}</script></body>")


# The listener comes first: a small page is measured before the large ones are read.
_AROUND = """<!doctype html><meta charset="utf-8"><pre id="told">[]</pre><script>
const told = [];
addEventListener("message", event => {{
  told.push(event.data);
  document.getElementById("told").textContent = JSON.stringify(told);
}});
</script>{frames}"""


@pytest.fixture(scope="module")
def measured(pages: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each copy of each page found, by ``name copy``."""
    chromium = _chromium()
    folder = tmp_path_factory.mktemp("copies")
    frames = []
    for name, page in pages.items():
        for copy, (width, dark) in COPIES.items():
            file = f"{name}-{copy}.html"
            text = _copy(page, f"{name} {copy}", dark, is_print=copy == "print")
            (folder / file).write_text(text, "utf-8")
            frames.append(f'<iframe src="{file}" style="width:{width}px;height:900px;border:0"></iframe>')
    (folder / "faulty.html").write_text(_FAULTY.replace("</body>", f"<script>{MEASURE}</script></body>"), "utf-8")
    frames.append('<iframe src="faulty.html" style="width:600px;height:400px"></iframe>')
    (folder / "around.html").write_text(_AROUND.format(frames="\n".join(frames)), "utf-8")
    done = subprocess.run(
        [
            chromium, "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
            "--disable-background-networking", "--disable-sync", f"--user-data-dir={folder / 'profile'}",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            "--window-size=1200,1000", "--virtual-time-budget=60000", "--dump-dom",
            (folder / "around.html").as_uri(),
        ],
        capture_output=True, timeout=_LONGEST, check=True,
    )  # fmt: skip
    found = re.search(r'<pre id="told">(.*?)</pre>', done.stdout.decode(), re.DOTALL)
    assert found is not None, done.stderr.decode()
    return {each["name"]: each for each in json.loads(html.unescape(found[1]))}


def _all(measured: dict[str, Any], what: str, copies: tuple[str, ...] = tuple(COPIES)) -> dict[str, list[str]]:
    """Where something was found, and what."""
    return {f"{n} {c}": measured[f"{n} {c}"][what] for n in NAMES for c in copies if measured[f"{n} {c}"][what]}


def test_every_copy_of_every_dossier_was_measured(measured: dict[str, Any]) -> None:
    assert set(measured) == {f"{name} {copy}" for name in NAMES for copy in COPIES} | {"faulty"}
    told = {name: each for name, each in measured.items() if name != "faulty"}
    assert all(each["links"] > 10 for each in told.values())
    without = {name.split()[0] for name, each in told.items() if not each["drawings"]}
    assert without == {"rifles-type56"}, "of its rifles no page names a holder; every other dossier has a drawing"


def test_measuring_finds_what_is_wrong_with_a_page(measured: dict[str, Any]) -> None:
    faults = measured["faulty"]

    assert faults["overflowing"][0] == "page 2000 > 600"
    assert [words.partition(":")[0] for words in faults["outside"]] == ["sticks out of it"]
    assert faults["colliding"] == ["sticks out of it / lies on it"]
    assert [re.sub(r".*: ", "", words) for words in faults["pale"]] == ["pale words", "lies on it"]
    assert faults["lost"] == ["#nowhere"]


@pytest.mark.parametrize("copy", ["wide", "narrow", "print"])
def test_no_dossier_is_wider_than_its_window_or_paper(measured: dict[str, Any], copy: str) -> None:
    assert _all(measured, "overflowing", (copy,)) == {}


def test_every_text_of_a_drawing_lies_within_it(measured: dict[str, Any]) -> None:
    assert _all(measured, "outside", ("wide",)) == {}


def test_no_text_of_a_drawing_lies_on_another(measured: dict[str, Any]) -> None:
    assert _all(measured, "colliding", ("wide",)) == {}


@pytest.mark.parametrize("copy", ["wide", "dark", "print"])
def test_every_text_stands_out_from_what_is_behind_it(measured: dict[str, Any], copy: str) -> None:
    assert _all(measured, "pale", (copy,)) == {}


def test_every_link_within_a_dossier_has_its_target(measured: dict[str, Any]) -> None:
    assert _all(measured, "lost") == {}


class _Outline(html.parser.HTMLParser):
    """Elements, ids, headings and whatever a page would load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.headings: list[int] = []
        self.loads: list[str] = []
        self.language = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        if "id" in values:
            self.ids[values["id"]] += 1
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "html":
            self.language = values.get("lang", "")
        if tag in {"script", "link", "img", "iframe", "object", "embed", "video", "audio", "base", "form", "source"}:
            self.loads.append(tag)
        self.loads.extend(f"{name}={value}" for name, value in values.items() if name in {"src", "srcset", "data"})
        self.loads.extend(f"style={value}" for name, value in values.items() if name == "style" and "url(" in value)


@pytest.fixture(params=NAMES)
def page(request: pytest.FixtureRequest, pages: dict[str, str]) -> str:
    """One dossier after the other."""
    return pages[request.param]


def test_a_dossier_has_a_language_a_title_one_main_part_and_one_first_heading(page: str) -> None:
    outline = _Outline(page)

    assert outline.language == "en"
    assert [outline.tags[tag] for tag in ("main", "h1", "header", "footer")] == [1, 1, 1, 1]
    assert re.search(r"<title>[^<]+ · Witnessmark dossier</title>", page)


def test_the_headings_of_a_dossier_skip_no_level(page: str) -> None:
    headings = _Outline(page).headings

    skips = [(one, two) for one, two in itertools.pairwise(headings) if two > one + 1]
    assert skips == []


def test_an_id_stands_once_in_a_dossier(page: str) -> None:
    assert [i for i, count in _Outline(page).ids.items() if count > 1] == []


def test_a_dossier_loads_nothing(page: str) -> None:
    assert _Outline(page).loads == []
    assert set(re.findall(r"url\(([^)]*)\)", page)) <= {f"#{i}" for i in _Outline(page).ids}
    assert "@import" not in page


def test_a_dossier_forbids_itself_to_load_or_run_anything(page: str) -> None:
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)

    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "script-src" not in rules
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_every_drawing_says_what_it_shows(page: str) -> None:
    drawings = re.findall(r"<svg.*?</svg>", page, re.DOTALL)

    assert drawings or "Nobody is named as its holder." in page
    assert all(re.search(r'role="group".*?<title>[^<]+</title><desc>[^<]+</desc>', drawing) for drawing in drawings)
