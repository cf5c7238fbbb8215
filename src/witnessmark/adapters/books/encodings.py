"""Encodings: in which encoding a text is written, and how we know."""

import codecs
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from charset_normalizer import from_bytes

from witnessmark.adapters.books.bounds import CHUNK, ENCODING_LOOK, ENCODING_SAMPLE, SAMPLE
from witnessmark.adapters.books.origin import Origin, refusal

# The longest mark first: that of UTF-16 opens that of UTF-32.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_LIKELY = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "iso8859_2", "iso8859_5",
    "koi8_r", "koi8_u", "mac_roman", "mac_cyrillic", "mac_latin2", "cp850", "cp852", "cp866", "cp437", "cp855",
    "gb18030", "big5", "cp932", "euc_jp", "cp949",
)  # fmt: skip
"""Those that files of ministries and telephones come in; of two that read a text equally well, the first."""
_LETTERS = (
    "éèêëàâäçîïôöùûüœñ", "äöüß", "áéíóúüñ¿¡", "áâãàçéêíóôõú", "àèéìíòóù", "åäöæøé", "ąćęłńóśźż",
    "áčďéěíňóřšťúůýžäôľĺŕ", "čćđšž", "áéíóöőúüű", "ăâîșțşţ", "çğıöşüâîİ", "āčēģīķļņšūž", "ąčęėįšųūž", "õäöüšž",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'", "абвгдђежзијклљмнњопрстћуфхцчџш",
    "абвгдеёжзійклмнопрстуўфхцчшыьэюя", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ", "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويىپچژگک",
)  # fmt: skip
"""The letters beyond ASCII of languages in which such files are written."""
_SIGNS = "€£°№§«»“”„’–—…·×±²³½¼¾®©™•\u00a0،؛؟"
_BEYOND = re.compile(r"[^\x00-\x7f]")
_CONTROLS = bytes({*range(32), 127} - {9, 10, 11, 12, 13, 27})
_AS_GOOD = 0.02
"""Two guesses of which the one is that little less orderly than the other are equally good."""
_NO_ENCODINGS_OF_FILES = ("idna", "punycode", "unicode_escape", "raw_unicode_escape")


class Encoding(NamedTuple):
    """An encoding, and what a person should know of how it was found."""

    name: str
    note: str = ""


def encoding_of(origin: Origin, asked: str) -> Encoding:
    """The encoding of a text: what was asked for, what its first bytes say, or what its lines look like."""
    head = origin.head(SAMPLE)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    if asked:
        return Encoding(_asked(origin.name, asked, marked))
    if marked:
        return Encoding(marked)
    if _is_strange(head):
        return _of_two_bytes(origin, head)
    return _of_lines(origin, _lines_beyond_ascii(origin))


def _asked(file: str, asked: str, marked: str) -> str:
    try:
        name = codecs.lookup(asked).name
        "a".encode(name)
    except (LookupError, ValueError, TypeError):
        name = ""
    if not name or name.replace("-", "_") in _NO_ENCODINGS_OF_FILES:
        raise refusal(file, "an encoding such as utf-8 or windows-1251", repr(asked[:40]))
    # Whoever asks for UTF-8 does not want the mark in the first cell.
    return "utf-8-sig" if name == "utf-8" else (marked if marked and marked.startswith(name[:6]) else name)


def _is_strange(head: bytes) -> bool:
    """Whether bytes that no text has are more than slips: some programs leave a zero here and there."""
    return 50 * (len(head) - len(head.translate(None, _CONTROLS))) > len(head)


