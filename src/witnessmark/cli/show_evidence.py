"""Show evidence: what came in, what is held and what was given out, as tables and lines for a terminal."""

from collections.abc import Sequence

from witnessmark.app.evidence.acquiring import EvidenceAdded
from witnessmark.app.evidence.alike import Near
from witnessmark.app.evidence.asking import EvidenceLine, EvidenceShown
from witnessmark.app.evidence.checking import EvidenceVerified, State
from witnessmark.app.evidence.giving import EvidenceGiven
from witnessmark.app.evidence.redacting import Redacted
from witnessmark.app.evidence.sheet import SheetWritten
from witnessmark.app.evidence.taking import SheetTaken
from witnessmark.cli.console import block, cell, out, say, table
from witnessmark.model.decisions import Level
from witnessmark.model.ids import short
from witnessmark.model.problem import Severity

_WARN, _SOFT, _STRONG, _GOOD = "yellow", "dim", "bold", "bold green"
_MOST = 40


def added(found: EvidenceAdded) -> None:
    """What came in, what did not, and what to look at next."""
    say(f"{found.new} pieces kept and recorded, {found.known} were in the case already", _STRONG)
    for problem in found.refused[:_MOST]:
        say(f"not taken: {problem}", _WARN)
    _more(len(found.refused))
    noted = [file for file in found.files if file.is_new and file.form == "other"]
    for file in noted[:_MOST]:
        say(f"kept as it is: {file.path}: {file.media}; {file.note}", _WARN)
    _more(len(noted))
    if found.groups:
        pictures = sum(len(group.keys) for group in found.groups)
        say(f"{pictures} photographs in {len(found.groups)} proposed groups; none is an item before you say so")
    _alike_elsewhere(found)
    for problem in found.disagreements[:_MOST]:
        say(f"note: {problem}", _WARN)
    _more(len(found.disagreements))


def _alike_elsewhere(found: EvidenceAdded) -> None:
    """Pictures of one group are of one scene: that they look alike is no news."""
    groups = {key: group.name for group in found.groups for key in group.keys}
    apart = [n for n in found.alike if n.other_case or groups.get(n.one) != groups.get(n.other)]
    alike(apart)
    if len(apart) < len(found.alike):
        say(f"{len(found.alike) - len(apart)} more pairs look alike, each within one proposed group", _SOFT)


def _more(count: int) -> None:
    if count > _MOST:
        say(f"and {count - _MOST} more; --json lists them all", _SOFT)


def alike(pairs: Sequence[Near]) -> None:
    """Pictures that look alike."""
    for near in pairs[:_MOST]:
        where = f" of {near.other_case}" if near.other_case else ""
        told = f"{near.one_name} ({short(near.one)}) and {near.other_name} ({short(near.other)}){where}: {near.said}"
        say(f"alike: {told}", _WARN)
    _more(len(pairs))


def listed(lines: Sequence[EvidenceLine]) -> None:
    """All evidence of a case."""
    if not lines:
        say("the case holds no evidence; `witnessmark evidence add` takes it in")
        return
    rows = table("digest", "group", "name", "form", "taken", "place", "shows", "here")
    for line in lines:
        rows.add_row(
            cell(short(line.digest), _SOFT), cell(line.group), cell(line.called), cell(line.form), cell(line.taken),
            cell(line.at), cell(line.shows), cell("yes" if line.is_here else "no", "" if line.is_here else _WARN),
        )  # fmt: skip
    out().print(rows)
    say("Groups are proposals, by time and place; times and places are what the files say of themselves.", _SOFT)


def piece(found: EvidenceShown) -> None:
    """One piece of evidence in full."""
    line = found.line
    say(line.called, _STRONG)
    say(f"SHA-256 {line.digest}")
    facts = (
        ("form", line.form), ("type", line.media), ("bytes", line.size), ("pages", found.pages), ("taken", line.taken),
        ("place", line.at), ("device", found.device), ("proposed group", line.group), ("shows", line.shows),
        ("in this vault", "yes" if line.is_here else "no"), ("note", found.note),
        ("redacted from", found.redacted_from), ("redacted copies", ", ".join(found.redactions)),
    )  # fmt: skip
    for label, value in facts:
        if value:
            say(f"  {label}: {value}")
    for message in found.disagreements:
        say(f"note: {message}", _WARN)
    _log(found)
    for reading in found.readings:
        say(f"{reading.said}; by {reading.reader}" + (f", at {reading.region}" if reading.region else ""))
    for quote in found.quotes:
        say(f"{quote.said}" + (f" ({quote.locator})" if quote.locator else ""))
        if quote.text:
            block("\n".join(f"    {each}" for each in quote.text.splitlines()))
        elif quote.problem:
            say(f"    {quote.problem}", _WARN)
    alike(found.alike)


