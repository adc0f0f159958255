"""Cleaning, escaping and folding of content lines."""

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.ical.text import clean, escape, fold, from_html


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Pouť  ", "Pouť"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("zvon\x07 \u202egnp.exe\x00", "zvon gnp.exe"),
        ("e\u030c", "ě"),
        ("x" * 300, "x" * 254 + "…"),
        ("\\" * 500, "\\" * 16),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw, 255) == cleaned


def test_a_path_with_a_capital_n_keeps_its_letters() -> None:
    # icalendar's own escaping turns this into a newline.
    assert escape(r"C:\Nový; a,b") == r"C:\\Nový\; a\,b"


@pytest.mark.parametrize("length", range(55, 80))
@pytest.mark.parametrize("tail", ["ěščř", "\\\\", "\\n\\n", "😀😀"])
def test_fold_at_every_position(length: int, tail: str) -> None:
    line = "SUMMARY:" + "x" * length + tail * 30
    folded = fold(line)
    assert folded.endswith(b"\r\n")
    for part in folded.split(b"\r\n"):
        assert len(part) <= 75
        part.decode()
    if tail != "\\\\":
        assert b"\\\r\n " not in folded
    assert folded[:-2].replace(b"\r\n ", b"").decode() == line


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_any_text_survives_escaping_and_folding(raw: str) -> None:
    text = clean(raw, 8_000)
    folded = fold("DESCRIPTION:" + escape(text))
    assert b"\\\r\n " not in folded
    assert all(len(part) <= 75 for part in folded.split(b"\r\n"))
    event = icalendar.Event.from_ical(b"BEGIN:VEVENT\r\n" + folded + b"END:VEVENT\r\n")
    assert str(event["DESCRIPTION"]) == text


def test_rich_text_becomes_lines() -> None:
    markup = (
        "<p>Program &amp; <b>vstupné</b>:</p><ul><li>10.00 mše</li><li>14.00 trh</li></ul>"
        '<p>Více <a href="https://x.cz/">zde</a>.<br/>Přijďte!</p>'
    )
    assert from_html(markup) == (
        "Program & vstupné:\n\n• 10.00 mše\n• 14.00 trh\n\nVíce zde (https://x.cz/).\nPřijďte!"
    )
