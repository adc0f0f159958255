"""Marking what was found, in texts that are otherwise shown exactly as they are, escaped."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from shared.kernel.text import term_set, words

AROUND = 90  # characters before the first word found
LENGTH = 260
# Where a word stands far down in a document, its beginning serves as well.
LOOKED_THROUGH = 20_000


class Marker:
    def __init__(self, groups: Collection[Collection[str]], prefix: str) -> None:
        self._wanted = {term for group in groups for term in group}
        self._prefix = prefix

    def _found(self, text: str) -> list[tuple[int, int]]:
        return [
            (start, end)
            for start, end, folded in words(text)
            if folded.startswith(self._prefix) or self._wanted & term_set(text[start:end])
        ]

    def title(self, text: str) -> SafeString:
        return self._marked(text, self._found(text))

    def snippet(self, summary: str, text: str) -> SafeString:
        """The part of the item where the words are; the beginning if they are only in the title."""
        for candidate in (summary, text[:LOOKED_THROUGH]):
            if found := self._found(candidate):
                start, end = _window(candidate, found[0][0])
                inside = [(s - start, e - start) for s, e in found if s >= start and e <= end]
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
