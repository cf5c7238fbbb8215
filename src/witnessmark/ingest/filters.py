"""Filters: what can be asked of a cell before it becomes part of a statement."""

import itertools
import json
import re
from collections.abc import Callable, Iterable, Sequence

from witnessmark.errors import UsageError
from witnessmark.ingest.dates import as_date, refuse_vague
from witnessmark.ingest.naming import group_named, state_code, state_named
from witnessmark.ingest.numbers import as_number
from witnessmark.ingest.template import Cell, Filter, Scene, Unreadable, argument_of, plain, values_of, within
from witnessmark.registers import mangled
from witnessmark.registers.placeholders import is_placeholder

BETWEEN = "\x1f"
"""Between the parts of a cell that was split; a control character, which no cell keeps."""
_LONGEST_SERIAL = 200
_MOST_WORDS = 20
"""Words of a look-up that a message names."""


def filter_named(word: str, arguments: Sequence[str]) -> Filter:
    """The filter of a name, with its arguments; a ``UsageError`` where there is none."""
    make = _FILTERS.get(word)
    if make is None:
        raise UsageError(f"want a filter of {', '.join(sorted(_FILTERS))}; got {word!r}")
    return make(arguments)


def _date(arguments: Sequence[str]) -> Filter:
    formats = values_of(argument_of(arguments)) if arguments else ()
    for each in formats:
        refuse_vague(each)
    return lambda cell, _: as_date(cell.text, cell.form, formats) if cell.text else ""


def _number(arguments: Sequence[str]) -> Filter:
    sign = argument_of(arguments).strip() or "."
    if sign not in {".", ","}:
        raise UsageError(f"want number, number:. or number:, for the sign before decimals, got number:{sign}")
    return lambda cell, _: as_number(cell.text, sign if cell.form != "n" else ".") if cell.text else ""


def _lookup(arguments: Sequence[str]) -> Filter:
    name = argument_of(arguments)

    def apply(cell: Cell, scene: Scene) -> str:
        table = scene.lookups.get(name)
        if table is None:
            raise UsageError(f"want a table [lookup.{name}] in the mapping, got none")
        found = table.get(cell.text, table.get(cell.text.casefold()))
        if found is None and cell.text:
            found = table.get("*")
            if found is None:
                raise Unreadable(_one_of(table), cell.text)
        return _replaced(found if found is not None else table.get("", ""), "*", cell.text)

    return apply


def _one_of(table: Iterable[str]) -> str:
    words = [word for word in table if word]
    return f"one of {', '.join(words[:_MOST_WORDS])}{', …' * (len(words) > _MOST_WORDS)}"


def _state(arguments: Sequence[str]) -> Filter:
    language = argument_of(arguments)
    return lambda cell, scene: state_named(cell.text, language, scene) if cell.text else ""


def _state_code(arguments: Sequence[str]) -> Filter:
    language = argument_of(arguments)
    return lambda cell, scene: state_code(cell.text, language, scene) if cell.text else ""


def _group(arguments: Sequence[str]) -> Filter:
    _refuse(arguments, "group")
    return lambda cell, scene: group_named(cell.text, scene) if cell.text else ""


def _serial(arguments: Sequence[str]) -> Filter:
    _refuse(arguments, "serial")

    def apply(cell: Cell, _: Scene) -> str:
        wanted = mangled.wanted(cell.text, cell.form, cell.note)
        if wanted:
            raise Unreadable(wanted, cell.text)
        if len(cell.text) > _LONGEST_SERIAL:
            raise Unreadable(f"a mark of at most {_LONGEST_SERIAL} characters", cell.text[:80])
        return "" if is_placeholder(cell.text) else cell.text

    return apply


