"""State spellings: every way in which states are written down, from our tables first and from Babel when asked on."""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from witnessmark.marks.scheme import Support
from witnessmark.marks.tables import Row, rows
from witnessmark.vocabulary.folding import folded, respelled, words
from witnessmark.vocabulary.states import PACKAGE, State, states

LANGUAGES = (
    "en", "fr", "es", "de", "nl", "pt", "pt_PT", "it", "ru", "uk", "ar", "tr", "pl", "cs", "ro", "bg", "sr", "sr_Latn",
    "hr", "bs", "fa", "zh", "zh_Hant", "el", "sv", "da", "nb", "fi", "hu", "he", "ja", "ko", "sk", "sl", "lt", "lv",
    "et", "mk", "sq", "hy", "ka", "az", "kk", "uz", "vi", "th", "id", "hi", "ps", "ur", "sw", "am", "ca",
)  # fmt: skip
"""The languages whose names of states are known, as Babel calls them."""
_NAME, _ALIAS, _CODE, _SHORT_CODE = 0.0, 1.0, 1.0, 2.0
"""What it costs, in bits, that a text is no name but something else. Ours, not measured."""
_SHORT = 3
"""An alias of so few letters is one only with its accents: ČR is not CR."""
_CLDR = Support(source="Unicode CLDR, by Babel", is_verified=True, weight=0.8)
_ISO = Support(source="ISO 3166", is_verified=False, weight=0.4)
_KINDS = (
    "republic|rep|kingdom|sultanate|principality|grand duchy|commonwealth|federation|union",
    "republique|republica|repubblica|republik|republiek|royaume|reino|regno|konigreich|koninkrijk|principaute|principado",
    (
        "республика|королевство|республіка|королівство|република|кралство|краљевина|rzeczpospolita|republika|kraljevina|"
        "krolestwo|جمهوريه|مملكه|جمهوري"
    ),
)
_SORTS = (
    (
        "people s|peoples|democratic|dem|socialist|federal|fed|federative|islamic|united|arab|independent|co operative|"
        "cooperative|hashemite|oriental"
    ),
    "populaire|popular|popolare|democratique|democratica|islamique|islamica|federale|federal|socialiste|socialista",
    "اسلاميه|اسلامي|ديمقراطيه|عربيه",
)
_OF = "de la|de l|des|du|de los|dos|do|da|de|di|del|della|dell|d|van de|van"
_FORM = re.compile(
    rf"^(?:the )?(?:(?:{_SORTS[0]}) )*(?:{_KINDS[0]}) of (?:the )?"
    rf"|^(?:(?:la|a|o|il|die) )?(?:{_KINDS[1]}) (?:(?:{_SORTS[1]}) )*(?:(?:{_OF}) )?"
    rf"|^(?:{_KINDS[2]}) (?:(?:{_SORTS[2]}) )*"
    r"|^(?:the|die|la|les|le|el|lo|os|o|il) "
    r"| (?:republic|rep|cumhuriyeti)$"
)
"""Words for the form of a state, before or behind its name."""


class Writing(NamedTuple):
    """One way in which a state is written."""

    code: str
    spelling: str
    cost: float
    """In bits, beside the plain name."""
    told: str
    """What it is, in words."""
    support: Support
    alias: Row | None = None
    is_short_name: bool = False
    """Whether it is the plain name, which states that are gone can share."""


def own(text: str) -> tuple[Writing, ...]:
    """What a text is in our own tables: a name, an alias or a code.

    >>> [w.code for w in own("USSR")], [w.code for w in own("Ruritania")]
    (['SUHH'], [])
    """
    found = [w for w in _own().get(folded(text), ()) if _fits(w, text)]
    return (*found, *_codes(text, {w.code for w in found}))


@functools.cache
def _own() -> Mapping[str, tuple[Writing, ...]]:
    return _gathered([*_names(), *_aliases()])


def _names() -> Iterator[Writing]:
    for each in states().values():
        yield Writing(each.code, each.name, _NAME, "its name", each.support, is_short_name=True)


def _aliases() -> Iterator[Writing]:
    for row in rows("state_aliases", PACKAGE):
        if row["language"] != "code":
            told = f"its alias {row['alias']} ({row['language']})"
            yield Writing(row["code"], row["alias"], _ALIAS, told, row.support, row)


def _gathered(writings: Iterable[Writing]) -> Mapping[str, tuple[Writing, ...]]:
    """The writings by folded spelling, each code once: the first that is told."""
    found: dict[str, dict[str, Writing]] = {}
    for writing in writings:
        for spelling in respelled(writing.spelling):
            found.setdefault(folded(spelling), {}).setdefault(writing.code, writing)
    found.pop("", None)
    return {key: tuple(each.values()) for key, each in found.items()}


def _fits(writing: Writing, text: str) -> bool:
    """Whether a short alias is typed with its own letters; longer ones need not be."""
    if len(folded(text)) > _SHORT:
        return True
    one, other = ("".join(c for c in each.casefold() if c.isalnum()) for each in (text, writing.spelling))
    return one == other


