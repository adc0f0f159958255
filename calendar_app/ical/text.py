"""Text as it may stand in a content line: cleaned, escaped, folded."""

import re
import unicodedata
from html.parser import HTMLParser

SUMMARY_LIMIT = 255
DESCRIPTION_LIMIT = 8_000
LINE_OCTETS = 75

# Line separators that some clients treat as the end of a content line.
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters are forbidden in TEXT; bidirectional overrides only serve to mislead.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
# No text has such a run, and one longer than a line could not be folded outside of it.
_BACKSLASHES = re.compile(r"\\{16,}")
# A run of backslashes and the character after it, which stay on one line.
_UNIT = re.compile(r"\\{0,60}[^\\]|\\{1,60}", re.DOTALL)


def clean(value: str, limit: int) -> str:
    """`value` in NFC, with plain newlines, without control characters, of at most `limit`."""
    value = _FORBIDDEN.sub("", _BREAKS.sub("\n", value))
    value = _BACKSLASHES.sub(lambda run: run[0][:16], value)
    value = unicodedata.normalize("NFC", value).strip()
    return value if len(value) <= limit else value[: limit - 1].rstrip() + "…"


def escape(value: str) -> str:
    r"""TEXT escaping of RFC 5545.

    Not icalendar's own: that one reads a backslash followed by a capital N as a newline, so that
    "C:\Nový" would lose a letter.
    """
    return value.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")


def fold(line: str) -> bytes:
    """The content line with its CRLF, folded at 75 octets.

    Never inside a UTF-8 character and never after a backslash: some parsers undo escapes before
    they unfold, and Google then refuses the whole feed. icalendar's own folding may leave the
    first half of an escaped backslash at the end of a line.
    """
    folded: list[bytes] = []
    current = b""
    for unit in _UNIT.findall(line):
        octets = unit.encode()
        if len(current) + len(octets) > LINE_OCTETS:
            folded.append(current)
            current = b" "
        current += octets
    folded.append(current)
    return b"\r\n".join(folded) + b"\r\n"


def from_html(markup: str, *, links: bool = True) -> str:
    """Plain text of rich text: paragraphs and items on lines of their own, links with address."""
    reader = _Reader(links=links)
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    _BLOCKS = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "div", "blockquote"})

    def __init__(self, *, links: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._links = links
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n• ")
        elif tag in self._BLOCKS:
            self.parts.append("\n\n")
        elif tag == "a" and self._links:
            self._href = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in self._BLOCKS:
            self.parts.append("\n\n")
        elif tag == "a" and self._href.startswith(("http://", "https://")):
            self.parts.append(f" ({self._href})")
            self._href = ""

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))