_TOTALS = (
    "total", "totals", "totales", "totali", "totais", "subtotal", "sub-total", "sous-total", "grand total",
    "gran total", "totaal", "eindtotaal", "gesamt", "gesamtsumme", "gesamtbetrag", "gesamtergebnis", "gesamtwert",
    "insgesamt", "summe", "endsumme", "zwischensumme", "totale", "subtotale", "totaux", "somme", "suma", "sum",
    "summa", "totalt", "i alt", "yhteensä", "итого", "всего", "общо", "сума", "усього", "разом", "всього", "укупно",
    "ukupno", "skupaj", "razem", "ogółem", "łącznie", "celkem", "součet", "spolu", "súčet", "összesen", "kokku",
    "kopā", "iš viso", "toplam", "genel toplam", "σύνολο", "المجموع", "مجموع", "الإجمالي", "جمع", "合计", "总计",
)  # fmt: skip
"""How rows of totals begin, in the languages of those who write lists. Background."""


def _total(arguments: Sequence[str]) -> Filter:
    _refuse(arguments, "total")
    words = re.compile(rf"(?:{'|'.join(map(re.escape, _TOTALS))})(?:[\s:.,(].*)?", re.IGNORECASE | re.DOTALL)
    return lambda cell, _: cell.text if words.fullmatch(cell.text) else ""


def _kept_if(judge: Callable[[str, tuple[str, ...]], bool]) -> Callable[[Sequence[str]], Filter]:
    def make(arguments: Sequence[str]) -> Filter:
        values = tuple(value.casefold() for value in values_of(argument_of(arguments)))
        return lambda cell, _: cell.text if judge(cell.text.casefold(), values) else ""

    return make


def _before(arguments: Sequence[str]) -> Filter:
    sign = _sign(arguments, "before")
    return lambda cell, _: cell.text.partition(sign)[0].strip()


def _after(arguments: Sequence[str]) -> Filter:
    sign = _sign(arguments, "after")
    return lambda cell, _: cell.text.partition(sign)[2].strip()


def _sign(arguments: Sequence[str], word: str) -> str:
    """What stands between parts; blanks around it do not count, unless it is nothing else."""
    text = plain(argument_of(arguments))
    if not text:
        raise UsageError(f"want {word}:SIGN, got {word} alone")
    return text.strip() or text


def _part(arguments: Sequence[str]) -> Filter:
    if len(arguments) < 2 or not re.fullmatch("[1-9][0-9]{0,3}", arguments[0].strip()):
        raise UsageError(f"want part:NUMBER:SIGN with a number from 1, got part:{argument_of(arguments)}")
    place, sign = int(arguments[0]) - 1, _sign(arguments[1:], f"part:{arguments[0].strip()}")

    def apply(cell: Cell, _: Scene) -> str:
        parts = [part.strip() for part in cell.text.split(sign)]
        return parts[place] if place < len(parts) else ""

    return apply


def _split(arguments: Sequence[str]) -> Filter:
    sign = _sign(arguments or (";",), "split")
    return lambda cell, _: _joined(part.strip() for part in cell.text.split(sign))


def _list(arguments: Sequence[str]) -> Filter:
    _refuse(arguments, "list")

    def apply(cell: Cell, _: Scene) -> str:
        if not cell.text:
            return ""
        try:
            found = json.loads(cell.text)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, list):
            raise Unreadable('a list such as ["a", "b"]', cell.text[:80])
        if any(isinstance(each, list | dict) for each in found):
            raise Unreadable("a list of texts and numbers", cell.text[:80])
        return _joined(str(each).strip() for each in found if each is not None)

    return apply


def _lines(arguments: Sequence[str]) -> Filter:
    _refuse(arguments, "lines")
    return lambda cell, _: _joined(part.strip() for part in cell.text.splitlines())


def _pairs(arguments: Sequence[str]) -> Filter:
    _refuse(arguments, "pairs")

    def apply(cell: Cell, _: Scene) -> str:
        parts = cell.text.split(BETWEEN)
        return BETWEEN.join(f"{one}\x1e{other}" for one, other in itertools.pairwise(parts))

    return apply


def _joined(parts: Iterable[str]) -> str:
    return BETWEEN.join(part for part in parts if part)


def parts_of(text: str) -> list[tuple[str, ...]]:
    """The parts of a cell that was split; of pairs both halves."""
    return [tuple(each.split("\x1e")) for each in text.split(BETWEEN) if each]


def _or(arguments: Sequence[str]) -> Filter:
    other = plain(argument_of(arguments)).strip()
    return lambda cell, _: cell.text or other


def _must(arguments: Sequence[str]) -> Filter:
    _refuse(arguments, "must")

    def apply(cell: Cell, _: Scene) -> str:
        if not cell.text:
            raise Unreadable("something", cell.text)
        return cell.text

    return apply


def _media(arguments: Sequence[str]) -> Filter:
    _refuse(arguments, "media")

    def apply(cell: Cell, scene: Scene) -> str:
        if not cell.text:
            return ""
        name = cell.text if cell.text in scene.media else cell.text.rpartition("/")[2]
        if name not in scene.media:
            raise Unreadable("the name of a file that came with the table", cell.text)
        scene.named_media.add(name)
        return scene.media[name]

    return apply


def _pad(arguments: Sequence[str]) -> Filter:
    width = _count(arguments, "pad")
    return lambda cell, _: cell.text.rjust(width, "0") if cell.text else ""


def _cut(arguments: Sequence[str]) -> Filter:
    width = _count(arguments, "cut")
    return lambda cell, _: cell.text if len(cell.text) <= width else cell.text[: width - 1] + "…"


def _replace(arguments: Sequence[str]) -> Filter:
    if len(arguments) != 2:
        raise UsageError(f"want replace:THIS:THAT, got replace:{argument_of(arguments)}")
    this, that = plain(arguments[0]), plain(arguments[1])
    if not this:
        raise UsageError(f"want replace:THIS:THAT, got replace:{argument_of(arguments)}")
    return lambda cell, _: _replaced(cell.text, this, that).strip()


def _replaced(text: str, this: str, that: str) -> str:
    return within(text, len(text) + text.count(this) * len(that)).replace(this, that)


def _plainly(change: Callable[[str], str], word: str) -> Callable[[Sequence[str]], Filter]:
    def make(arguments: Sequence[str]) -> Filter:
        _refuse(arguments, word)
        return lambda cell, _: change(cell.text)

    return make


def _count(arguments: Sequence[str], word: str) -> int:
    text = argument_of(arguments).strip()
    if not re.fullmatch("[1-9][0-9]{0,3}", text) or int(text) > 1000:
        raise UsageError(f"want {word}:NUMBER, got {word}:{text}")
    return int(text)


def _refuse(arguments: Sequence[str], word: str) -> None:
    if arguments:
        raise UsageError(f"want {word} without a value, got {word}:{argument_of(arguments)}")


_FILTERS: dict[str, Callable[[Sequence[str]], Filter]] = {
    "date": _date,
    "number": _number,
    "lookup": _lookup,
    "state": _state,
    "state-code": _state_code,
    "group": _group,
    "serial": _serial,
    "is": _kept_if(lambda text, values: text in values),
    "not": _kept_if(lambda text, values: text not in values),
    "starts": _kept_if(lambda text, values: text.startswith(values)),
    "has": _kept_if(lambda text, values: any(value in text for value in values)),
    "before": _before,
    "after": _after,
    "part": _part,
    "split": _split,
    "list": _list,
    "lines": _lines,
    "pairs": _pairs,
    "or": _or,
    "empty": _kept_if(lambda text, values: text not in values),
    "must": _must,
    "lenient": _plainly(str, "lenient"),
    "media": _media,
    "total": _total,
    "pad": _pad,
    "cut": _cut,
    "replace": _replace,
    "upper": _plainly(str.upper, "upper"),
    "lower": _plainly(str.lower, "lower"),
    "digits": _plainly(lambda text: "".join(each for each in text if each in "0123456789"), "digits"),
}
