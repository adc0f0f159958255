"""Which known words somebody may have meant who typed another. Pure.

The database has no trigrams, so each known word is kept with the marks of what is left of its
beginning when up to two letters are dropped. Two words a letter or two apart share such a mark,
whichever letter was added, lost, changed or swapped (Garbe's symmetric deletes). See
docs/decisions/0026-typing-mistakes-without-trigrams.md.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from itertools import combinations

#: Shorter words are a letter apart from half of the dictionary; they are known, never corrected.
SHORTEST = 4
SHORTEST_KNOWN = 3
LONGEST = 40
#: Marks are made of so many letters: what differs behind them costs nothing to look up.
BEGINNING = 8
_TWO_MISTAKES_FROM = 8

#: Letters that Czech ears or fingers take for each other, in folded words.
_ALIKE = {frozenset(pair) for pair in ("iy", "sz", "dt", "bp", "vf", "gk", "mn", "vw", "cz", "kc")}
_SWAPPED = 0.7
_SOUNDS_ALIKE = 0.5
_DOUBLED = 0.5
_FIRST_LETTER = 0.4


def allowed(word: str) -> int:
    """How many mistakes are forgiven in a word of this length."""
    if len(word) < SHORTEST or len(word) > LONGEST:
        return 0
    return 2 if len(word) >= _TWO_MISTAKES_FROM else 1


def known_words(folded: str) -> set[str]:
    """The words of a folded text that may serve as corrections; letters only."""
    return {
        word for word in folded.split() if SHORTEST_KNOWN <= len(word) <= LONGEST and word.isalpha()
    }


def marks(word: str) -> list[int]:
    """Numbers of 32 bits, signed as the database has them; a word's neighbours share one."""
    beginning = word[:BEGINNING]
    left = {beginning}
    for dropped in range(1, allowed(word) + 1):
        for kept in combinations(range(len(beginning)), len(beginning) - dropped):
            left.add("".join(beginning[position] for position in kept))
    return sorted({zlib.crc32(rest.encode()) - 2**31 for rest in left})


def distance(typed: str, word: str) -> float:
    """Weighted mistakes between the two: what is easily mistaken weighs less than a whole one."""
    before: list[float] = []
    row = [float(n) for n in range(len(word) + 1)]
    for i, letter in enumerate(typed, 1):
        earlier, before, row = before, row, [float(i)]
        for j, other in enumerate(word, 1):
            if letter == other:
                row.append(before[j - 1])
                continue
            changed = _SOUNDS_ALIKE if frozenset(letter + other) in _ALIKE else 1.0
            if i == 1 and j == 1:
                changed += _FIRST_LETTER
            added = _DOUBLED if i > 1 and typed[i - 2] == letter else 1.0
            lost = _DOUBLED if j > 1 and word[j - 2] == other else 1.0
            best = min(before[j - 1] + changed, before[j] + added, row[j - 1] + lost)
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == other:
                best = min(best, earlier[j - 2] + _SWAPPED)
            row.append(best)
    return row[-1]


def nearest(
    typed: str, candidates: Iterable[str], *, unfinished: bool = False
) -> Iterator[tuple[float, str]]:
    """Candidates that are close enough, with their distance, in no order.

    An unfinished word is compared with the beginnings of candidates as well; a whole word that is
    as close is the better guess.
    """
    limit = allowed(typed)
    for word in candidates:
        found = distance(typed, word) if abs(len(word) - len(typed)) <= limit else limit + 1.0
        if unfinished and len(word) > len(typed):
            begun = min(distance(typed, word[: len(typed) + more]) for more in (-1, 0, 1))
            found = min(found, begun + 0.4)
        if found <= limit:
            yield found, word