def _of_two_bytes(origin: Origin, head: bytes) -> Encoding:
    """UTF-16 without a mark: in one half of the pairs there is often nothing."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    name = "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else ""
    if name and _is_text(head[: len(head) & ~3].decode(name, "replace")):
        return Encoding(name, f"encoding: guessed {name} from zeros in every second byte of the beginning")
    raise refusal(origin.name, "a table (CSV, XLSX, ODS, Parquet, JSON lines, GeoJSON, ZIP)", "bytes that are no text")


def _is_text(text: str) -> bool:
    strange = sum(not (letter.isprintable() or letter in "\t\r\n") for letter in text)
    return strange <= len(text) / 50


def _lines_beyond_ascii(origin: Origin) -> list[bytes]:
    """Lines of the file that are not ASCII alone, from as far into it as may be looked."""
    found: list[bytes] = []
    looked = taken = 0
    with origin.open() as file:
        last = b""
        while (chunk := file.read(CHUNK)) and looked < ENCODING_LOOK and taken < ENCODING_SAMPLE:
            looked += len(chunk)
            piece = last + chunk
            cut = max(piece.rfind(b"\n"), piece.rfind(b"\r")) + 1
            # A line that is longer than what is read at once is taken in pieces.
            whole, last = (piece[:cut], piece[cut:]) if cut else (piece, b"")
            taken += _take(found, whole)
        if last and taken < ENCODING_SAMPLE:
            _take(found, last)
    return found


def _take(found: list[bytes], whole: bytes) -> int:
    if whole.isascii():
        return 0
    lines = [line[:ENCODING_SAMPLE] for line in re.split(rb"[\r\n]+", whole) if not line.isascii()]
    found.extend(lines)
    return sum(map(len, lines))


def _of_lines(origin: Origin, lines: Sequence[bytes]) -> Encoding:
    if not lines:
        return Encoding("utf-8")
    sound = sum(_is_utf8(line) for line in lines)
    # What was written in another encoding is next to never sound UTF-8 by chance.
    if 2 * sound >= len(lines):
        unsound = len(lines) - sound
        return Encoding("utf-8", f"encoding: utf-8, but not in all lines: {unsound} of {len(lines)}" if unsound else "")
    sample = b"\n".join(lines)[:ENCODING_SAMPLE]
    guesses = _guesses(sample)
    if not guesses:
        raise refusal(origin.name, "text in a known encoding", "one that could not be guessed; name the encoding")
    others = ", ".join(map(_called, guesses[1:4]))
    also = f"; it could be {others}, too" if others else ""
    return Encoding(guesses[0], f"encoding: guessed {_called(guesses[0])} from {len(lines)} lines beyond ASCII{also}")


def _called(name: str) -> str:
    """An encoding as people call it.

    >>> _called("cp1251"), _called("koi8_r")
    ('windows-1251', 'koi8-r')
    """
    return f"windows-{name[2:]}" if name.startswith("cp12") else name.replace("_", "-")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        # A line that was cut in the middle of a character is sound as far as it goes.
        return error.end == len(line) and error.reason == "unexpected end of data"
    return True


def _guesses(sample: bytes) -> list[str]:
    """Encodings in which a sample is text, the likeliest first; of those that read it alike, one."""
    matches = list(from_bytes(sample, cp_isolation=list(_LIKELY), preemptive_behaviour=False))
    if not matches:
        return []
    least = min(match.chaos for match in matches)
    good = [match.encoding for match in matches if match.chaos <= least + _AS_GOOD]
    usual = {name: _usual(sample.decode(name, "replace")) for name in good}
    ranked = sorted(good, key=lambda name: (-round(usual[name], 2), _LIKELY.index(name)))
    seen: dict[str, str] = {}
    for name in ranked:
        seen.setdefault(sample.decode(name, "replace"), name)
    return list(seen.values())


def _usual(text: str) -> float:
    """Which share of the characters beyond ASCII is usual in one language, with common signs."""
    beyond = _BEYOND.findall(text)
    return max(_share(beyond, letters) for letters in _LETTERS) if beyond else 0.0


def _share(beyond: Iterable[str], letters: str) -> float:
    usual = {*letters, *letters.upper(), *_SIGNS}
    beyond = list(beyond)
    return sum(letter in usual for letter in beyond) / len(beyond)
