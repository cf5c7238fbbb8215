"""Headings: what a column of somebody's spreadsheet holds, by the words at its top, in the field's main languages.

The words are ours and background; they propose and a person decides. A heading is read as words without order: country
of origin, origin country. Of the phrases of the table that stand in it together, the longest comes first, so that
"country of final destination" is not taken for "country". What a word means in more languages counts for more.
"""

import enum
import functools
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from witnessmark.marks.scheme import Support
from witnessmark.marks.tables import rows
from witnessmark.model.value import Result
from witnessmark.vocabulary.folding import LONGEST, words
from witnessmark.vocabulary.states import PACKAGE

_LONGEST_PHRASE = 7
_MOST_WORDS = 24
_LEFT_OVER = 0.6
"""What it costs, in bits, for each word of the heading that no phrase explains. Ours, not measured."""
_INFLECTED = 1.0
"""What it costs that a word only begins like the one in the table: serials, Nummern."""
_STEM, _ENDING = 5, 3
"""Letters that such a word has at least, and letters that it can be longer."""
_BESIDE = 1.0
"""What it costs that a longer phrase stands in the same heading, or what is said of the thing: weapon make."""
_SIGNS = str.maketrans({"#": " no ", "€": " eur ", "$": " usd ", "£": " gbp "})
_HUMP = re.compile(r"(?<=[a-zà-öø-ÿа-я])(?=[A-ZА-Я])")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")


class Role(enum.StrEnum):
    """What a column can hold."""

    SERIAL = "serial"
    """A serial number, or the first of a range."""
    SERIAL_LAST = "serial-last"
    MARK = "mark"
    LOT = "lot"
    HEADSTAMP = "headstamp"
    ITEM = "item"
    CLASS = "class"
    MAKE = "make"
    MODEL = "model"
    CALIBRE = "calibre"
    COUNTRY_OF_MAKE = "country-of-make"
    YEAR_OF_MAKE = "year-of-make"
    STOCK_NUMBER = "stock-number"
    QUANTITY = "quantity"
    UNIT = "unit"
    DATE = "date"
    DATE_FROM = "date-from"
    DATE_UNTIL = "date-until"
    FROM = "from"
    """Supplier, exporter, consignor."""
    TO = "to"
    """Recipient, importer, consignee, destination."""
    END_DESTINATION = "end-destination"
    ORIGIN = "origin"
    VIA = "via"
    COUNTRY = "country"
    """A country, of what is not said."""
    PLACE = "place"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    LICENCE_NUMBER = "licence-number"
    LICENCE_DATE = "licence-date"
    VALID_UNTIL = "valid-until"
    GOODS = "goods"
    CATEGORY = "category"
    """Of a control list."""
    VALUE = "value"
    UNIT_VALUE = "unit-value"
    CURRENCY = "currency"
    STATUS = "status"
    HOLDER = "holder"
    PREVIOUS_USER = "previous-user"
    RECOVERED_BY = "recovered-by"
    PHOTO = "photo"
    URL = "url"
    SOURCE = "source"
    NOTE = "note"
    RECORD_ID = "record-id"
    PARENT_ID = "parent-id"
    EVENT = "event"
    PERSON = "person"
    """What names a private person, or leads to one. No proposal reads it."""


class Suggested(Result, frozen=True, kw_only=True):
    """A role that a heading can name."""

    role: Role
    bits: float
    """How much the words tell: how many even chances they settle among all roles, less what they leave open."""
    because: str
    support: Support


class _Phrase(NamedTuple):
    role: Role
    language: str
    written: str


class _Found(NamedTuple):
    """A phrase of the table in a heading."""

    span: frozenset[int]
    phrases: tuple[_Phrase, ...]
    is_inflected: bool = False


class _Table(NamedTuple):
    """The table, by the words that stand together."""

    phrases: Mapping[tuple[str, ...], tuple[_Phrase, ...]]
    chinese: Mapping[str, tuple[_Phrase, ...]]
    fillers: frozenset[str]
    numbers: frozenset[str]
    alone: frozenset[str]
    """Words that mean something at the top of a column, and little in a longer heading."""
    first: frozenset[str]
    last: frozenset[str]


