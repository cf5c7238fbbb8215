"""Setting: in which script, made and worn how a mark was read; each has a confusion table of its own.

Few pairs of readings are judged in any one setting, so what all settings of a script teach together moves each of them,
and its own pairs move it further. Ten pairs do no harm.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from witnessmark.marks.confusables import Likeness, defaults
from witnessmark.marks.confusion import ConfusionModel, default_model, learn, rescaled
from witnessmark.marks.pattern import CYRILLIC, DIGITS, LATIN
from witnessmark.marks.reading import Sign, read

WORN = {"crisp": 0.5, "worn": 2.0, "faint": 4.0}
"""How much likelier an error is by wear, beside a mark whose wear nobody noted. Background: ours, not measured."""
MADE = {"engraved": 0.7, "lasered": 0.5, "dot-peened": 1.5, "cast": 1.5}
"""The same by how the mark was made, beside a stamped one. Background: ours, not measured."""
_OWN = {
    "CYRILLIC": CYRILLIC,
    "GREEK": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
    "ARABIC-INDIC": "٠١٢٣٤٥٦٧٨٩",
    "PERSIAN": "۰۱۲۳۴۵۶۷۸۹",
    "CJK": "〇一二三四五六七八九十",
}
"""The characters by which a script other than Latin is told in a mark."""
LATIN_SCRIPT = "LATIN"
_LEAST = 0.002
_CARRIED = 0.8
"""How much of what one setting teaches is carried over to another: what is chance in it is carried over too. Ours."""


class Setting(NamedTuple):
    """Under which circumstances a mark was read. Empty where nobody noted it."""

    script: str = LATIN_SCRIPT
    making: str = ""
    wear: str = ""

    @property
    def is_noted(self) -> bool:
        """Whether anything but the script is known."""
        return bool(self.making or self.wear)


Pair = tuple[Setting, str, str]
"""Two readings of one mark, as typed, and where they were read."""


def default_for(setting: Setting) -> ConfusionModel:
    """The table of look-alikes as probabilities in a setting.

    >>> worn, crisp = (default_for(Setting(wear=wear)) for wear in ("worn", "crisp"))
    >>> worn.chance("S", "5") > crisp.chance("S", "5")
    True
    """
    factor = WORN.get(setting.wear, 1.0) * MADE.get(setting.making, 1.0)
    return default_model(wear=factor, alphabet=alphabet_of(setting.script))


def alphabet_of(script: str) -> str:
    """The characters that a mark in a script is made of; ASCII digits stand beside letters of every script."""
    own = _OWN.get(script, LATIN)
    return own if own.isdecimal() else DIGITS + own


def script_of(typed: str) -> str:
    """The script whose table a reading falls under: that of its first sign of any script but the Latin.

    >>> script_of("IK-25"), script_of("ИК-25"), script_of("٢٧")
    ('LATIN', 'CYRILLIC', 'ARABIC-INDIC')
    """
    signs = (part for part in read(typed.upper()).parts if isinstance(part, Sign) and part.candidates)
    characters = [part.candidates[0][0] for part in signs]
    return next((name for c in characters for name, own in _OWN.items() if c in own), LATIN_SCRIPT)


def likeness_under(model: ConfusionModel) -> Likeness:
    """What each character can be mistaken for: by a model where it speaks of both, else by the table of look-alikes.

    What is rarer than a meaning must be to be told is left out.
    """
    learnt = model.likeness()
    found = dict(defaults())
    for seen, others in learnt.items():
        # What has the same value is no error, and so in no table of errors.
        kept = [(c, w) for c, w in found.get(seen, ()) if c not in learnt or w == 1.0]
        found[seen] = tuple(
            sorted(
                (*kept, *(o for o in others if o[1] >= _LEAST and o[0] not in dict(kept))), key=lambda o: (-o[1], o[0])
            )
        )
    return found


def learn_settings(pairs: Iterable[Pair]) -> Mapping[Setting, ConfusionModel]:
    """A model for each setting that has pairs, and for each script as such.

    Each begins with its own default, moved in the proportions in which the other settings of the script moved, every
    one by as much as it has pairs; then its own pairs move it.
    """
    by_setting: dict[Setting, list[tuple[str, str]]] = defaultdict(list)
    for setting, one, other in pairs:
        by_setting[setting].append((one, other))
        by_setting.setdefault(Setting(setting.script), [])
    alone = {setting: learn(own, prior=default_for(setting)) for setting, own in by_setting.items() if own}
    found = {}
    for setting, own in sorted(by_setting.items()):
        model = default_for(setting)
        others = [each for each in sorted(alone) if each.script == setting.script and each != setting]
        total = sum(len(by_setting[each]) for each in others)
        for each in others:
            share = _CARRIED * len(by_setting[each]) / total
            model = rescaled(model, default_for(each), alone[each], share=share)
        found[setting] = learn(own, prior=model)
    return found
