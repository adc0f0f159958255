"""Folding, lemmatising and sorting of Czech text, without any extension of the database.

Everything here is pure. Search stores the output of :func:`lemmas` under PostgreSQL's ``simple``
configuration and asks with :func:`query_groups`, so both sides must come from one version of this
module: after a change, rebuild the projection.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

import simplemma

_WORD = re.compile(r"[^\W_]+")

# Letters that Unicode does not decompose, though readers take them for accented ones.
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"}
)

_ACCENTED = {
    "a": "áäąâă",
    "c": "čć",
    "d": "ďđ",
    "e": "éěëę",
    "i": "íî",
    "l": "ĺľł",
    "n": "ňńñ",
    "o": "óöôőø",
    "r": "řŕ",
    "s": "šśß",
    "t": "ť",
    "u": "úůüű",
    "y": "ý",
    "z": "žźż",
}

# Words that carry no meaning in a query; they stay in the index.
_STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a aby ale ani asi az by bez co do i j jak je jen jeho jejich ji jsou k kde kdy ke ktera
        ktere ktery kteri na nad nebo o od po pod pri pro proti s se si su ta tak tam ten tento to
        tu u v ve vam vas z za ze""",
    )
)

# Longest first. Folded, so "ách" and "ach" are one ending.
_ENDINGS = (
    *("atech", "etem", "atum"),
    *("ech", "ich", "ych", "ach", "eho", "emi", "emu", "iho", "imi", "imu", "ami", "ymi"),
    *("em", "im", "um", "am", "ym", "mi", "ou"),
    *("a", "e", "i", "o", "u", "y"),
)
_SHORTEST_STEM = 3
# Marks a stem in the index, so that a stem meets only stems and never a whole word.
_STEM_MARK = "0"


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return fold(word)


def fold(text: str) -> str:
    """Lower case without diacritics: "Šluknov" and "SLUKNOV" become "sluknov"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and folded form of each word, the positions being those of ``text`` itself."""
    for match in _WORD.finditer(text):
        yield match.start(), match.end(), _folded(match.group())


def spans(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Start and end of each word that begins at ``start`` or behind it."""
    for match in _WORD.finditer(text, start):
        yield match.span()


@lru_cache(maxsize=60_000)
def _terms(word: str) -> tuple[str, ...]:
    """The word, its lemmas and its stem, folded, without repetition, the word itself first.

    Both the word as written and its lower case are looked up: "Lipové" is a village, "lipové" an
    adjective, and a headline's capital says nothing about which is meant.
    """
    folded = fold(word)
    terms = [folded]
    if not folded.isdigit():
        terms += [
            fold(simplemma.lemmatize(word, lang="cs")),
            fold(simplemma.lemmatize(word.lower(), lang="cs")),
        ]
        if stemmed := stem(folded):
            terms.append(stemmed + _STEM_MARK)
    # A fold may open a ligature into something that is no word ("½" gives "1⁄2").
    return tuple(dict.fromkeys(term for term in terms if term and _WORD.fullmatch(term)))


def stem(folded: str) -> str:
    """A light stem of a folded word, empty where the word is too short to have one.

    The lemmatiser knows words with their diacritics only. Who types "sluknove" has left them out,
    so the ending goes by rule: "sluknove" and "Šluknova" meet at "sluknov".
    """
    stemmed = folded
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_STEM:
            stemmed = folded.removesuffix(ending)
            break
    if len(stemmed) < _SHORTEST_STEM:
        return ""
    # The vowel that comes and goes: obec/obce, poplatek/poplatky.
    if len(stemmed) > _SHORTEST_STEM and re.search(r"[^aeiouy]e[^aeiouy]$", stemmed):
        stemmed = stemmed[:-2] + stemmed[-1]
    # Softened before some endings: deska/desce, trh/trzích.
    return stemmed[:-1] + {"c": "k", "z": "h"}.get(stemmed[-1], stemmed[-1])


def lemmas(text: str) -> str:
    """All words of ``text`` for the index: each folded, with its lemmas and its stem behind it."""
    return " ".join(term for match in _WORD.finditer(text) for term in _terms(match.group()))


def terms(word: str) -> tuple[str, ...]:
    """All that one word is found by, the folded word first; remembered, so asking again is cheap."""
    return _terms(word)


def beginnings(wanted: Collection[str]) -> re.Pattern[str]:
    """Finds words that begin like one of these folded terms, accents and case aside.

    Quick and nearly complete: it does not know forms that begin otherwise ("šel" for "jít") nor
    text whose accents are characters of their own.
    """
    classes = {
        "".join(f"[{_ACCENTED.get(letter, '')}{letter}]" for letter in term[:2]) for term in wanted
    }
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(classes))})[^\W_]*", re.IGNORECASE)


def term_set(word: str) -> frozenset[str]:
    """All that one word is found by."""
    return frozenset(_terms(word))


def query_groups(text: str, limit: int = 12) -> list[tuple[str, ...]]:
    """The words of a query, each as its alternatives; meaningless words go if others remain."""
    typed = [match.group() for match in _WORD.finditer(text)]
    telling = [word for word in typed if fold(word) not in _STOP_WORDS] or typed
    return [terms for terms in dict.fromkeys(map(_terms, telling)) if terms][:limit]


# -- Czech order ----------------------------------------------------------------------------------

# Own letters of the alphabet. "~" stands after "z" in code points: "č" sorts after "cz".
_LETTERS = {"č": "c~", "ř": "r~", "š": "s~", "ž": "z~"}
# Other accents decide only between words that are otherwise the same: u, ú, ů.
_ACCENTS = {"\u0301": "1", "\u030c": "2", "\u030a": "3"}
_OTHER_ACCENT = "4"


def czech_sort_key(text: str) -> str:
    """A key whose code-point order is Czech order; compare it under the collation "C".

    ``ch`` follows ``h``, č ř š ž follow c r s z, other accents count only when all letters agree,
    and a shorter word comes first.
    """
    letters: list[str] = []
    accents: list[str] = []
    folded = unicodedata.normalize("NFC", text.casefold().translate(_UNDECOMPOSED))
    position = 0
    while position < len(folded):
        char = folded[position]
        position += 1
        if char == "c" and folded[position : position + 1] == "h":
            position += 1
            letters.append("h~")
            accents.append("0")
        elif char in _LETTERS:
            letters.append(_LETTERS[char])
            accents.append("0")
        else:
            base, *marks = list(unicodedata.normalize("NFKD", char))
            if not base.isalnum():
                # Whatever parts words parts them alike, and sorts before any letter.
                if letters and letters[-1] != "!":
                    letters.append("!")
                    accents.append("0")
                continue
            letters.append(base)
            mark = next((mark for mark in marks if unicodedata.combining(mark)), "")
            accents.append(_ACCENTS.get(mark, _OTHER_ACCENT) if mark else "0")
    primary = "".join(letters).rstrip("!")
    secondary = "".join(accents).rstrip("0")
    return f"{primary} {secondary}" if secondary else primary
