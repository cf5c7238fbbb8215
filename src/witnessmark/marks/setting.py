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
        kept = [(c, w) for c, w in found.get(seen, ()) if c not in learnt]
        found[seen] = tuple(sorted((*kept, *(o for o in others if o[1] >= _LEAST)), key=lambda o: (-o[1], o[0])))
    return found


def learn_settings(pairs: Iterable[Pair]) -> Mapping[Setting, ConfusionModel]:
    """A model for each setting that has pairs, and for each script as such."""
    by_script: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_script[pair[0].script].append(pair)
    found: dict[Setting, ConfusionModel] = {}
    for name, theirs in sorted(by_script.items()):
        alone = Setting(name)
        found[alone] = learn(((one, other) for _, one, other in theirs), prior=default_for(alone))
        for setting in sorted({setting for setting, _, _ in theirs if setting.is_noted}):
            prior = rescaled(default_for(setting), default_for(alone), found[alone])
            own = ((one, other) for where, one, other in theirs if where == setting)
            found[setting] = learn(own, prior=prior)
    return found
