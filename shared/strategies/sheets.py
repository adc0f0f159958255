"""Tables of activities as CSV, XLSX and JSON: how they are written, and what a foreign one says.

Pure but for the files themselves. A table comes from outside, so it is read within limits and as
text: nothing in it is ever run. What is written cannot be run by a spreadsheet either.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shared.kernel.text import fold
from shared.strategies.enums import ActivityState

LARGEST_FILE = 2 * 1024 * 1024
# What an archive may become: a few kilobytes can say that they are gigabytes, and parsing 24 MB of
# styles would keep a worker busy for a quarter of a minute. 1 000 lines are below one megabyte.
LARGEST_UNPACKED = 6 * 1024 * 1024
MOST_MEMBERS = 200
MOST_ROWS = 1_000
MOST_COLUMNS = 40
LONGEST_CELL = 10_000
# A cell that begins so would be run by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

# Keys are the headings of the table; they are the same in every language of the desk.
COLUMNS: dict[str, Any] = {
    "cil": gettext_lazy("Goal"),
    "opatreni": gettext_lazy("Measure"),
    "cislo": gettext_lazy("Number"),
    "aktivita": gettext_lazy("Activity"),
    "popis": gettext_lazy("Description"),
    "odpovida": gettext_lazy("Responsible"),
    "od": gettext_lazy("From (year)"),
    "do": gettext_lazy("To (year)"),
    "odhad_kc": gettext_lazy("Estimated cost"),
    "skutecnost_kc": gettext_lazy("Actual cost"),
    "stav": gettext_lazy("State"),
    "zdroje": gettext_lazy("Funding"),
    "ukazatel": gettext_lazy("Indicator"),
    "jednotka": gettext_lazy("Unit"),
    "vychozi": gettext_lazy("Baseline"),
    "cilova": gettext_lazy("Target"),
    "cilovy_rok": gettext_lazy("Year of the target"),
    "mereni": gettext_lazy("Readings"),
    "podily": gettext_lazy("Shares of municipalities"),
}
# Other words that people write into the first line, folded.
_HEADINGS = {
    **{key: key for key in COLUMNS},
    "strategicky cil": "cil",
    "goal": "cil",
    "measure": "opatreni",
    "kod": "cislo",
    "c.": "cislo",
    "nazev": "aktivita",
    "nazev aktivity": "aktivita",
    "activity": "aktivita",
    "odpovednost": "odpovida",
    "odpovedna osoba": "odpovida",
    "garant": "odpovida",
    "rok od": "od",
    "zahajeni": "od",
    "rok do": "do",
    "ukonceni": "do",
    "odhad": "odhad_kc",
    "odhad kc": "odhad_kc",
    "odhad nakladu": "odhad_kc",
    "skutecnost": "skutecnost_kc",
    "skutecnost kc": "skutecnost_kc",
    "skutecne naklady": "skutecnost_kc",
    "financovani": "zdroje",
    "indikator": "ukazatel",
    "vychozi hodnota": "vychozi",
    "cilova hodnota": "cilova",
    "cilovy rok": "cilovy_rok",
}
_SECURED = re.compile(r"\s*\(?\b(zajisteno|secured)\b\)?\s*$")


# --- Writing ------------------------------------------------------------------------------------


def cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def number(value: Decimal | None) -> str:
    """As a Czech spreadsheet reads it, without zeros that say nothing."""
    if value is None:
        return ""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")


def row_of(activity: Any) -> dict[str, str]:
    """One line. The activity comes with its lists, see `selectors.whole`."""
    funding = [
        f"{row.source.replace(';', ',')}: {number(row.amount)}{' zajištěno' if row.secured else ''}"
        for row in activity.funding.all()
    ]
    readings = [f"{row.day.isoformat()}: {number(row.value)}" for row in activity.readings.all()]
    shares = [f"{row.municipality.name}: {number(row.percent)} %" for row in activity.shares.all()]
    return {
        "cil": str(activity.measure.goal),
        "opatreni": str(activity.measure),
        "cislo": activity.code,
        "aktivita": activity.title,
        "popis": activity.text,
        "odpovida": activity.responsible,
        "od": str(activity.first_year or ""),
        "do": str(activity.last_year or ""),
        "odhad_kc": number(activity.estimated_cost),
        "skutecnost_kc": number(activity.actual_cost),
        "stav": activity.state,
        "zdroje": "; ".join(funding),
        "ukazatel": activity.indicator,
        "jednotka": activity.unit,
        "vychozi": number(activity.baseline),
        "cilova": number(activity.target),
        "cilovy_rok": str(activity.target_year or ""),
        "mereni": "; ".join(readings),
        "podily": "; ".join(shares),
    }


# Said of a line when the table is of many documents; an import leaves them aside.
ABOUT = ("obec", "dokument", "pozde", "bez_penez", "adresa")


def table(
    activities: Iterable[Any], about: Sequence[Mapping[str, str]] | None = None
) -> tuple[list[str], list[list[str]]]:
    """Headings and lines; `about` are further cells of each line."""
    headings = [*(ABOUT if about is not None else ()), *COLUMNS]
    lines = []
    for position, activity in enumerate(activities):
        values = {**(about[position] if about is not None else {}), **row_of(activity)}
        lines.append([values.get(heading, "") for heading in headings])
    return headings, lines


def as_csv(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Semicolons and a byte order mark, as Czech spreadsheets want it."""
    text = io.StringIO()
    text.write("\ufeff")
    rows = csv.writer(text, delimiter=";")
    rows.writerow(headings)
    rows.writerows([cell(value) for value in line] for line in lines)
    return text.getvalue()


