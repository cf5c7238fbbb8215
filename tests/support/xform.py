"""A form as the programs of telephones have it: compiled by pyxform, checked by ODK Validate where Java is."""

import shutil
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyxform.xls2xform import convert

_XF = "{http://www.w3.org/2002/xforms}"
_XH = "{http://www.w3.org/1999/xhtml}"
_JR = "{http://openrosa.org/javarosa}"
HAS_JAVA = shutil.which("java") is not None


@dataclass(frozen=True)
class XForm:
    """A compiled form."""

    root: ET.Element
    warnings: tuple[str, ...]

    @cached_property
    def binds(self) -> dict[str, dict[str, str]]:
        """What is bound to each question, by the last part of its place."""
        found = self.root.iter(f"{_XF}bind")
        return {bind.get("nodeset", "").rpartition("/")[2]: dict(bind.attrib) for bind in found}

    @property
    def paths(self) -> list[str]:
        """The place of every question, in order."""
        return [bind.get("nodeset", "") for bind in self.root.iter(f"{_XF}bind") if bind.get("type")]

    @property
    def repeats(self) -> list[str]:
        """The places of what repeats."""
        return [repeat.get("nodeset", "") for repeat in self.root.iter(f"{_XF}repeat")]

    @property
    def identity(self) -> tuple[str | None, str | None]:
        """The form's identifier and version."""
        instance = self.root.find(f"{_XH}head/{_XF}model/{_XF}instance/*")
        assert instance is not None
        return instance.get("id"), instance.get("version")

    @property
    def languages(self) -> list[str]:
        """The languages that it can be shown in, the first one first."""
        found = list(self.root.iter(f"{_XF}translation"))
        found.sort(key=lambda each: each.get("default") is None)
        return [each.get("lang", "") for each in found]

    def said(self, language: str, place: str) -> list[str]:
        """What is said at a place in a language."""
        (translation,) = [t for t in self.root.iter(f"{_XF}translation") if t.get("lang") == language]
        (text,) = [t for t in translation.iter(f"{_XF}text") if t.get("id") == place]
        return ["".join(value.itertext()) for value in text.iter(f"{_XF}value")]

    def choices(self, listed: str) -> list[str]:
        """The values of a list."""
        (instance,) = [i for i in self.root.iter(f"{_XF}instance") if i.get("id") == listed]
        return [name.text or "" for name in instance.iter(f"{_XF}name")]

    def constraint(self, name: str) -> str:
        """The condition on what is typed at a question."""
        return self.binds[name]["constraint"]

    def preloads(self) -> set[str]:
        """What a telephone fills in by itself."""
        return {bind.get(f"{_JR}preloadParams", "") for bind in self.root.iter(f"{_XF}bind")} - {""}


def compiled(path: Path) -> XForm:
    """The form of a workbook, compiled as servers do; ODK Validate has its say where there is Java to run it."""
    warnings: list[str] = []
    result = convert(str(path), warnings=warnings, validate=HAS_JAVA)
    return XForm(ET.fromstring(result.xform), tuple(warnings))  # noqa: S314 - made a moment ago from our own form