def roles(heading: str) -> tuple[Suggested, ...]:
    """The roles that a heading can name, best first; none where it holds no word of the table.

    >>> [r.role.value for r in roles("Land van eindbestemming")], [r.role.value for r in roles("Serial no. (last)")]
    (['end-destination'], ['serial-last'])
    >>> [r.role.value for r in roles("waarde (€)")], roles("Xyzzy")
    (['value', 'currency'], ())
    """
    if len(heading) > LONGEST:
        return ()
    tokens = _tokens(heading)
    found = _phrases_in(tokens) or _chinese_in(heading)
    longest = max((_length(each, tokens) for each in found), default=0)
    explained = frozenset[int]().union(*(each.span for each in found))
    left = 0 if _CHINESE.search(heading) else _left_over(tokens, explained)
    best: dict[Role, Suggested] = {}
    for each in found:
        cost = _LEFT_OVER * left + (_INFLECTED if each.is_inflected else 0)
        cost += 0 if _length(each, tokens) == longest else _BESIDE
        others = [token for i, token in enumerate(tokens) if i not in each.span]
        for suggested in _suggested(heading, each, cost, others):
            if suggested.role not in best or suggested.bits > best[suggested.role].bits:
                best[suggested.role] = suggested
    return tuple(sorted((_beside(each, best) for each in best.values()), key=lambda s: -s.bits))


def _beside(suggested: Suggested, all_of_them: Mapping[Role, Suggested]) -> Suggested:
    """A thing or place that only says what the rest of the heading is of counts for less."""
    if suggested.role not in _SUBJECTS or len(all_of_them) == 1:
        return suggested
    return msgspec.structs.replace(suggested, bits=round(suggested.bits - _BESIDE, 2))


_SUBJECTS = frozenset({Role.ITEM, Role.PLACE})


def _tokens(heading: str) -> tuple[str, ...]:
    """The words of a heading, those for number all alike, without the small words between them."""
    table = _table()
    every = words(_HUMP.sub(" ", heading.translate(_SIGNS)))[:_MOST_WORDS]
    return _telling(every, table.fillers, table.numbers)


def _telling(every: Sequence[str], fillers: frozenset[str], numbers: frozenset[str]) -> tuple[str, ...]:
    # D/T and T.v.v. are all small words: then nothing is left out.
    kept = [w for w in every if w not in fillers or w in numbers] if any(len(w) > 2 for w in every) else list(every)
    return tuple("no" if word in numbers else word for word in kept or every)


def _phrases_in(tokens: tuple[str, ...]) -> list[_Found]:
    """The phrases in a heading, longest first; no word is taken twice."""
    found: list[_Found] = []
    taken: set[int] = set()
    for length in range(min(_LONGEST_PHRASE, len(tokens)), 0, -1):
        for start in range(len(tokens) - length + 1):
            span = frozenset(range(start, start + length))
            if taken & span:
                continue
            match = _match(tokens[start : start + length], is_whole=length == len(tokens))
            if match is not None:
                taken |= span
                found.append(match._replace(span=span))
    return found


def _match(part: tuple[str, ...], *, is_whole: bool) -> _Found | None:
    table = _table()
    if len(part) == 1 and not is_whole and (part[0] in table.alone or part[0] == "no"):
        return None
    phrases = table.phrases.get(tuple(sorted(part)), ())
    if phrases:
        return _Found(frozenset(), phrases)
    inflected = tuple(dict.fromkeys(p for stems in _stems(part) for p in table.phrases.get(stems, ())))
    return _Found(frozenset(), inflected, is_inflected=True) if inflected else None


