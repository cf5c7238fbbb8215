"""Words: what a statement says, in a sentence that claims no more than it does."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from witnessmark.case.fold import Case
from witnessmark.model import decisions as d
from witnessmark.model import evidence as e
from witnessmark.model import happenings as h
from witnessmark.model import imports as n
from witnessmark.model import observations as o
from witnessmark.model import sayings as s
from witnessmark.model import things as t
from witnessmark.model.fields import Form, fields_of
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import Statement, kind_of
from witnessmark.model.timestamps import Timestamp
from witnessmark.model.value import Content, Sealed, Text
from witnessmark.model.when import readable
from witnessmark.reports.dates import say
from witnessmark.reports.words_imports import imported, unread_row

SEALED = "[sealed]"
WITHHELD = "[not in this case]"

_TRANSFERS = {
    h.TransferKind.UNKNOWN: "passed",
    h.TransferKind.EXPORT: "exported",
    h.TransferKind.IMPORT: "imported",
    h.TransferKind.TRANSIT: "sent in transit",
    h.TransferKind.TRANS_SHIPMENT: "trans-shipped",
    h.TransferKind.BROKERING: "brokered",
    h.TransferKind.DELIVERY: "delivered",
    h.TransferKind.SALE: "sold",
    h.TransferKind.ISSUE: "issued",
    h.TransferKind.GIFT: "given",
    h.TransferKind.RETRANSFER: "retransferred",
    h.TransferKind.CAPTURE: "captured",
    h.TransferKind.RETURN: "returned",
}

BASES = {
    h.UserBasis.UNKNOWN: "on a basis that is not known",
    h.UserBasis.OBSERVED: "as was observed",
    h.UserBasis.CUSTODIANS_WORD: "on the word of whoever holds it now",
    h.UserBasis.LOCATION: "because of where it was found",
    h.UserBasis.INFERRED: "as the source infers",
}


def words(text: Text) -> str:
    """A text, or that it is sealed."""
    return SEALED if isinstance(text, Sealed) else text


def percent(share: float) -> str:
    """A share that never rounds to certainty.

    >>> percent(0.25), percent(0.99999), percent(0.00001), percent(1)
    ('25.0%', 'over 99.99%', 'under 0.01%', '100.0%')
    """
    if share in (0, 1) or 0.001 <= share <= 0.999:
        return f"{share:.1%}"
    return "over 99.99%" if share > 0.9999 else "under 0.01%" if share < 0.0001 else f"{share:.2%}"


def name(case: Case, i: StatementId | None) -> str:
    """What a thing, party, place or paper is called."""
    if i is None:
        return "nobody named"
    for version in case.versions(i):
        content = case.standing[version].content
        return words(getattr(content, "name", "")) or f"unnamed {kind_of(content)}"
    return WITHHELD


def names(case: Case, ids: Iterable[StatementId]) -> str:
    """Several names, as one says them."""
    found = [name(case, i) for i in ids]
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}" if found else ""


def entry(case: Case, i: StatementId) -> str:
    """A statement in a list: by its name where it has one and no sentence of its own."""
    statement = case.statements[i]
    is_named = getattr(statement.content, "name", None) is not None and type(statement.content) not in _TELLERS
    return name(case, i) if is_named and case.stands(i) else sentence(case, statement)


def sentence(case: Case, statement: Statement) -> str:
    """What a statement says."""
    text = _sentence(case, statement.content)
    return text[:1].upper() + text[1:]


def phrase(case: Case, content: Content) -> str:
    """What an event is, without its date: for a label."""
    match content:
        case h.Manufacture(by=by):
            return f"made{_by(case, by)}"
        case h.Transfer():
            return _transfer(case, content)
        case h.Loss(by=by, how=how):
            return f"lost{_by(case, by)} ({how})"
        case h.Recovery(by=by, how=how):
            return ("recovered" if how is h.RecoveryHow.UNKNOWN else f"recovered ({how})") + _by(case, by)
        case h.Sighting(holder=holder):
            return f"seen with {name(case, holder)}" if holder else "seen, with nobody named"
        case h.StockCheck(holder=holder):
            return f"in the stock of {name(case, holder)}"
        case h.DeliveryCheck(at=at, result=result):
            where = f" at {name(case, at)}" if at else ""
            return f"delivery check{where}: {result.replace('-', ' ')}"
        case _:
            return kind_of(content).replace("-", " ")


def _by(case: Case, party: StatementId | None) -> str:
    return "" if party is None else f" by {name(case, party)}"


def label(content: Content) -> str:
    """What kind of event it is, where its parties are shown already.

    >>> label(h.Transfer(of=(), as_=h.TransferKind.EXPORT)), label(h.Recovery(of=(), how=h.RecoveryHow.SEIZED))
    ('export', 'recovery (seized)')
    """
    match content:
        case h.Transfer(as_=kind) if kind is not h.TransferKind.UNKNOWN:
            return kind.replace("-", " ")
        case h.Recovery(how=h.RecoveryHow() as how) | h.Loss(how=h.LossHow() as how) if how != "unknown":
            return f"{kind_of(content)} ({how})"
        case _:
            return kind_of(content).replace("-", " ")


def _transfer(case: Case, event: h.Transfer) -> str:
    verb = _TRANSFERS[event.as_]
    if event.as_ is h.TransferKind.CAPTURE:
        parts = [f"captured by {name(case, event.to)}" if event.to else verb]
        parts += [f"from {name(case, event.from_)}"] if event.from_ else []
    else:
        parts = [verb]
        parts += [f"by {name(case, event.from_)}"] if event.from_ else []
        parts += [f"to {name(case, event.to)}"] if event.to else []
    parts += [f"through {names(case, event.via)}"] if event.via else []
    if event.passes is h.Passes.TITLE:
        parts.append("(title only)")
    if event.allowed is not h.Allowed.UNKNOWN:
        parts.append(
            "(the source says: allowed)" if event.allowed is h.Allowed.YES else "(the source says: not allowed)"
        )
    return " ".join(parts)


def _sentence(case: Case, content: Content) -> str:
    teller = _TELLERS.get(type(content))
    return _fields(case, content) if teller is None else teller(case, content)


def _duration(case: Case, said: h.Duration) -> str:
    return f"{said.lasted} from “{_event(case, said.from_)}” to “{_event(case, said.to)}”"


def _containment(case: Case, said: h.Containment) -> str:
    return _with(case, f"{name(case, said.inner)} was in {name(case, said.outer)}", said)


def _membership(case: Case, said: h.Membership) -> str:
    return f"{name(case, said.consignment)} belonged to {name(case, said.programme)}"


def _deliveries(case: Case, said: h.Deliveries) -> str:
    told = f"{name(case, said.supplier)} delivered {said.item_class} to {name(case, said.recipient)}"
    return _with(case, told, said)


def _capture_report(case: Case, said: h.CaptureReport) -> str:
    told = f"{name(case, said.by)} is reported to have captured {said.goods or 'goods'} from {name(case, said.from_)}"
    return _with(case, told, said)


def _role(case: Case, said: t.Role) -> str:
    part = said.as_.replace("-", " ")
    return _with(case, f"{name(case, said.party)} was {part} in {name(case, said.programme)}", said)


def _reading(case: Case, said: o.MarkReading) -> str:
    told = [str(each) for each in (said.making, said.wear) if each != "unknown"]
    if said.beforehand is not o.Beforehand.UNKNOWN:
        is_blind = said.beforehand is o.Beforehand.BLIND
        told.append("without sight of other readings" if is_blind else "knowing what others had read")
    noted = f" ({', '.join(told)})" if told else ""
    return f"{said.mark or 'mark'} on {name(case, said.of)} read as typed: {said.text}{noted}"


def _timestamp(case: Case, said: Timestamp) -> str:
    of = names(case, said.of) if said.of else "all that was recorded up to a receipt"
    return f"{of} existed by {said.existed_by}, says {said.authority}"


def _record_judgement(case: Case, said: d.RecordJudgement) -> str:
    is_it = {d.Verdict.SAME: "is", d.Verdict.DIFFERENT: "is not", d.Verdict.UNSURE: "may or may not be"}[said.verdict]
    record = f"{said.mark} of the register {said.register}" + (f" ({said.record})" if said.record else "")
    return _with(case, f"{said.by} judges that {name(case, said.of)} {is_it} {record}: {said.reason}", said)


def _register_use(_case: Case, said: d.RegisterUse) -> str:
    records = f", {said.records} records" if said.records else ""
    return f"The case refers to the register {said.register} (digest {said.digest[:12]}{records}): {said.reason}"


def _condition(case: Case, said: o.Condition) -> str:
    return f"condition of {names(case, said.of)}: {said.text or 'not described'}; marks: {said.marks}"


def _visit(case: Case, said: o.Visit) -> str:
    told = f"visit “{words(said.name)}”: access {said.access}, sampling {said.sampling}"
    found = f"; documented {said.documented}" if said.documented else "; nothing documented is recorded"
    return _with(case, told + found, said)


def _evidence(_case: Case, said: e.Evidence) -> str:
    parts = [f"{said.form} {words(said.name)}"]
    parts += [f"says it was taken {say(readable(said.taken))}"] if said.taken else []
    parts += [f"at {words(said.at)}"] if said.at else []
    return ", ".join(parts)


def _photo(case: Case, said: o.Photo) -> str:
    told = f"photograph of {names(case, said.of)}" + (f": {said.caption}" if said.caption else "")
    return _with(case, told + (f" (at {said.region})" if said.region else ""), said)


def _figure(_case: Case, said: s.PublishedFigure) -> str:
    counted = str(said.value).replace("-", " ")
    if said.of.startswith(said.value.unit):
        counted = counted.removesuffix(f" {said.value.unit}".replace("-", " "))  # not "600 missiles of missiles"
    else:
        counted += " of"
    return f"{said.name}: {counted} {said.of}" + (f", base: {said.base}" if said.base else "")


def _reported_match(case: Case, said: s.ReportedMatch) -> str:
    on = ", ".join(said.on).replace("-", " ") or "marks"
    return f"a publisher reports that {names(case, said.of)} match on {on}" + (f": {said.text}" if said.text else "")


def _request(case: Case, said: s.TraceRequest) -> str:
    due = f", due {say(readable(said.due))}" if said.due else ""
    return f"trace request to {name(case, said.to)} about {names(case, said.of)}, sent {say(readable(said.sent))}{due}"


def _response(case: Case, said: s.TraceResponse) -> str:
    asked = case.content(said.request, s.TraceRequest)
    whom = name(case, None if asked is None else asked.to)
    told = f"answer of {whom}, {say(readable(said.when))}: {said.code.replace('-', ' ')}"
    return f"{told}: {said.text}" if said.text else told


def _identification(case: Case, said: s.Identification) -> str:
    parts = [p for p in (said.make, said.model, said.calibre, said.item_class, said.country) if p]
    return f"{name(case, said.of)} is identified as {', '.join(parts) or 'not said what'}"


def _judgement(case: Case, said: d.Judgement) -> str:
    return f"{said.by} judges {_event(case, said.left)} and {_event(case, said.right)} {said.verdict}: {said.reason}"


def _finding(_case: Case, said: d.Finding) -> str:
    return f"{said.by} finds: {said.text}"


def _called(_case: Case, said: t.Source | t.Party | t.Place) -> str:
    return words(said.name)


def _remark(_case: Case, said: s.Remark) -> str:
    return said.text


def _question(case: Case, question: s.OpenQuestion) -> str:
    told = f"{question.what} ({question.why.replace('-', ' ')})"
    whom = f" of {names(case, question.whom)}" if question.whom else ""
    return f"{told}. To ask{whom}: {question.ask}" if question.ask else told


def _happened(case: Case, content: Content) -> str:
    told = f"{names(case, getattr(content, 'of', ()))}: {phrase(case, content)}"
    if isinstance(content, h.Recovery) and content.previous_user is not None:
        told += f"; before that with {name(case, content.previous_user)}, {BASES[content.previous_user_basis]}"
    return _with(case, told, content)


def _with(case: Case, told: str, content: Content) -> str:
    """The sentence with quantity, place and date, where the content has them."""
    extra: list[str] = []
    if quantity := getattr(content, "quantity", None):
        extra.append(str(quantity))
    places = [getattr(content, field, None) for field in ("place", "destination")]
    extra.extend(_where(case, place) for place in places if place is not None)
    if date := getattr(content, "when", ""):
        extra.append(say(readable(date)))
    return ", ".join([told, *extra])


def _where(case: Case, place: StatementId) -> str:
    """A place with how well it is known."""
    content = case.content(place, t.Place)
    is_told = content is not None and content.precision is not t.Precision.UNKNOWN
    return f"{name(case, place)} ({content.precision})" if content is not None and is_told else name(case, place)


def _event(case: Case, i: StatementId) -> str:
    for version in case.versions(i):
        content = case.standing[version].content
        return words(getattr(content, "name", "")) or phrase(case, content)
    return WITHHELD


def description(content: Content) -> list[tuple[str, str]]:
    """Label and value of what a thing says of itself."""
    labels = (
        ("item_class", "Class"),
        ("make", "Make"),
        ("model", "Model"),
        ("calibre", "Calibre"),
        ("country", "Country of manufacture"),
        ("goods", "Goods"),
        ("form", "Form"),
    )
    return [(label, str(value)) for field, label in labels if (value := getattr(content, field, ""))]


def _fields(case: Case, content: Content) -> str:
    """Any kind without a sentence of its own: its name, and what its fields hold."""
    parts = [
        f"{field.wire} {said}"
        for field in fields_of(type(content))
        for said in _said(case, content, field.name, field.form)
    ]
    return f"{kind_of(content).replace('-', ' ')}: {'; '.join(parts)}"


def _said(case: Case, content: Content, field: str, form: Form) -> Iterator[str]:
    value = getattr(content, field)
    for each in value if isinstance(value, tuple) else (value,):
        if each in (None, ""):
            continue
        if form is Form.REFERENCE:
            yield _event(case, each)
        elif form is Form.DATE:
            yield say(readable(each))
        else:
            yield words(each) if isinstance(each, (str, Sealed)) else str(each)


_TELLERS: dict[type[Content], Callable[[Case, Any], str]] = {
    t.Source: _called,
    t.Party: _called,
    t.Place: _called,
    t.Role: _role,
    Timestamp: _timestamp,
    d.RecordJudgement: _record_judgement,
    d.RegisterUse: _register_use,
    h.Manufacture: _happened,
    h.Transfer: _happened,
    h.Loss: _happened,
    h.Recovery: _happened,
    h.Sighting: _happened,
    h.StockCheck: _happened,
    h.DeliveryCheck: _happened,
    h.CaptureReport: _capture_report,
    h.Containment: _containment,
    h.Membership: _membership,
    h.Duration: _duration,
    h.Deliveries: _deliveries,
    e.Evidence: _evidence,
    o.Photo: _photo,
    o.Visit: _visit,
    o.MarkReading: _reading,
    o.Condition: _condition,
    s.Identification: _identification,
    s.ReportedMatch: _reported_match,
    s.PublishedFigure: _figure,
    s.TraceRequest: _request,
    s.TraceResponse: _response,
    s.Remark: _remark,
    s.OpenQuestion: _question,
    d.Judgement: _judgement,
    d.Finding: _finding,
    n.Import: imported,
    n.UnreadRow: unread_row,
}
"""The kinds that have a sentence of their own; every other kind is told field by field."""