def _codes(text: str, known: set[str]) -> Iterator[Writing]:
    """The states whose code a text is, in capitals: "no" is a word, NO is Norway."""
    typed = text.strip()
    for code in _by_code().get(typed, ()) if typed.isascii() and typed == typed.upper() else ():
        if code not in known:
            cost = _SHORT_CODE if len(typed) == 2 else _CODE
            yield Writing(code, typed, cost, f"its code {typed}", _ISO)


@functools.cache
def _by_code() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    pairs = [(each.code, each.code) for each in states().values()]
    pairs += [(each.alpha3, each.code) for each in states().values() if each.alpha3]
    pairs += [(row["alias"], row["code"]) for row in rows("state_aliases", PACKAGE) if row["language"] == "code"]
    for typed, code in pairs:
        found[typed] = (*found.get(typed, ()), code) if code not in found.get(typed, ()) else found[typed]
    return found


def abroad(text: str, language: str = "") -> tuple[Writing, ...]:
    """What a text is in the names that Babel has, in one language or in all that are known.

    >>> [w.code for w in abroad("Венгрия")], abroad("Венгрия", "nl")
    (['HU'], ())
    """
    found = (_of(language) if language else _everywhere()).get(folded(text), ())
    return tuple(w for w in found if _fits(w, text))


@functools.cache
def _everywhere() -> Mapping[str, tuple[Writing, ...]]:
    found: dict[str, dict[str, Writing]] = {}
    for language in LANGUAGES:
        for key, writings in _of(language).items():
            for writing in writings:
                found.setdefault(key, {}).setdefault(writing.code, writing)
    return {key: tuple(each.values()) for key, each in found.items()}


@functools.cache
def _of(language: str) -> Mapping[str, tuple[Writing, ...]]:
    """The names of one language; none where it is not among those that are known."""
    if language not in LANGUAGES:
        return {}
    from babel import Locale  # noqa: PLC0415 - seldom wanted: most spellings are in our own tables

    names = Locale.parse(language).territories
    known = ((code, names[code]) for code in states() if code in names)
    return _gathered(
        Writing(code, name, _NAME, f"its name {name} ({language})", _CLDR, is_short_name=True) for code, name in known
    )


def sharing(code: str) -> tuple[State, ...]:
    """The states that can be meant by the plain name of another."""
    return _sharers().get(code, ())


@functools.cache
def _sharers() -> Mapping[str, tuple[State, ...]]:
    found: dict[str, tuple[State, ...]] = {}
    for each in states().values():
        for code in each.shares:
            found[code] = (*found.get(code, ()), each)
    return found


def cut(text: str) -> str:
    """A text without the words for the form of the state; empty where there are none.

    >>> cut("Republic of Peru"), cut("La République du Mali"), cut("Peru")
    ('peru', 'mali', '')
    """
    plain = " ".join(words(text))
    bare = _FORM.sub("", plain, count=1)
    while bare != (shorter := _FORM.sub("", bare, count=1)):
        bare = shorter
    return "" if bare == plain else bare


def every_spelling() -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """For each folded spelling the codes, names and spellings that it is of; to find what is near to a text."""
    return _every_spelling()


@functools.cache
def _every_spelling() -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    found: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for table in (_own(), _everywhere()):
        for key, writings in table.items():
            if len(key) > _SHORT:
                seen = {code for code, _, _ in found.get(key, ())}
                more = tuple((w.code, states()[w.code].name, w.spelling) for w in writings if w.code not in seen)
                found[key] = (*found.get(key, ()), *more)
    return found


_JOINING = frozenset({"and", "en", "et", "und", "y", "e", "i", "и", "та", "the", "of", "de", "del", "di", "da", "van"})
_FEWEST = 5
"""Letters that an abbreviated name has at least."""
_FULL = 3
"""Letters that one word of it has at least."""


def abbreviated(text: str) -> tuple[Writing, ...]:
    """The states whose name of several words a text shortens word by word.

    >>> [w.code for w in abbreviated("Dominican Rep.")], abbreviated("Rep.")
    (['DO'], ())
    """
    typed = _telling(words(text))
    if len(typed) < 2 or sum(map(len, typed)) < _FEWEST or max(map(len, typed)) < _FULL:
        return ()
    found: dict[str, Writing] = {}
    for parts, writing in _long_names().get((len(typed), typed[0][0]), ()):
        if all(part.startswith(word) for part, word in zip(parts, typed, strict=True)):
            found.setdefault(writing.code, writing)
    return tuple(found.values())


@functools.cache
def _long_names() -> Mapping[tuple[int, str], tuple[tuple[tuple[str, ...], Writing], ...]]:
    found: dict[tuple[int, str], list[tuple[tuple[str, ...], Writing]]] = {}
    for table in (_own(), _everywhere()):
        for writings in table.values():
            for writing in writings:
                parts = _telling(words(writing.spelling))
                if len(parts) > 1:
                    found.setdefault((len(parts), parts[0][0]), []).append((parts, writing))
    return {key: tuple(each) for key, each in found.items()}


def _telling(typed: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in typed if word not in _JOINING)
