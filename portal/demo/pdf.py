"""A PDF of one page from a heading and paragraphs, written by hand.

No font is embedded: every reader has Helvetica or its likeness. Its standard encoding lacks the Czech
letters č ď ě ň ř ť ů, so those are a plain letter with a drawn accent; the text behind each line
says what it really reads, for search, copying and screen readers.
"""

from __future__ import annotations

from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 595, 842, 72
HEAD, BODY, SMALL = 17.0, 11.0, 8.5

# Widths of Helvetica in thousandths of its size, from code 32 to 126.
_WIDTHS = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
_OTHER_WIDTHS = {"–": 556, "„": 333, "“": 333, "§": 556, "…": 1000, "ß": 611, "\u00a0": 278}
_PLAIN = dict(zip("áéíóúýšžäöüÁÉÍÓÚÝŠŽÄÖÜ", "aeiouyszaouAEIOUYSZAOU", strict=True))
_DRAWN = dict(zip("čďěňřťůČĎĚŇŘŤŮ", "cdenrtuCDENRTU", strict=True))


@dataclass
class _Line:
    text: str
    size: float
    y: float


def _width(char: str) -> int:
    char = _DRAWN.get(char, _PLAIN.get(char, char))
    if char in _OTHER_WIDTHS:
        return _OTHER_WIDTHS[char]
    return _WIDTHS[ord(char) - 32] if 32 <= ord(char) <= 126 else 556


def _measure(text: str, size: float) -> float:
    return sum(map(_width, text)) * size / 1000


def _wrap(text: str, size: float) -> list[str]:
    lines, current = [], ""
    for word in text.split(" "):
        longer = f"{current} {word}".strip()
        if current and _measure(longer, size) > WIDTH - 2 * MARGIN:
            lines.append(current)
            current = word
        else:
            current = longer
    return [*lines, current]


def _accent(char: str, x: float, y: float, size: float) -> str:
    """The strokes over a letter whose left foot is at (x, y)."""
    base, width = _DRAWN[char], _width(char) * size / 1000
    middle = x + width / 2
    low = y + size * (0.76 if base.isupper() else 0.57)
    half, rise = size * 0.13, size * 0.11
    pen = f"{size * 0.065:.2f} w 1 J 1 j "
    if char in "ďť":  # an apostrophe beside the ascender
        x0 = x + width + size * 0.01
        return f"{pen}{x0:.2f} {y + size * 0.72:.2f} m {x0 - size * 0.05:.2f} {y + size * 0.56:.2f} l S\n"
    if char in "ůŮ":
        r, k = size * 0.075, size * 0.075 * 0.5523
        cy = low + r + size * 0.02
        return (
            f"{size * 0.05:.2f} w {middle + r:.2f} {cy:.2f} m "
            f"{middle + r:.2f} {cy + k:.2f} {middle + k:.2f} {cy + r:.2f} {middle:.2f} {cy + r:.2f} c "
            f"{middle - k:.2f} {cy + r:.2f} {middle - r:.2f} {cy + k:.2f} {middle - r:.2f} {cy:.2f} c "
            f"{middle - r:.2f} {cy - k:.2f} {middle - k:.2f} {cy - r:.2f} {middle:.2f} {cy - r:.2f} c "
            f"{middle + k:.2f} {cy - r:.2f} {middle + r:.2f} {cy - k:.2f} {middle + r:.2f} {cy:.2f} c S\n"
        )
    return (
        f"{pen}{middle - half:.2f} {low + rise:.2f} m {middle:.2f} {low:.2f} l "
        f"{middle + half:.2f} {low + rise:.2f} l S\n"
    )


def _line(line: _Line) -> bytes:
    shown = "".join(_DRAWN.get(char, char) for char in line.text)
    escaped = shown.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    actual = (b"\xfe\xff" + line.text.encode("utf-16-be")).hex()
    out = f"/Span <</Lang (cs-CZ) /ActualText <{actual}>>> BDC\n".encode()
    out += f"BT /F1 {line.size} Tf {MARGIN} {line.y:.1f} Td (".encode()
    out += escaped.encode("cp1252", "replace") + b") Tj ET\nEMC\n"
    x, accents = float(MARGIN), ""
    for char in line.text:
        if char in _DRAWN:
            accents += _accent(char, x, line.y, line.size)
        x += _width(char) * line.size / 1000
    if accents:
        out += f"/Artifact BMC\n{accents}EMC\n".encode()
    return out


def make(title: str, heading: str, paragraphs: tuple[str, ...], footer: str) -> bytes:
    """The bytes of the document."""
    lines: list[_Line] = []
    y = float(HEIGHT - MARGIN - 10)
    for part in _wrap(heading, HEAD):
        lines.append(_Line(part, HEAD, y))
        y -= HEAD * 1.3
    y -= 14
    for paragraph in paragraphs:
        for part in _wrap(paragraph, BODY):
            lines.append(_Line(part, BODY, y))
            y -= BODY * 1.5
        y -= 8
    for index, part in enumerate(reversed(_wrap(footer, SMALL))):
        lines.append(_Line(part, SMALL, MARGIN - 20 + index * SMALL * 1.4))
    content = b"".join(_line(line) for line in lines)
    text_title = (b"\xfe\xff" + title.encode("utf-16-be")).hex()
    objects = [
        b"<</Type /Catalog /Pages 2 0 R /Lang (cs-CZ) /ViewerPreferences <</DisplayDocTitle true>>>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        f"<</Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents 4 0 R "
        "/Resources <</Font <</F1 5 0 R>>>>>>".encode(),
        f"<</Length {len(content)}>>\nstream\n".encode() + content + b"endstream",
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
        f"<</Title <{text_title}>>>".encode(),
    ]
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer <</Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R>>\n"
            f"startxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )
