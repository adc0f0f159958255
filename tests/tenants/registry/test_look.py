"""Stylesheets of a site's colours."""

from __future__ import annotations

import pytest

from tenants.registry.models import UnionMembership

pytestmark = pytest.mark.django_db


def test_a_site_has_its_own_colours_for_a_year(client_for, lipova, sluknov):
    lipova.color_primary = "#2e7d32"
    lipova.save()
    response = client_for(lipova).get(f"/vzhled/{lipova.look_version}.css")
    assert response["Content-Type"] == "text/css"
    assert "immutable" in response["Cache-Control"]
    assert "--site-primary:#2e7d32" in response.text
    assert "#2e7d32" not in client_for(sluknov).get(f"/vzhled/{sluknov.look_version}.css").text


def test_an_address_from_before_the_change_is_answered_and_not_kept(client_for, lipova):
    before = lipova.look_version
    lipova.color_primary = "#7b1e3b"
    lipova.save()
    response = client_for(lipova).get(f"/vzhled/{before}.css")
    assert "--site-primary:#7b1e3b" in response.text
    assert response["Cache-Control"] == "public, max-age=60"


def test_colours_of_members_are_told_apart_by_class(client_for, union, lipova, sluknov):
    UnionMembership.objects.create(municipality=lipova, evidence_note="minutes")
    response = client_for(union).get("/vzhled/clenove.css")
    assert ".m-lipova{" in response.text
    assert ".m-sluknov{" not in response.text
    again = client_for(union).get(
        "/vzhled/clenove.css", headers={"if-none-match": response["ETag"]}
    )
    assert again.status_code == 304
