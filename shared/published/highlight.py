"""Marking what was found, in texts that are otherwise shown exactly as they are, escaped."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from shared.kernel.text import beginnings, spans, terms

AROUND = 90  # characters before the first word found
LENGTH = 260
# Where a word stands far down in a document, its beginning serves as well.
LOOKED_THROUGH = 20_000


class Marker:
    def __init__(self, groups: Collection[Collection[str]], prefix: str) -> None:
        self._wanted = frozenset(term for group in groups for term in group)
        self._prefix = prefix
        self._likely = beginnings({*self._wanted, prefix})

    def _is(self, word: str) -> bool:
        known = terms(word)
        return not self._wanted.isdisjoint(known) or (
            bool(known) and known[0].startswith(self._prefix)
        )

    def _found(
        self, text: str, begin: int = 0, stop: int | None = None
    ) -> Iterator[tuple[int, int]]:
        """Places of what is looked for, of whole words between the two positions."""
        for start, end in spans(text, begin):
            if stop is not None and end > stop:
                return
            if self._is(text[start:end]):
                yield start, end

    def _likely_place(self, text: str) -> int | None:
        matches = self._likely.finditer(text)
        return next((match.start() for match in matches if self._is(match.group())), None)

    def _any_place(self, text: str) -> int | None:
        return next((start for start, _end in self._found(text)), None)

    def title(self, text: str) -> SafeString:
        return self._marked(text, list(self._found(text)))

    def snippet(self, summary: str, text: str) -> SafeString:
        """The part of the item where the words are; the beginning if they are only in the title."""
        candidates = (summary, text[:LOOKED_THROUGH])
        # To ask after each word of a document took longer than the database did, so words that
        # begin like what is wanted go first; only without any are all looked at.
        for place_in in (self._likely_place, self._any_place):
            for candidate in candidates:
                if (place := place_in(candidate)) is not None:
                    start, end = _window(candidate, place)
                    found = self._found(candidate, start, end)
                    inside = [(begin - start, close - start) for begin, close in found]
                    marked = self._marked(candidate[start:end], inside)
                    return _with_dots(marked, start > 0, end < len(candidate))
        candidate = summary or text[:LOOKED_THROUGH]
        start, end = _window(candidate, 0)
        return _with_dots(self._marked(candidate[start:end], []), False, end < len(candidate))

    @staticmethod
    def _marked(text: str, places: list[tuple[int, int]]) -> SafeString:
        parts = []
        position = 0
        for start, end in places:
            parts += [escape(text[position:start]), f"<mark>{escape(text[start:end])}</mark>"]
            position = end
        parts.append(escape(text[position:]))
        return mark_safe("".join(parts))  # noqa: S308 - every piece of text is escaped above


def _window(text: str, position: int) -> tuple[int, int]:
    """A stretch of the text around a position, cut between words where there are any."""
    start = max(0, position - AROUND)
    if start:
        start = text.find(" ", start, position) + 1 or start
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", position, end), position) or end
        if end <= position:
            end = start + LENGTH
    return start, end


def _with_dots(marked: SafeString, before: bool, after: bool) -> SafeString:
    return mark_safe(f"{'… ' if before else ''}{marked}{' …' if after else ''}")  # noqa: S308