def _stems(part: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words with one of them, or all, cut by some last letters; English ones also with y for ies."""
    singular = tuple(f"{word[:-3]}y" if word.endswith("ies") else word for word in part)
    if singular != part:
        yield tuple(sorted(singular))
    for cut in range(1, _ENDING + 1):
        shorter = [word[:-cut] if len(word) - cut >= _STEM else word for word in part]
        for place, word in enumerate(part):
            if shorter[place] != word:
                yield tuple(sorted((*part[:place], shorter[place], *part[place + 1 :])))
        if len(part) > 1 and shorter != list(part):
            yield tuple(sorted(shorter))


def _chinese_in(heading: str) -> list[_Found]:
    """The phrases of a language that writes no blanks, longest first; a sign alone only where it is the whole."""
    text = "".join(_CHINESE.findall(heading))
    found: list[_Found] = []
    taken: set[int] = set()
    for length in range(min(12, len(text)), 0, -1):
        for start in range(len(text) - length + 1):
            span = frozenset(range(start, start + length))
            phrases = _table().chinese.get(text[start : start + length], ())
            if phrases and not taken & span and (length > 1 or len(text) == 1):
                taken |= span
                found.append(_Found(span, phrases))
    return found


def _length(found: _Found, tokens: tuple[str, ...]) -> int:
    """How much of the heading a phrase explains; the words for number count little."""
    return sum(1 if i < len(tokens) and tokens[i] == "no" else 2 for i in found.span)


def _left_over(tokens: tuple[str, ...], explained: frozenset[int]) -> int:
    return sum(word != "no" for i, word in enumerate(tokens) if i not in explained)


def _suggested(heading: str, found: _Found, cost: float, others: Sequence[str]) -> Iterator[Suggested]:
    """The roles of one phrase, by how many languages say so; beside a word for last, a serial is the last."""
    votes = Counter(dict.fromkeys((p.role, p.language) for p in found.phrases))
    counted = Counter(role for role, _ in votes)
    for role, count in counted.items():
        told = next(p for p in found.phrases if p.role == role)
        languages = ", ".join(dict.fromkeys(p.language for p in found.phrases if p.role == role))
        because = f"{heading.strip()!r} says {told.written!r} ({languages}), which is background"
        meant, more = _end_of_range(role, others)
        yield Suggested(
            role=meant,
            bits=round(math.log2(len(Role) * count / sum(counted.values())) - cost, 2),
            because=because + more,
            support=_SUPPORT,
        )


_SUPPORT = Support(source="headings: no source", is_verified=False, weight=0.15)


def _end_of_range(role: Role, others: Sequence[str]) -> tuple[Role, str]:
    if role is not Role.SERIAL:
        return role, ""
    table = _table()
    if table.last & set(others):
        return Role.SERIAL_LAST, "; the last of a range"
    return role, "; the first of a range" if table.first & set(others) else ""


@functools.cache
def _table() -> _Table:
    parts: dict[str, set[str]] = {}
    for row in rows("headings", PACKAGE):
        if row["role"].startswith("+"):
            found = parts.setdefault(row["role"], set())
            found.update(word for phrase in row["words"].split("; ") for word in words(phrase)[:1])
    # What says which end of a range is no small word, whatever else it is in another language: do, до.
    fillers, numbers = frozenset(parts["+filler"] - parts["+first"] - parts["+last"]), frozenset(parts["+number"])
    phrases: dict[tuple[str, ...], list[_Phrase]] = {}
    chinese: dict[str, list[_Phrase]] = {}
    for phrase in _phrases():
        if phrase.language == "zh":
            chinese.setdefault("".join(_CHINESE.findall(phrase.written)), []).append(phrase)
        else:
            key = tuple(sorted(_telling(words(phrase.written.translate(_SIGNS)), fillers, numbers)))
            phrases.setdefault(key, []).append(phrase)
    return _Table(
        phrases={key: tuple(each) for key, each in phrases.items()},
        chinese={key: tuple(each) for key, each in chinese.items()},
        fillers=fillers,
        numbers=numbers,
        alone=frozenset(parts["+alone"]),
        first=frozenset(parts["+first"]),
        last=frozenset(parts["+last"]),
    )


def _phrases() -> Iterator[_Phrase]:
    for row in rows("headings", PACKAGE):
        if not row["role"].startswith("+"):
            yield from (_Phrase(Role(row["role"]), row["language"], phrase) for phrase in row["words"].split("; "))
