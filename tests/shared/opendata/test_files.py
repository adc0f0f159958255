"""What is published as open data, and what must never be in it."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import importlib.util
import io
import json
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

# The official JSON Schemas and their validator, on machines that have them.
BESIDE = Path(__file__).resolve().parents[4] / "shared" / "tools" / "ofn-validate.py"
VALIDATOR = Path(os.environ.get("OFN_VALIDATOR", BESIDE))
MARKER = "7f3-not-open"

KINDS = {
    "uredni-deska": "board",
    "uredni-deska-archiv": "board",
    "udalosti": "events",
    "aktuality": "news-list",
    "svazek": "union-register",
    "katalog": "catalog",
}


def schema_errors(kind, document):
    """By the official schemas; none where they are not at hand."""
    if not VALIDATOR.exists():
        return []
    spec = importlib.util.spec_from_file_location("ofn_validate", VALIDATOR)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except ImportError:  # it needs jsonschema
        return []
    return module.errors(kind, document)


@pytest.fixture(autouse=True)
def secure(settings):
    """As a real portal: the schemas of the catalogue take nothing but https."""
    settings.PORTAL_SCHEME = "https"
    settings.PORTAL_PORT = 443


@pytest.fixture
def filled(lipova, union):
    """Offices that have said what the norms ask for."""
    from tenants.registry.models import Municipality, UnionMembership

    for number, site in enumerate(Municipality.objects.order_by("pk")):
        site.csu_code = site.csu_code or f"{900000 + number}"
        site.ico = f"{number:07d}"
        weighted = sum(int(d) * w for d, w in zip(site.ico, range(8, 1, -1), strict=True))
        site.ico += str((11 - weighted % 11) % 10)
        site.save()
    union.refresh_from_db()
    union.founded_on, union.purpose = dt.date(2000, 1, 11), "Rozvoj území"
    union.members_source, union.office_address = "stanovy", "Lipová 1"
    union.save()
    for site in Municipality.objects.municipalities():
        UnionMembership.objects.update_or_create(
            municipality=site,
            defaults={"confirmed": True, "since": dt.date(2000, 1, 11), "evidence_note": "test"},
        )
    lipova.refresh_from_db()
    return union


def notice(title, *, personal=False, reference="", removal=30, file=None):
    from wagtail.documents import get_document_model

    from tenants.noticeboard import services
    from tenants.noticeboard.models import Notice, NoticeAttachment

    row = Notice.objects.create(
        title=title,
        personal=personal,
        reference=reference,
        live=True,
        post_at=timezone.now(),
        planned_removal=timezone.localdate() + dt.timedelta(days=removal) if removal else None,
    )
    if file:
        document = get_document_model()(title="Příloha", file=ContentFile(b"text", name=file))
        document.save()
        NoticeAttachment.objects.create(notice=row, document=document)
    assert services.post(row)
    return row


def get(client_for, site, address, **headers):
    return client_for(site).get(address, headers=headers)


def document(client_for, site, slug):
    answer = get(client_for, site, f"/opendata/{slug}.jsonld")
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def test_the_board_by_its_norm(client_for, filled, lipova, on):
    with on(lipova):
        row = notice("Rozpočet", reference="OU/1/26", file="rozpočet 1.txt")
        notice("Do odvolání", removal=0)
    found = document(client_for, lipova, "uredni-deska")
    assert (
        found["@context"]
        == "https://ofn.gov.cz/úřední-desky/2021-07-20/kontexty/úřední-deska.jsonld"
    )
    assert found["typ"] == "Úřední deska"
    assert found["provozovatel"]["ičo"] == lipova.ico
    assert found["stránka"] == f"{lipova.url}/uredni-deska/"
    revoked, dated = found["informace"]
    assert revoked["relevantní_do"] == {"typ": "Časový okamžik", "nespecifikovaný": True}
    assert dated["typ"] == ["Digitální objekt", "Informace na úřední desce"]
    assert dated["iri"] == f"{lipova.url}/zdroj/uredni-deska/{row.pk}"
    assert dated["vyvěšení"] == {"typ": "Časový okamžik", "datum": str(timezone.localdate())}
    assert dated["číslo_jednací"] == "OU/1/26"
    (part,) = dated["dokument"]
    assert client_for(lipova).get(part["url"].removeprefix(lipova.url)).status_code == 200
    assert schema_errors("board", found) == []


def test_what_has_left_the_board_is_in_the_archive_without_personal_data(
    client_for, filled, lipova, sluknov, on
):
    from tenants.noticeboard import services

    with on(lipova):
        plain, personal = notice("Smlouva"), notice(f"Jana {MARKER}", personal=True, file="a.txt")
    hanging = document(client_for, lipova, "uredni-deska")["informace"]
    assert MARKER in json.dumps(hanging) and "dokument" not in hanging[0]
    with on(lipova):
        assert services.take_down_by_plan(plain)
        assert services.take_down_by_plan(personal)
    assert document(client_for, lipova, "uredni-deska")["informace"] == []
    archive = document(client_for, lipova, "uredni-deska-archiv")
    assert [each["název"]["cs"] for each in archive["informace"]] == ["Smlouva"]
    assert "datum_a_čas" in archive["informace"][0]["sejmuto"]
    assert schema_errors("board", archive) == []
    assert get(client_for, lipova, f"/zdroj/uredni-deska/{personal.pk}").status_code == 404
    # The neighbour's board is the neighbour's.
    assert document(client_for, sluknov, "uredni-deska")["informace"] == []
    assert get(client_for, sluknov, f"/zdroj/uredni-deska/{plain.pk}").status_code == 404


def test_without_an_ico_nothing_is_made_up_and_the_page_says_what_to_fill_in(client_for, lipova):
    assert lipova.ico == ""
    found = document(client_for, lipova, "uredni-deska")
    assert "provozovatel" not in found
    page = get(client_for, lipova, "/opendata/").content.decode()
    assert "/admin/vzhled-a-udaje/" in page
    assert "poskytovatel" not in document(client_for, lipova, "katalog")


def test_drafts_and_what_waits_for_its_time_are_no_data(client_for, lipova, on):
    from tenants.noticeboard.models import Notice

    with on(lipova):
        Notice.objects.create(title=f"Koncept {MARKER}", live=False)
        later = timezone.now() + dt.timedelta(days=1)
        Notice.objects.create(title=f"Později {MARKER}", live=True, post_at=later)
    for slug in ("uredni-deska", "uredni-deska-archiv"):
        assert document(client_for, lipova, slug)["informace"] == []


def test_the_unions_register(client_for, filled, union, lipova):
    found = document(client_for, union, "svazek")
    (entry,) = found["eviduje_svazky_obcí"]
    assert entry["datum_vzniku"] == "2000-01-11"
    assert lipova.ico in {member["ičo"] for member in entry["má_člena"]}
    assert schema_errors("union-register", found) == []
    assert get(client_for, lipova, "/opendata/svazek.jsonld").status_code == 404


def test_an_unconfirmed_membership_is_not_in_the_register(client_for, filled, union, lipova):
    from tenants.registry.models import UnionMembership

    UnionMembership.objects.filter(municipality=lipova).update(confirmed=False)
    assert lipova.ico not in json.dumps(document(client_for, union, "svazek"))


def test_the_catalogue_can_be_harvested(client_for, filled, union, lipova):
    for site in (union, lipova):
        catalogue = document(client_for, site, "katalog")
        assert schema_errors("catalog", catalogue) == []
        for iri in catalogue["datová_sada"]:
            path = iri.removeprefix(site.url)
            answer = get(client_for, site, path, accept="application/ld+json")
            described = json.loads(answer.content)
            assert described["iri"] == iri
            assert schema_errors("dataset", described) == []
            for file in described["distribuce"]:
                sent = get(client_for, site, file["soubor_ke_stažení"].removeprefix(site.url))
                assert sent.status_code == 200
                assert (
                    sent["Content-Type"].partition(";")[0]
                    == file["typ_média"].partition("media-types/")[2]
                )


@pytest.mark.parametrize("slug", sorted(KINDS))
def test_documents_keep_to_the_official_schemas(client_for, filled, union, slug):
    assert schema_errors(KINDS[slug], document(client_for, union, slug)) == []


def test_an_iri_leads_people_to_the_page_and_programs_to_the_data(client_for, lipova, on):
    with on(lipova):
        row = notice("Rozpočet")
    path = f"/zdroj/uredni-deska/{row.pk}"
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    seen = get(client_for, lipova, path, accept=browser)
    assert (seen.status_code, seen["Location"]) == (303, f"/uredni-deska/{row.pk}/")
    for accept, kind in (
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("*/*", "application/ld+json"),
        (browser, None),
        ("application/ld+json", "application/ld+json"),
    ):
        answer = get(client_for, lipova, path, accept=accept)
        assert answer["Vary"] == "Accept"
        if kind is not None:
            assert answer["Content-Type"] == kind
            assert json.loads(answer.content)["název"] == {"cs": "Rozpočet"}
            assert answer["Access-Control-Allow-Origin"] == "*"
    assert get(client_for, lipova, path, accept="image/png").status_code == 406


def test_a_file_is_cached_until_the_site_publishes(
    client_for, lipova, on, django_assert_num_queries, settings
):
    client = client_for(lipova)
    first = client.get("/opendata/uredni-deska.jsonld")
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Accept-Encoding" in first["Vary"]
    for name in ("ETag", "Last-Modified", "Access-Control-Allow-Origin"):
        assert name in first
    mark = {"if-none-match": first["ETag"], "origin": "https://elsewhere.example"}
    unchanged = client.get("/opendata/uredni-deska.jsonld", headers=mark)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged["Access-Control-Allow-Origin"] == "*"
    dated = client.get(
        "/opendata/uredni-deska.jsonld", headers={"if-modified-since": first["Last-Modified"]}
    )
    assert dated.status_code == 304
    with on(lipova):
        notice("Nový")
    changed = client.get("/opendata/uredni-deska.jsonld", headers=mark)
    assert changed.status_code == 200 and "Nový" in changed.content.decode()
    again = client.get(
        "/opendata/uredni-deska.jsonld", headers={"if-modified-since": first["Last-Modified"]}
    )
    assert again.status_code == 200, "two states of one second have different dates"


def test_who_takes_gzip_gets_it_at_once(client_for, lipova):
    client = client_for(lipova)
    packed = {"accept-encoding": "gzip, br"}
    for _asked in ("built", "cached"):
        answer = client.get("/opendata/kontakty.jsonld", headers=packed)
        assert answer["Content-Encoding"] == "gzip"
        assert json.loads(gzip.decompress(answer.content))[0]["typ"] == "Kontakt"
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert json.loads(client.get("/opendata/kontakty.jsonld").content)[0]["typ"] == "Kontakt"


def test_head_options_and_other_methods(client_for, lipova):
    client = client_for(lipova)
    path = "/opendata/aktuality.jsonld"
    assert client.head(path)["Content-Type"] == "application/ld+json"
    asked = client.options(path)
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    refused = client.post(path)
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert refused["Content-Type"] == "application/problem+json"
    for wrong in ("/opendata/nic.jsonld", "/opendata/aktuality.exe", "/zdroj/nic/1"):
        assert client.get(wrong).status_code == 404, wrong
    assert client.get(f"{path}?x=1")["Location"] == path


def test_good_practice_is_a_table_of_what_everybody_may_read(client_for, union, lipova, people, on):
    from shared.practices.services import records

    with on(lipova):
        records.create(f"Tajný {MARKER}", actor=people.administrator("lipova"))
    answer = get(client_for, union, "/opendata/dobra-praxe.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    described = json.loads(
        get(client_for, union, "/opendata/dobra-praxe.csv-metadata.json").content
    )
    assert rows[0] == [each["name"] for each in described["tableSchema"]["columns"]]
    assert MARKER not in answer.content.decode()
    assert json.loads(get(client_for, union, "/opendata/dobra-praxe.json").content) == []
    assert get(client_for, lipova, "/opendata/dobra-praxe.csv").status_code == 404


def test_a_formula_in_a_table_is_text():
    from shared.opendata.tables import Column, forms

    rows = [{"a": '=cmd|"/c calc"!A0', "b": -5}]
    columns = (Column("a", "string", "A"), Column("b", "integer", "B"))
    as_csv, as_json, *_ = forms("x", columns, lambda site: rows)
    assert as_csv.build(None).decode().splitlines()[1] == '"\'=cmd|""/c calc""!A0",-5'
    assert json.loads(as_json.build(None)) == rows


def test_queries_of_a_board_do_not_grow(lipova, on, django_assert_num_queries):
    from tenants.noticeboard import opendata

    with on(lipova):
        notice("Jedna", file="a.txt")
        with django_assert_num_queries(2):
            assert len(opendata.board(lipova)["informace"]) == 1
        notice("Dvě", file="b.txt")
        notice("Tři")
        with django_assert_num_queries(2):
            assert len(opendata.board(lipova)["informace"]) == 3


@pytest.mark.parametrize("language", ["", "/de", "/en"])
def test_the_page_explains(client_for, union, language, filled):
    page = get(client_for, union, f"{language}/opendata/")
    assert page.status_code == 200
    text = page.content.decode()
    for slug in ("uredni-deska", "udalosti", "aktuality", "kontakty", "svazek", "dobra-praxe"):
        assert f'id="{slug}"' in text
    assert f"{union.url}/opendata/katalog.jsonld" in text
