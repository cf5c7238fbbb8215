"""Hidden: characters that cannot be seen, and a way to show them."""

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def is_hidden(character: str) -> bool:
    """Bidirectional controls, zero-width characters and other controls, but not a line break or a tab."""
    return unicodedata.category(character) in _HIDDEN and character not in "\n\t"


def visible(text: str) -> str:
    r"""A text in which every hidden character is spelled out: it cannot steer a terminal or reorder a line.

    >>> visible("KB\u202e04")
    'KB⟨U+202E⟩04'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"⟨U+{ord(c):04X}⟩" if is_hidden(c) else c for c in text)


def on_one_line(text: str) -> str:
    r"""The same on one line, so that no text can forge a line of ours.

    >>> on_one_line("crate 7\nwindow  none")
    'crate 7⏎window  none'
    """
    return visible(text).replace("\n", "⏎").replace("\t", " ")
