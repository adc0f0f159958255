"""Tables from outside: read within limits, shown line by line, taken over as shown."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from shared.strategies import selectors, sheets
from shared.strategies.models import Activity, Goal, Upload
from shared.strategies.services import documents, imports
from tests.shared.strategies.factory import activity, clerk, document

HEAD = "cil;opatreni;cislo;aktivita;od;do;odhad_kc;stav;zdroje;podily"


def upload(text, name="aktivity.csv", encoding="utf-8-sig"):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return SimpleUploadedFile(name, data)


def read(text, **options):
    file = upload(text, **options)
    return sheets.read(file, file.name, file.size)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1250", "iso-8859-2", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_what_spreadsheets_here_write(encoding, delimiter):
    rows = read(
        f"Číslo{delimiter}Název aktivity{delimiter}Garant\n1{delimiter}Žluťoučký kůň{delimiter}úřad\n",
        encoding=encoding,
    ).rows
    assert rows == [{"line": 2, "cislo": "1", "aktivita": "Žluťoučký kůň", "odpovida": "úřad"}]


def test_the_hint_of_excel_is_no_heading():
    assert read("sep=,\r\naktivita,popis\r\nvěc;1,x\r\n").rows == [
        {"line": 3, "aktivita": "věc;1", "popis": "x"}
    ]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"   \n", "a.csv"),
        ("jen;jiné;sloupce\n1;2;3", "a.csv"),
        ("aktivita\n", "a.csv"),
        ("aktivita;aktivita\n1;2", "a.csv"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 64, "a.xls"),
        (b"PK\x03\x04 not a zip", "a.xlsx"),
        ("aktivita\n" + "věc\n" * 1_001, "a.csv"),
        (b"a" * (2 * 1024 * 1024 + 1), "a.csv"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, name):
    with pytest.raises(ValidationError):
        read(content, name=name)


def packed(members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_an_archive_that_would_burst_is_not_unpacked():
    with pytest.raises(ValidationError):
        read(packed({"xl/workbook.xml": b"0" * (7 * 1024 * 1024)}), name="a.xlsx")
    with pytest.raises(ValidationError):
        read(packed({f"xl/{number}": b"" for number in range(300)}), name="a.xlsx")
    with pytest.raises(ValidationError):
        read(packed({"xl/vbaProject.bin": b"0"}), name="a.xlsx")
    with pytest.raises(ValidationError):
        read(packed({"word/document.xml": b"<a/>"}), name="a.xlsx")


def workbook(rows):
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_formulas_are_not_computed_and_entities_not_resolved():
    rows = read(workbook([["aktivita", "odhad_kc"], ["věc", "=1+1"]]), name="a.xlsx").rows
    assert rows == [{"line": 2, "aktivita": "věc", "odhad_kc": ""}]
    good = workbook([["aktivita"], ["věc"]])
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b"<worksheet", bomb + b"<worksheet", 1)
    with pytest.raises(ValidationError):
        read(packed(members), name="a.xlsx")


def test_a_sheet_that_says_it_is_endless_is_read_to_the_limit():
    good = workbook([["aktivita"], ["věc"]])
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/worksheets/sheet1.xml"] = (
        members["xl/worksheets/sheet1.xml"]
        .replace(b'<row r="2"', b'<row r="1048576"')
        .replace(b'r="A2"', b'r="A1048576"')
    )
    with pytest.raises(ValidationError):  # what lies beyond the limit is not there
        read(packed(members), name="a.xlsx")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("66 550,50 Kč", Decimal("66550.50")),
        ("66\u00a0550", Decimal("66550")),
        ("1.555.937,50", Decimal("1555937.50")),
        ("66550.5", Decimal("66550.50")),
        ("500,-", Decimal("500")),
        ("1.250.000,– Kč", Decimal("1250000")),
        ("", None),
    ],
)
def test_amounts_as_people_write_them(text, value):
    assert sheets.amount(text) == value


@pytest.mark.parametrize(
    "text", ["asi 5", "1e9", "5 000 000 000 000 000", "NaN", "--", "=1", "250.000"]
)
def test_what_is_no_amount(text):
    with pytest.raises(ValueError):
        sheets.amount(text)


def test_a_thousand_is_not_taken_for_a_crown():
    assert sheets.cost("250.000") == 250_000
    table = workbook([["aktivita", "vychozi"], ["věc", 1.234]])
    assert read(table, name="a.xlsx").rows[0]["vychozi"] == "1,234"


def test_funding_readings_and_states_in_words():
    assert sheets.funding("krajská dotace: 50 000 zajištěno; vlastní: 16 550") == [
        {"source": "krajská dotace", "amount": Decimal(50_000), "secured": True},
        {"source": "vlastní", "amount": Decimal(16_550), "secured": False},
    ]
    days = [str(row["day"]) for row in sheets.readings("31. 12. 2024: 15; 2024-06-30: 12")]
    assert days == ["2024-06-30", "2024-12-31"]
    assert sheets.state("HOTOVO") == sheets.state("done") == "hotovo"
    for wrong in ("x", "2024-02-31: 1", "2024-01-01: 1; 2024-01-01: 2"):
        with pytest.raises(ValueError):
            sheets.readings(wrong)


# --- Into the register --------------------------------------------------------------------------


@pytest.fixture
def made(db, lipova):
    return document(lipova)


def receive(made, text, on, **options):
    with on(made.municipality):
        return imports.receive(made.pk, upload(text, **options), actor=clerk(made.municipality))[0]


def take(kept, on):
    owner = kept.document.municipality
    with on(owner):
        plan = imports.plan(kept)
        return imports.take_over(kept.pk, seen=plan.mark, actor=clerk(owner))


def test_preview_says_what_would_happen_and_changes_nothing(made, on):
    activity(made, "Stávající", code="1.1.1", first_year=2024)
    kept = receive(
        made,
        f"{HEAD}\n"
        "Doprava;Chodníky;1.1.1;Stávající;2025;2026;;;;\n"
        "2 Voda;2.1 Studny;2.1.1;Nová;2025;2024;;;;\n"
        "2 Voda;2.1 Studny;2.1.2;Jiná;2025;2026;hodně;nějaký;;Praha: 5 %\n"
        ";;;;2025;;;;;\n"
        "3 Les;;9.9;Bez opatření;;;;;;\n"
        "2 Voda;2.1 Studny;2.1.3;Dobrá;2025;2026;10000;bezi;kraj: 5000 zajištěno;Lipová: 100 %\n"
        "2 Voda;2.1 Studny;2.1.3;Dvakrát;;;;;;\n",
        on,
    )
    plan = imports.plan(kept)
    by_line = {row.line: row for row in plan.rows}
    assert by_line[2].action == "changed" and by_line[2].differs == ["od", "do"]
    assert len(by_line[3].errors) == 1
    assert len(by_line[4].errors) == 3  # the amount, the state and the municipality
    assert by_line[5].errors and by_line[6].errors
    assert by_line[7].action == "new"
    assert len(by_line[8].errors) == 1 and "7" in by_line[8].errors[0]
    assert (plan.new, plan.changed, plan.wrong) == (1, 1, 5)
    assert Activity.objects.count() == 1 and Goal.objects.count() == 1


def test_taking_over_writes_what_was_shown_once(made, on):
    kept = receive(
        made,
        f"{HEAD}\n2 Voda;2.1 Studny;2.1.3;Dobrá;2025;2026;10 000;běží;"
        '"kraj: 5000 zajištěno; obec: 5000";"Lipová: 60 %; Šluknov: 40 %"\n'
        ";;2.1.4;V buňkách spojených s předchozími;;;;;;\n"
        ";2.2 Vodovod;2.2.1;Pod týmž cílem;;;;;;\n",
        on,
    )
    take(kept, on)
    one, *below = Activity.objects.order_by("pk")
    assert [(each.measure.goal.title, each.measure.title) for each in below] == [
        ("Voda", "Studny"),
        ("Voda", "Vodovod"),
    ]
    assert (str(one.measure.goal), str(one.measure), str(one)) == (
        "2 Voda",
        "2.1 Studny",
        "2.1.3 Dobrá",
    )
    assert one.state == "bezi" and one.estimated_cost == 10_000
    assert [(row.amount, row.secured) for row in one.funding.all()] == [
        (Decimal(5000), True),
        (Decimal(5000), False),
    ]
    shares = {row.municipality.slug: row.confirmed_at is not None for row in one.shares.all()}
    assert shares == {"lipova": True, "sluknov": False}  # the neighbour has yet to agree
    assert not Upload.objects.exists()
    with on(made.municipality), pytest.raises(Upload.DoesNotExist):
        imports.take_over(kept.pk, seen="x", actor=clerk(made.municipality))


def test_nobody_takes_over_what_they_have_not_seen(made, on):
    kept = receive(made, f"{HEAD}\nDoprava;Chodníky;1.1.1;Jinak;;;;;;\n", on)
    seen = imports.plan(kept).mark
    activity(made, "Mezitím", code="1.1.1")
    with on(made.municipality), pytest.raises(imports.Otherwise):
        imports.take_over(kept.pk, seen=seen, actor=clerk(made.municipality))
    assert Activity.objects.get().title == "Mezitím"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_sent_back_changes_nothing(form, made, on, client_for):
    import datetime as dt

    activity(
        made,
        "=1+1",
        code="1.1.1",
        text="řádek\ndruhý; s středníkem",
        responsible="@starosta",
        first_year=2024,
        last_year=2026,
        estimated_cost=Decimal("66550.50"),
        actual_cost=Decimal(0),
        indicator="metry",
        unit="m",
        baseline=Decimal("-1.5"),
        target=Decimal(100),
        target_year=2026,
        funding=[{"source": "kraj: Ústecký", "amount": Decimal(50), "secured": True}],
        readings=[{"day": dt.date(2024, 6, 30), "value": Decimal("12.25")}],
        shares=[{"municipality": "sluknov", "percent": Decimal("33.33")}],
    )
    activity(made, "Holá")
    answer = client_for(made.municipality).get(f"/strategie/{made.pk}/aktivity.{form}")
    plan = imports.plan(receive(made, answer.content, on, name=f"a.{form}"))
    assert [(row.action, row.differs, row.errors) for row in plan.rows] == [("same", [], [])] * 2


def test_columns_that_are_not_there_stay_and_empty_cells_empty(made, on):
    noted = {"value": Decimal(3), "note": "odhad starosty"}
    one = activity(
        made,
        "Věc",
        code="1",
        responsible="úřad",
        first_year=2024,
        funding=[{"source": "kraj; dotace", "amount": Decimal(5), "secured": False}],
        readings=[{"day": dt.date(2024, 1, 1), **noted}],
    )
    table = "cislo;aktivita;od;zdroje;mereni\n1;Věc;;"
    take(receive(made, f'{table}"kraj, dotace: 5";2024-01-01: 3\n', on), on)
    one.refresh_from_db()
    assert one.first_year is None and one.responsible == "úřad"
    assert one.funding.get().source == "kraj; dotace"  # what a table cannot say otherwise
    take(receive(made, f'{table}"obec: 5";"2024-01-01: 3; 2025-01-01: 4"\n', on), on)
    assert [reading.note for reading in one.readings.all()] == ["odhad starosty", ""]


@pytest.mark.parametrize("number", [1, 3])
def test_a_preview_costs_the_same_for_many_lines(number, made, on, django_assert_num_queries):
    lines = "".join(f"Doprava;Chodníky;{row};Věc {row};;;;;;Lipová: 5 %\n" for row in range(number))
    for row in range(number):
        activity(
            made,
            f"Věc {row}",
            code=str(row),
            shares=[{"municipality": "sluknov", "percent": Decimal(5)}],
        )
    kept = receive(made, f"{HEAD}\n{lines}", on)
    with django_assert_num_queries(7):
        assert imports.plan(kept).changed == number


def test_a_table_is_no_way_around_rights(made, on, people, sluknov):
    with on(sluknov), pytest.raises(documents.permissions.NotAllowed):
        imports.receive(made.pk, upload("aktivita\nx"), actor=people.clerk("sluknov"))
    # What is public is changed by those who publish, by whatever way.
    with on(made.municipality), pytest.raises(documents.permissions.NotAllowed):
        imports.receive(made.pk, upload("aktivita\nx"), actor=people.author("lipova"))
    assert selectors.of_site(sluknov) == []
