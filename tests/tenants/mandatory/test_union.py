"""What the union sees of its members, and officers that several sites share."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from shared.duties import selectors, services
from shared.duties.models import Officer
from shared.duties.permissions import NotAllowed
from tenants.mandatory import services as mandatory

pytestmark = pytest.mark.django_db

OVERVIEW = "/admin/povinne-informace/obce/"
OFFICERS = "/admin/povinne-informace/poverenci/"


@pytest.fixture
def officer(union, people, on):
    with on(union), transaction.atomic():
        return services.save_officer(
            Officer(),
            {"name": "Pověřenec (ukázka)", "email": "poverenec@sever.example"},
            actor=people.union_editor(),
        )


@pytest.fixture
def members(lipova, sluknov):
    from tenants.registry.models import UnionMembership

    for site in (lipova, sluknov):
        UnionMembership.objects.create(municipality=site, evidence_note="test")


def choose(on, site, officer, actor):
    with on(site), transaction.atomic():
        mandatory.name_officer(officer, actor=actor)


def test_the_union_sees_which_site_lacks_what(
    members, union, lipova, sluknov, people, client_for, say
):
    say(lipova, "2", text="<p>tajemství textu</p>")
    browser = client_for(union, people.union_editor())
    html = browser.get(OVERVIEW).content.decode()
    for site in (lipova, sluknov, union):
        assert f'href="{site.url}/povinne-informace/"' in html
    assert "tajemství" not in html
    one = browser.get(f"{OVERVIEW}?udaj=2").content.decode()
    assert f"{sluknov.url}/admin/povinne-informace/" in one
    assert f"{lipova.url}/admin/povinne-informace/" not in one
    assert browser.get(f"{OVERVIEW}?udaj=nesmysl").status_code == 200


def test_only_the_unions_editors_see_it(union, lipova, people, client_for):
    assert client_for(union, people.clerk("lipova")).get(OVERVIEW).status_code in {302, 403}
    assert client_for(lipova, people.clerk("lipova")).get(OVERVIEW).status_code in {302, 403}
    assert client_for(lipova, people.administrator("lipova")).get(OVERVIEW).status_code in {
        302,
        403,
    }
    assert client_for(union).get(OVERVIEW).status_code == 302


def test_the_overview_asks_no_site(union, members, on):
    """Two queries on what the sites have noted, however many there are."""
    with on(union), CaptureQueriesContext(connection) as context:
        rows = selectors.overview(["1", "2", "6"])
    assert len(context.captured_queries) == 4  # the search path, sites twice, what they noted
    assert {row.municipality.slug for row in rows} > {"lipova", "sluknov"}
    assert not any("lipova" in query["sql"] for query in context.captured_queries)


def test_a_shared_officer_is_on_each_site_that_names_it(
    union, lipova, sluknov, rumburk, on, people, client_for, officer
):
    browsers = {site: client_for(site) for site in (lipova, sluknov, rumburk)}
    for site in (lipova, sluknov):
        choose(on, site, officer, people.clerk(site.schema_name))
    for site, browser in browsers.items():
        html = browser.get("/ochrana-osobnich-udaju/").content.decode()
        assert ("poverenec@sever.example" in html) == (site != rumburk), site
    # One change at the union shows on all of them, cached or not.
    with on(union), transaction.atomic():
        services.save_officer(
            officer, {"name": "Nový (ukázka)", "phone": "412 000 009"}, actor=people.union_editor()
        )
    for site in (lipova, sluknov):
        html = browsers[site].get("/ochrana-osobnich-udaju/").content.decode()
        assert "Nový (ukázka)" in html
        assert "poverenec@" not in html


def test_an_officer_in_use_is_not_deleted(union, lipova, on, people, officer):
    choose(on, lipova, officer, people.clerk("lipova"))
    editor = people.union_editor()
    with on(union), pytest.raises(ValidationError, match="Lipová"), transaction.atomic():
        services.delete_officer(officer, actor=editor)
    choose(on, lipova, None, people.clerk("lipova"))
    with on(union), transaction.atomic():
        services.delete_officer(officer, actor=editor)
    assert not Officer.objects.exists()


def test_an_own_officer_is_offered_to_nobody_else(lipova, sluknov, on, people, client_for, officer):
    clerk = people.clerk("lipova")
    browser = client_for(lipova, clerk)
    given = {"name": "Náš vlastní", "email": "nas@lipova.example"}
    assert browser.post(f"{OFFICERS}pridat/", given).status_code == 302
    own = Officer.objects.get(name="Náš vlastní")
    form = browser.get("/admin/povinne-informace/polozka/privacy/").content.decode()
    assert "Náš vlastní" in form and "Pověřenec (ukázka)" in form
    stranger = client_for(sluknov, people.clerk("sluknov"))
    form = stranger.get("/admin/povinne-informace/polozka/privacy/").content.decode()
    assert "Náš vlastní" not in form and "Pověřenec (ukázka)" in form
    assert stranger.get(f"{OFFICERS}{own.pk}/").status_code == 404
    assert stranger.post(f"{OFFICERS}{own.pk}/smazat/").status_code == 404
    assert stranger.post(f"{OFFICERS}{officer.pk}/", given).status_code == 404
    with on(sluknov), pytest.raises(NotAllowed), transaction.atomic():
        services.name_officer(own, actor=people.clerk("sluknov"))
    with on(sluknov), pytest.raises(NotAllowed), transaction.atomic():
        services.save_officer(officer, {"name": "x", "phone": "1"}, actor=people.clerk("sluknov"))


def test_an_officer_can_be_reached(union, on, people):
    with on(union), pytest.raises(ValidationError), transaction.atomic():
        services.save_officer(Officer(), {"name": "Nikdo"}, actor=people.union_editor())


def test_choosing_on_the_desk_tells_the_union(lipova, people, client_for, officer, noted):
    browser = client_for(lipova, people.clerk("lipova"))
    path = "/admin/povinne-informace/polozka/privacy/"
    assert noted(lipova)["privacy"] is None
    assert (
        browser.post(path, {"officer": officer.pk, "seen": "0", "text": "null"}).status_code == 302
    )
    assert noted(lipova)["privacy"]
    assert browser.post(path, {"officer": "", "seen": "0", "text": "null"}).status_code == 302
    assert noted(lipova)["privacy"] is None


def test_a_year_before():
    import datetime as dt

    assert selectors.a_year_before(dt.date(2028, 2, 29)) == dt.date(2027, 2, 28)
    assert selectors.a_year_before(dt.date(2027, 3, 1)) == dt.date(2026, 3, 1)