_MONEY = {"odhad_kc", "skutecnost_kc", "vychozi", "cilova"}
_YEARS = {"od", "do", "cilovy_rok"}
# Not allowed in XML, so a file with them would not open.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def as_xlsx(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """Numbers as numbers; text always as text, also where it looks like a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Aktivity")
    sheet.freeze_panes = "A2"
    sheet.append(list(headings))
    for line in lines:
        cells = []
        for heading, value in zip(headings, line, strict=True):
            if value and heading in _MONEY:
                cells.append(WriteOnlyCell(sheet, float(value.replace(",", "."))))
            elif value and heading in _YEARS:
                cells.append(WriteOnlyCell(sheet, int(value)))
            else:
                text = WriteOnlyCell(sheet, _CONTROL.sub("", value))
                text.data_type = "s"  # "=1+1" stays what somebody has written
                cells.append(text)
        sheet.append(cells)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


# --- Reading ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """Cells as text by our headings, each line with its number in the file as `line`."""

    rows: list[dict[str, Any]]
    unknown: list[str]


def read(upload: IO[bytes], name: str, size: int) -> Sheet:
    """Raises ValidationError, in the words of the desk, for what is no table of activities."""
    if size > LARGEST_FILE:
        raise ValidationError(_("The file is bigger than 2 MB."))
    upload.seek(0)
    data = upload.read(LARGEST_FILE + 1)
    if not data.strip():
        raise ValidationError(_("The file is empty."))
    if data.startswith(b"PK\x03\x04"):
        lines = _xlsx(data)
    elif name.lower().endswith((".xlsx", ".xls", ".ods")) or (
        b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        raise ValidationError(_("This is neither a CSV nor an XLSX file."))
    else:
        lines = _csv(data)
    return _sheet(lines)


def _csv(data: bytes) -> list[list[str]]:
    text = _decoded(data)
    hint = re.match(r"sep=([;\t,])\r?\n", text)  # what Excel writes for itself
    if hint:
        text = text[len(hint[0].rstrip("\r\n")) :]
    first = text.lstrip().split("\n", 1)[0]
    delimiter = hint[1] if hint else max(";\t,", key=first.count)
    found = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            found.append([_unquoted(value) for value in line[:MOST_COLUMNS]])
            if len(found) > MOST_ROWS + 1:
                raise ValidationError(_too_many())
    except csv.Error as error:
        raise ValidationError(_("The file cannot be read as CSV.")) from error
    return found


def _decoded(data: bytes) -> str:
    """As UTF-8, or UTF-16 where it says so, or the older of what Windows and Linux here write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # In one of them these are Š, Ť and Ž; in the other they are no letters of Czech.
        windows = any(byte in data for byte in b"\x8a\x8d\x8e\x9a\x9d\x9e")
        linux = any(byte in data for byte in b"\xa9\xab\xae\xb9\xbb\xbe")
        return data.decode("iso-8859-2" if linux and not windows else "cp1250", "replace")


def _too_many() -> str:
    return _("The table has more than %(number)s lines.") % {"number": MOST_ROWS}


def _unquoted(text: str) -> str:
    """Without the apostrophe that `cell` puts before what a spreadsheet would run."""
    text = text[:LONGEST_CELL].replace("\x00", "")
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _xlsx(data: bytes) -> list[list[str]]:
    """Values as the spreadsheet last computed them: formulas are not evaluated here."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ValidationError(_("The file is damaged.")) from error
    # The sizes that an archive states bind whoever unpacks it, so they can be trusted.
    if len(members) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED:
        raise ValidationError(_("The file unpacks to more than can be read here."))
    if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
        raise ValidationError(_("Files with macros are not accepted."))
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        found = []
        for line in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True):
            found.append([_as_text(value) for value in line])
        book.close()
    except ValidationError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise ValidationError(_("The file cannot be read as XLSX.")) from error
    while found and not any(found[-1]):
        found.pop()
    if len(found) > MOST_ROWS + 1:
        raise ValidationError(_too_many())
    return found


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ano" if value else "ne"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        # With a comma: what a spreadsheet knows to be 1.234 is not to be taken for 1 234.
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else repr(value).replace(".", ",")
    return str(value).replace("\x00", "")[:LONGEST_CELL]


def _sheet(lines: list[list[str]]) -> Sheet:
    head = next((at for at, line in enumerate(lines[:5]) if any(line)), None)
    if head is None:
        raise ValidationError(_("The file is empty."))
    names = [_HEADINGS.get(" ".join(fold(heading).split()).strip(" *:")) for heading in lines[head]]
    if "aktivita" not in names:
        raise ValidationError(
            _("The first line must name the columns; “aktivita” is not among them.")
        )
    if len([name for name in names if name]) != len({name for name in names if name}):
        raise ValidationError(_("Two columns have the same name."))
    unknown = [
        heading.strip()[:60]
        for heading, name in zip(lines[head], names, strict=True)
        if name is None and heading.strip() and heading.strip() not in ABOUT
    ]
    rows = []
    for at, line in enumerate(lines[head + 1 :], head + 2):
        values = {name: text.strip() for name, text in zip(names, line, strict=False) if name}
        if any(values.values()):
            rows.append({"line": at, **values})
    if not rows:
        raise ValidationError(_("There is no line below the names of the columns."))
    return Sheet(rows, unknown)


# --- Cells --------------------------------------------------------------------------------------


_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+")


def amount(text: str) -> Decimal | None:
    """ "66 550,50 Kč", "66550.5" and "1.250.000" alike.

    Raises ValueError, also for "250.000": here it is mostly 250 000, elsewhere 250.
    """
    return _amount(text, dots_are_thousands=False)


def cost(text: str) -> Decimal | None:
    """In Kč. There are no thousandths of a crown, so "250.000" is 250 000. Raises ValueError."""
    value = _amount(text, dots_are_thousands=True)
    if value is not None and (value < 0 or value >= 10**12):
        raise ValueError(_("“%(text)s” cannot be a cost.") % {"text": text[:40]})
    return value