def _log(found: EvidenceShown) -> None:
    if not found.handling:
        say("handling log: nothing is recorded", _WARN)
        return
    rows = table("when", "what", "by", "from", "how", title="handling log")
    for entry in found.handling:
        rows.add_row(cell(entry.when), cell(entry.action), cell(entry.by), cell(entry.from_), cell(entry.text))
    out().print(rows)


def sheet(found: SheetWritten) -> None:
    """What was written for a reader."""
    for file in found.files:
        say(file, _STRONG)
    say(f"{found.photographs} photographs in {found.groups} proposed groups, {found.rows} rows to fill in")
    if found.without_copy:
        say(f"{found.without_copy} photographs cannot be shown: their bytes are missing or cannot be opened", _WARN)
    if found.left_out:
        say(f"{found.left_out} more photographs than a contact sheet holds; the spreadsheet has them all", _WARN)
    for note in found.notes:
        say(note, _WARN)


def taken(found: SheetTaken) -> None:
    """What a filled sheet brought in."""
    say(f"{found.rows} rows: {found.things} new things, {found.photos} photos, {found.readings} readings", _STRONG)
    if found.known or found.waiting:
        say(f"{found.known} rows say what the case has already, {found.waiting} are not filled in")
    for problem in found.problems[:_MOST]:
        what = "not taken" if problem.severity is Severity.REFUSED else "note"
        say(f"{what}: {problem}", _WARN)
    _more(len(found.problems))
    for fixed in found.corrected:
        where = f" {fixed.where}" if fixed.where else ""
        change = f"{fixed.was} is now {fixed.now}" if fixed.was != fixed.now else f"{fixed.now}, told otherwise"
        say(f"corrected by {fixed.reader}: {fixed.thing}, {fixed.mark}{where}: {change}", _WARN)
    for each in found.differing:
        compared = [c for c in each.combined.compared if c.where]
        places = ", ".join(str(at) for c in compared for at in c.where)
        texts = " against ".join(c.typed for c in each.combined.compared)
        where = f" {each.where}" if each.where else ""
        say(f"readers differ: {each.thing}, {each.mark}{where}: {texts}, at character {places}", _WARN)
    if found.problems:
        say("The sheet is kept as it is, as evidence: nothing of it is lost.", _SOFT)


def verified(found: EvidenceVerified) -> None:
    """What a check found."""
    for each in found.pieces:
        if each.state is not State.WHOLE:
            say(f"{each.state}: {each.called} ({short(each.digest)}): {each.told}", _WARN)
    said = f"{found.whole} of {len(found.pieces)} pieces are here and have their digests"
    say(said, _GOOD if found.is_whole else _WARN)
    if found.recorded:
        say(f"recorded in the handling log as {short(found.recorded)}", _SOFT)


def redacted(found: Redacted) -> None:
    """The copy that was made, and how far it travels."""
    say(f"{short(found.digest)}: a copy of {short(found.original)}, filled at {' and '.join(found.regions)}", _STRONG)
    if not found.is_new:
        say("the case held it already: nothing was added", _SOFT)
    say(f"the copy travels {_from(found.travels_from)}, the original {_from(found.original_travels_from)}")
    say("look at it before you give it out: `witnessmark evidence export` or a dossier shows it", _SOFT)


def _from(level: Level | None) -> str:
    return "nowhere" if level is None else f"from {level} on"


def given(found: EvidenceGiven) -> None:
    """What was written for others, and what stayed behind."""
    say(f"{found.folder}: {len(found.files)} files at level {found.level}, listed in evidence.json", _STRONG)
    if found.withheld:
        say(f"{found.withheld} pieces may not travel so far and were left out", _WARN)
    if found.missing:
        say(f"{found.missing} pieces are not in the vault of this machine", _WARN)
    for each in found.uncopied[:_MOST]:
        say(f"not copied: {each}", _WARN)
    _more(len(found.uncopied))
