"""Learning: what the readings of a case teach about how characters are misread."""

from collections.abc import Callable, Sequence

from witnessmark.app.desk import Desk, load
from witnessmark.case.merkle import root
from witnessmark.marks.confusables import Likeness
from witnessmark.marks.confusion import ConfusionModel, seen
from witnessmark.marks.setting import Pair, Setting, default_for, learn_settings, likeness_under, script_of
from witnessmark.matching.readings import judged_pairs
from witnessmark.model.value import Result
from witnessmark.version import VERSION

_LEAST_CHANCE = 0.002
"""A confusion that stays rarer than this, and was not seen, is not told."""


class Confusion(Result, frozen=True, kw_only=True):
    """How often one character is read as another, as was believed before and as is learnt."""

    true: str
    read_as: str
    before: float
    learnt: float
    seen: int
    """Pairs of readings in which the two stand at one place."""


class LearntSetting(Result, frozen=True, kw_only=True):
    """What the pairs of one setting teach."""

    script: str
    making: str
    wear: str
    pairs: int
    confusions: tuple[Confusion, ...]


class Learnt(Result, frozen=True, kw_only=True):
    """What the readings of a case teach about misreading."""

    case: str
    """The digest of the case that it was learnt from."""
    code: str
    settings: tuple[LearntSetting, ...]


def confusions(desk: Desk) -> Learnt:
    """What the readings of a case teach about how characters are misread, setting by setting."""
    case = load(desk)
    pairs = list(judged_pairs(case))
    models = learn_settings(pairs)
    return Learnt(
        case=root(case.statements),
        code=VERSION,
        settings=tuple(_learnt(setting, models[setting], pairs) for setting in sorted(models)),
    )


def learnt_likeness(desk: Desk) -> Callable[[str], Likeness]:
    """For each mark as typed, what its characters can be mistaken for, by what a case teaches of its script."""
    models = learn_settings(judged_pairs(load(desk)))
    found = {setting: likeness_under(model) for setting, model in models.items()}

    def likeness(typed: str) -> Likeness:
        setting = Setting(script_of(typed))
        if setting not in found:
            found[setting] = likeness_under(default_for(setting))
        return found[setting]

    return likeness


def _learnt(setting: Setting, model: ConfusionModel, pairs: Sequence[Pair]) -> LearntSetting:
    own = [(one, other) for where, one, other in pairs if setting in (where, Setting(where.script))]
    before = default_for(setting)
    counted = seen(own, before.alphabet)
    told = [
        Confusion(
            true=true,
            read_as=as_,
            before=round(before.rows[true][as_], 4),
            learnt=round(model.rows[true][as_], 4),
            seen=counted[min(true, as_), max(true, as_)],
        )
        for true in model.alphabet
        for as_ in model.alphabet
        if true != as_ and (counted[min(true, as_), max(true, as_)] or model.rows[true][as_] >= _LEAST_CHANCE)
    ]
    told.sort(key=lambda c: (-c.seen, -c.learnt, c.true, c.read_as))
    return LearntSetting(
        script=setting.script.capitalize(), making=setting.making, wear=setting.wear, pairs=len(own),
        confusions=tuple(told),
    )  # fmt: skip