def _amount(text: str, *, dots_are_thousands: bool) -> Decimal | None:
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    plain = re.sub(r",[-–—]+$", "", plain.removesuffix("Kč")).replace("\u2212", "-")
    if not plain:
        return None
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif _THOUSANDS.fullmatch(plain):
        if plain.count(".") == 1 and not dots_are_thousands:
            raise ValueError(
                _("“%(text)s” can be read in two ways: write it without the dot or with a comma.")
                % {"text": text[:40]}
            )
        plain = plain.replace(".", "")
    if not re.fullmatch(r"-?\d{1,13}(\.\d+)?", plain, re.ASCII):
        raise ValueError(_("“%(text)s” is not a number.") % {"text": text[:40]})
    try:
        return Decimal(plain).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise ValueError(_("“%(text)s” is not a number.") % {"text": text[:40]}) from error


def year(text: str) -> int | None:
    """A year, or the year of a day. Raises ValueError."""
    from shared.strategies.models import FIRST_YEAR, LAST_YEAR

    if not text.strip():
        return None
    match = re.search(r"(?<!\d)(\d{4})(?!\d)", text)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise ValueError(_("“%(text)s” is not a year.") % {"text": text[:40]})
    return int(match[1])


def day(text: str) -> dt.date:
    """ "2024-06-30" or "30. 6. 2024". Raises ValueError."""
    try:
        if match := re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", text):
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        if match := re.fullmatch(r"\s*(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})\s*", text):
            return dt.date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        pass
    raise ValueError(_("“%(text)s” is not a day.") % {"text": text[:40]})


def state(text: str) -> ActivityState:
    """By its value or by its name in any language that the desk speaks. Raises ValueError."""
    from django.utils import translation

    wanted = fold(text.strip())
    for each in ActivityState:
        names = {fold(each.value)}
        for language in ("cs", "de", "en"):
            with translation.override(language):
                names.add(fold(str(each.label)))
        if wanted in names:
            return each
    known = ", ".join(str(each.label) for each in ActivityState)
    raise ValueError(
        _("“%(text)s” is no state. Known are: %(known)s.") % {"text": text[:40], "known": known}
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    found = []
    for part in text.split(";"):
        if not part.strip():
            continue
        name, colon, value = part.rpartition(":")
        if not colon or not name.strip():
            raise ValueError(
                _("“%(text)s”: a name, a colon and a number are expected.")
                % {"text": part.strip()[:40]}
            )
        found.append((name.strip(), value.strip()))
    return found


def funding(text: str) -> list[dict[str, Any]]:
    """ "krajská dotace: 50 000 zajištěno; vlastní rozpočet: 16 550". Raises ValueError."""
    rows = []
    for name, value in _pairs(text):
        folded = fold(value)
        secured = _SECURED.search(folded) is not None
        sum_ = cost(value[: _SECURED.search(folded).start()] if secured else value)  # type: ignore[union-attr]
        if sum_ is None:
            raise ValueError(_("“%(text)s” has no amount.") % {"text": name[:40]})
        rows.append({"source": name[:150], "amount": sum_, "secured": secured})
    return rows


def readings(text: str) -> list[dict[str, Any]]:
    """ "2024-06-30: 12; 31. 12. 2024: 15". Raises ValueError."""
    rows: dict[dt.date, dict[str, Any]] = {}
    for name, value in _pairs(text):
        measured = amount(value)
        when = day(name)
        if measured is None:
            raise ValueError(_("“%(text)s” has no amount.") % {"text": name[:40]})
        if when in rows:
            raise ValueError(_("There are two readings of one day."))
        rows[when] = {"day": when, "value": measured}
    return [rows[when] for when in sorted(rows)]


def shares(text: str, known: Mapping[str, str]) -> list[dict[str, Any]]:
    """ "Lipová: 40 %; Šluknov: 60 %". `known` are slugs by folded name. Raises ValueError."""
    rows = []
    for name, value in _pairs(text):
        slug = known.get(fold(name))
        if slug is None:
            raise ValueError(_("“%(text)s” is not a member of the union.") % {"text": name[:40]})
        percent = amount(value.rstrip("% \u00a0"))
        if percent is None or not 0 < percent <= 100:
            raise ValueError(_("A share is more than 0 and at most 100 per cent."))
        rows.append({"municipality": slug, "percent": percent})
    return rows
