"""Markup: the elements of an XML part of a stranger, one after the other. Entities and document types are refused."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol
from xml.parsers import expat

from witnessmark.adapters.books.bounds import DEEPEST, LARGEST_TAG, MOST_NAMES
from witnessmark.adapters.books.origin import refusal

Attributes = Mapping[str, str]


class Listener(Protocol):
    """Whoever wants to know of elements as they come."""

    depth: int
    """Elements that are open; it counts them itself, since a call more for each element takes long."""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """An element begins."""
        ...

    def end(self, name: str, /) -> None:
        """An element ends."""
        ...

    def text(self, text: str, /) -> None:
        """Some text within it; longer texts come in pieces."""
        ...


def heard(chunks: Iterable[bytes], listener: Listener, what: str) -> Iterator[None]:
    """Parse an XML part; it pauses behind every piece, so that what was heard can be taken."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = _refusing(what)
    fed = 0
    for chunk in chunks:
        _parse(parser, chunk, what, is_last=False)
        fed += len(chunk)
        _refuse_vast(parser, listener, fed, what)
        yield
    _parse(parser, b"", what, is_last=True)
    yield


def elements(part: bytes, what: str, found: Callable[[str, str, Attributes], None]) -> None:
    """Tell of every element of a small part: the name of the one around it, its own, its attributes."""
    for _ in heard([part], _Walk(found), what):
        pass


def local(name: str) -> str:
    """A name without its prefix.

    >>> local("x:row"), local("row")
    ('row', 'row')
    """
    return name.rpartition(":")[2]


class _Walk:
    def __init__(self, found: Callable[[str, str, Attributes], None]) -> None:
        self.depth = 0
        self._found = found
        self._around = [""]

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        name = local(name)
        self._found(self._around[-1], name, attributes)
        self._around.append(name)
        self.depth += 1

    def end(self, _name: str, /) -> None:
        self._around.pop()
        self.depth -= 1

    def text(self, text: str, /) -> None:
        """Attributes say all that is wanted."""


def _parse(parser: expat.XMLParserType, chunk: bytes, what: str, *, is_last: bool) -> None:
    try:
        parser.Parse(chunk, is_last)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise refusal(what, "well-formed XML", str(error)) from error


def _refuse_vast(parser: expat.XMLParserType, listener: Listener, fed: int, what: str) -> None:
    """Refuse what the parser would have to hold in memory."""
    if fed - parser.CurrentByteIndex > LARGEST_TAG and parser.CurrentByteIndex >= 0:
        raise refusal(what, f"tags of at most {LARGEST_TAG:,} bytes", "a longer one")
    if listener.depth > DEEPEST:
        raise refusal(what, f"at most {DEEPEST} elements within each other", "more")
    if len(parser.intern) > MOST_NAMES:
        raise refusal(what, f"at most {MOST_NAMES:,} names of elements", "more")


def _refusing(what: str) -> Callable[[str, str | None, str | None, bool], None]:
    def refuse(_name: str, _system: str | None, _public: str | None, _has_subset: bool, /) -> None:  # noqa: FBT001
        raise refusal(what, "XML without a document type and entities", "one with them")

    return refuse
