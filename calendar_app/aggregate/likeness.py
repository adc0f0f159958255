"""Whether two events are likely one and the same that was written twice.

One judgement for all who ask: the clerk's form, suggestions, offers of others, foreign calendars.
"""

from __future__ import annotations

import dataclasses
import functools

from calendar_app import recurrence
from calendar_app.recurrence import Frequency, OutsideGrammar
from shared.kernel.text import fold, term_set, words

#: Nobody chooses between a council and a ball, nor between dustbins.
NEVER_CLASH = frozenset({"zastupitelstvo", "odpady"})
_ALIKE = 0.6
#: Words of many titles, which make none of them the same.
_COMMON = frozenset(
    ("rocnik", "akce", "obec", "mesto", "program", "vecer", "den", "dny", "velky", "maly")
)


@dataclasses.dataclass(frozen=True)
class Subject:
    """What an event is called, and whose it is."""

    title: str
    #: Name of the municipality.
    owner: str
    category: str = ""
    #: The rule of a series, as text.
    recurrence: str = ""

    @functools.cached_property
    def attracts(self) -> bool:
        """Whether people would go there instead; what takes place each week is no occasion."""
        if self.category in NEVER_CLASH:
            return False
        try:
            rule = recurrence.parse(self.recurrence) if self.recurrence else None
        except OutsideGrammar:
            return True
        return rule is None or rule.frequency not in (Frequency.DAILY, Frequency.WEEKLY)

    @functools.cached_property
    def telling(self) -> list[tuple[str, frozenset[str]]]:
        """The words of the title that say which event it is, each with all it is found by."""
        return [
            (folded, term_set(self.title[start:end]))
            for start, end, folded in words(self.title)
            if len(folded) > 2 and not folded.isdigit() and fold(folded) not in _COMMON
        ]

    @functools.cached_property
    def owner_words(self) -> frozenset[str]:
        return frozenset(folded for _start, _end, folded in words(self.owner))

    def competes(self, other: Subject) -> bool:
        """What comes each week, a council or dustbins are of one place, whatever they are called."""
        return self.owner == other.owner or (self.attracts and other.attracts)

    def is_likely(self, other: Subject) -> bool:
        """Whether the two, on the same day, are one event by their titles.

        Most words of both are the same, whatever their endings; names of the two owners do not
        count.
        """
        if not self.competes(other):
            return False
        names = self.owner_words | other.owner_words
        first = [terms for folded, terms in self.telling if folded not in names]
        second = [terms for folded, terms in other.telling if folded not in names]
        if not first or not second:
            return False
        shared = sum(any(word & known for known in second) for word in first)
        return shared / (len(first) + len(second) - shared) >= _ALIKE
