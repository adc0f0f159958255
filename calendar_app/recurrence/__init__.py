"""From a rule to its dates; pure: no Django, no clock, no time zone."""

from calendar_app.recurrence.dates import (
    LAST_YEAR,
    Mismatch,
    MismatchReason,
    is_occurrence,
    last_date,
    matches,
    mismatch,
    occurrences,
)
from calendar_app.recurrence.rule import (
    MAX_COUNT,
    MAX_INTERVAL,
    WEEKDAYS,
    Frequency,
    Nth,
    OutsideGrammar,
    Reason,
    Rule,
    parse,
    rrule,
)

__all__ = [
    "LAST_YEAR",
    "MAX_COUNT",
    "MAX_INTERVAL",
    "WEEKDAYS",
    "Frequency",
    "Mismatch",
    "MismatchReason",
    "Nth",
    "OutsideGrammar",
    "Reason",
    "Rule",
    "is_occurrence",
    "last_date",
    "matches",
    "mismatch",
    "occurrences",
    "parse",
    "rrule",
]
