"""Making: what one row becomes. All of it, or nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from witnessmark.case.canonical import LARGEST_STATEMENT, decode, digest, encode
from witnessmark.ingest.filters import parts_of
from witnessmark.ingest.lines import Line, parts_known_again
from witnessmark.ingest.recipe import Filling, Recipe, Reference
from witnessmark.ingest.sheet import address
from witnessmark.ingest.template import Scene, Unreadable
from witnessmark.model.fields import Form, chosen
from witnessmark.model.ids import SourceId, StatementId
from witnessmark.model.quantity import parse_quantity
from witnessmark.model.statement import Statement, kind_of
from witnessmark.model.things import names_a_person_openly
from witnessmark.model.when import window

_MOST_PARTS = 1_000


class Kept(NamedTuple):
    """What an edition of a table said under one key."""

    root: StatementId
    """The first statement that said it: what others refer to."""
    current: StatementId
    statement: Statement
    line: Line | None = None
    """The row; ``None`` where it is said once for the whole file."""
    part: str = ""
    """The part of a cell."""


class Made(NamedTuple):
    """One statement of a row."""

    key: str
    """What tells it from the others of the import, whatever its bytes."""
    root: StatementId
    current: StatementId
    statement: Statement
    payload: bytes | None
    """``None`` where an earlier edition said the same: then it is in the case already."""
    line: Line | None = None
    part: str = ""

    @property
    def kept(self) -> Kept:
        """What a later edition is compared with."""
        return Kept(self.root, self.current, self.statement, self.line, self.part)


class Names:
    """What was made under which name and key, over all rows of an import."""

    def __init__(self, earlier: Mapping[str, Kept] | None = None, *, several_of_a_row: bool = False) -> None:
        self.earlier = earlier or {}
        self.ids: dict[tuple[str, str], StatementId] = {}
        self.several_of_a_row = several_of_a_row
        """Whether several tables of the mapping read the same rows, and could make the same of them."""
        self.said: dict[Statement, StatementId] = {}
        self.beside: dict[tuple[str, str], tuple[str, ...]] = {}
        """The cells from which something was said once, but for those that tell it from others."""
        self.parts: dict[str, list[tuple[str, int]]] = defaultdict(list)
        """The parts of cells in an earlier edition, each with its number, by what was made of which row."""
        for key, kept in self.earlier.items():
            if kept.part:
                own, _, number = key.rpartition("/")
                self.parts[own].append((kept.part, int(number)))


class RowInHand:
    """One row on its way to statements; what it made counts for others only when all of it could be made."""

    def __init__(self, names: Names, source: SourceId, scene: Scene, line: Line | None, table: int, file: str) -> None:
        self.names = names
        self.source = source
        self.scene = scene
        self.line = line
        self.table = table
        self.file = file
        self.made: list[Made] = []
        self.fresh: dict[tuple[str, str], StatementId] = {}
        self.said: dict[Statement, StatementId] = {}
        self.local: dict[str, list[StatementId]] = defaultdict(list)
        self.split: tuple[int, ...] = ()
        """The columns whose part is at hand."""
        self.nothing: Counter[str] = Counter()
        """What was not made because the row is silent on it, by reason."""

    def take(self, recipes: Sequence[Recipe]) -> list[Made]:
        """What the row becomes; ``Unreadable`` where something of it cannot be read."""
        for recipe in recipes:
            own = f"{self.table}.{recipe.label}:"
            if self.line is not None and recipe.once is None:
                own += self.line.identity
            for part in self._parts(recipe, own):
                self._one(recipe, own, part)
        self.names.ids.update(self.fresh)
        if self.names.several_of_a_row:
            self.names.said.update(self.said)
        return self.made

    def _parts(self, recipe: Recipe, own: str) -> Iterator[int]:
        """Lays out each part of the cells that are split, one after the other; what each is known by."""
        scene = self.scene
        scene.each, scene.parts, scene.number, self.split = "", (), 0, ()
        if not recipe.each:
            yield 0
            return
        found = [(template, parts) for template in recipe.each for parts in parts_of(template.of(scene))]
        if len(found) > _MOST_PARTS:
            raise Unreadable(f"at most {_MOST_PARTS} parts in a cell", f"{len(found)}")
        numbers = parts_known_again([_part(parts) for _, parts in found], self.names.parts.get(own, ()))
        for place, ((template, parts), number) in enumerate(zip(found, numbers, strict=True), start=1):
            self.split = template.columns
            scene.each, scene.parts, scene.number = parts[0], parts, place
            yield number

    def _one(self, recipe: Recipe, own: str, part: int) -> None:
        scene = self.scene
        if recipe.if_ is not None and not recipe.if_.of(scene):
            return
        key = "" if recipe.once is None else recipe.once.of(scene)
        if recipe.once is not None:
            known = self._known(recipe.alias, key) if key else None
            if not key or known is not None:
                if known is not None:
                    self.local[recipe.alias].append(known)
                    self._compare(recipe, key)
                return
        root = self._root(recipe, own + (key if recipe.once is not None else f"/{part}"))
        if root is None:
            return
        self.local[recipe.alias].append(root)
        if recipe.once is not None:
            self.fresh[recipe.alias, key] = root
            if recipe.beside:
                self.names.beside[recipe.label, key] = self._cells(recipe.beside)

    def _compare(self, recipe: Recipe, key: str) -> None:
        """Count where a row says something else of what the first row said once for all."""
        first = self.names.beside.get((recipe.label, key)) if recipe.beside else None
        if first is None:
            return
        said = self._cells(recipe.beside)
        if any(new and new != old for old, new in zip(first, said, strict=True)):
            # Only where it is: what it says can be for fewer eyes than the import itself.
            where = address(self.scene.sheet, self.scene.row.number, recipe.beside)
            self.scene.left_out.add(f"what a row says of a {kind_of(recipe.kind)} otherwise than the first", where)

    def _cells(self, columns: Sequence[int]) -> tuple[str, ...]:
        cells = self.scene.row.cells
        return tuple(cells[column].strip() if column < len(cells) else "" for column in columns)

    def _root(self, recipe: Recipe, key: str) -> StatementId | None:
        """The id under which others refer to what a recipe makes; ``None`` where it makes nothing."""
        statement = self._statement(recipe)
        if statement is None:
            return None
        # Two equal parts of a cell say one thing.
        twin = self.said.get(statement)
        if twin is None and self.names.said:
            twin = self.names.said.get(statement)
        if twin is not None:
            return twin
        made = self._encoded(statement, key)
        if recipe.once is None:
            made = made._replace(line=self.line, part=_part(self.scene.parts))
        self.made.append(made)
        self.said[statement] = made.root
        return made.root

    def _known(self, alias: str, key: str) -> StatementId | None:
        return self.fresh.get((alias, key)) or self.names.ids.get((alias, key))

    def _statement(self, recipe: Recipe) -> Statement | None:
        content: dict[str, Any] = {}
        common: dict[str, Any] = {}
        columns = {*self.split, *(() if recipe.once is None else recipe.once.columns)}
        for filling in recipe.fillings:
            value = self._value(filling, columns)
            if value is None or value == ():
                if filling.field.is_required:
                    self.nothing[f"no {filling.field.wire}, so no {kind_of(recipe.kind)}"] += 1
                    return None
                continue
            (content if filling.is_of_content else common)[filling.field.name] = value
        try:
            says = recipe.kind(**content)
        except (TypeError, ValueError, msgspec.ValidationError) as error:
            raise Unreadable(f"a {kind_of(recipe.kind)}: {error}", "") from error
        if names_a_person_openly(says):
            raise Unreadable("a person's name sealed; `witnessmark seal` takes it", "an open one")
        cells = self.scene.row.cells
        there = sorted([c for c in columns if 0 <= c < len(cells) and cells[c].strip()])
        where = address(self.scene.sheet, self.scene.row.number, there)
        return Statement(content=says, source=self.source, locator=where, **common)

    def _value(self, filling: Filling, columns: set[int]) -> Any:
        """What a field holds; ``None`` or nothing where the row is silent."""
        if filling.single is not None:
            text = filling.single.of(self.scene)
            if not text:
                return None
            columns.update(filling.single.columns)
            return text if filling.field.form is Form.TEXT else _typed(filling, text)
        found: list[Any] = []
        for each in filling.values:
            if isinstance(each, Reference):
                found.extend(self._reference(each, filling, columns))
                continue
            text = each.of(self.scene)
            if text:
                columns.update(each.columns)
                found.append(_typed(filling, text))
        if filling.field.is_many:
            return tuple(dict.fromkeys(found))
        if len(found) > 1:
            raise Unreadable(f"one value for {filling.field.wire}", f"{len(found)}")
        return found[0] if found else None

    def _reference(self, to: Reference, filling: Filling, columns: set[int]) -> list[StatementId]:
        if to.key is None:
            there = list(dict.fromkeys(self.local.get(to.alias, ())))
            return there if filling.field.is_many else there[-1:]
        key = to.key.of(self.scene)
        if not key:
            return []
        columns.update(to.key.columns)
        known = self._known(to.alias, key)
        if known is None:
            raise Unreadable(f"a {to.alias} that stands in a row before", key)
        return [known]

    def _encoded(self, statement: Statement, key: str) -> Made:
        before = self.names.earlier.get(key)
        if before is not None:
            changes = _changes(before.statement, statement)
            if not changes:
                return Made(key, before.root, before.current, before.statement, None)
            why = f"{self.file} says otherwise: {', '.join(changes)}"
            statement = msgspec.structs.replace(statement, supersedes=before.current, because=why)
        try:
            payload = encode(statement)
            # What a value must be, such as a reason that is not empty, is checked only where bytes are read.
            decode(payload)
        except ValueError as error:
            raise Unreadable(f"a {kind_of(statement.content)}: {error}", "") from error
        if len(payload) > LARGEST_STATEMENT:
            raise Unreadable(f"a {kind_of(statement.content)} of at most {LARGEST_STATEMENT} bytes", f"{len(payload)}")
        i = StatementId(digest(payload))
        return Made(key, i if before is None else before.root, i, statement, payload)


def _part(parts: Sequence[str]) -> str:
    """A part of a cell as one text; of pairs both halves."""
    return "\x1e".join(parts)


def _typed(filling: Filling, text: str) -> Any:
    """A text as its field wants it."""
    try:
        match filling.field.form:
            case Form.DATE:
                return window(text).text
            case Form.QUANTITY:
                return parse_quantity(text)
            case Form.CHOICE:
                return chosen(filling.field, text)
            case _:
                return text
    except ValueError as error:
        raise Unreadable(f"{filling.field.wire}: {str(error).removeprefix('want ')}", text) from error


def _changes(before: Statement, now: Statement) -> list[str]:
    """The fields in which two statements differ, but for where they stand."""
    fields = [name for name in before.content.__struct_fields__ if _differ(before.content, now.content, name)]
    common = [name for name in ("citing", "quote", "basis", "rests_on") if _differ(before, now, name)]
    return [f"{name.rstrip('_')} {_told(before, now, name)}" for name in (*fields, *common)]


def _differ(one: msgspec.Struct, other: msgspec.Struct, name: str) -> bool:
    return bool(getattr(one, name) != getattr(other, name))


def _told(before: Statement, now: Statement, name: str) -> str:
    owner = before.content if hasattr(before.content, name) else before
    other = now.content if hasattr(now.content, name) else now
    old, new = getattr(owner, name), getattr(other, name)
    is_short = all(len(str(each)) <= 60 and not isinstance(each, tuple) for each in (old, new))
    return f"{old or 'nothing'} → {new or 'nothing'}" if is_short else "changed"
