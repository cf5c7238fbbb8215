"""Typesetting: pages as PDF, by Typst where it is installed; the same bytes for the same words and pictures."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from witnessmark.errors import UsageError


class TypstTypesetter:
    """``Typesetter`` with the fonts that Typst brings along, so that the pages do not depend on the machine."""

    def pdf(self, template: str, files: Mapping[str, bytes]) -> bytes:
        """See ``Typesetter.pdf``."""
        try:
            import typst  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise UsageError("want Typst to write a PDF, got none: install witnessmark[pdf]") from error
        with tempfile.TemporaryDirectory(prefix="witnessmark-") as folder:
            root = Path(folder)
            for name, payload in {"main.typ": template.encode(), **files}.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_bytes(payload)
            try:
                found = typst.compile(
                    str(root / "main.typ"), root=str(root), ignore_system_fonts=True, font_paths=[], timestamp=0
                )
            except typst.TypstError as error:
                raise UsageError(f"want pages that can be set, got {error}") from error
        return bytes(found)
