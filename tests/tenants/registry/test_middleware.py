"""Hosts: who answers where, and what strangers get."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


@pytest.mark.parametrize(
    "host", ["lipova.sever.localhost", "LIPOVA.Sever.Localhost", "lipova.sever.localhost."]
)
def test_host_is_found_in_any_spelling(host):
    assert Client(headers={"host": host}).get("/").status_code == 200


@pytest.mark.parametrize("host", ["nowhere.sever.localhost", "example.org", "bad_host!", "a" * 300])
def test_unknown_host_gets_a_page_of_its_own(host):
    response = Client(headers={"host": host}).get("/")
    assert response.status_code == 404
    assert b"Svazek obc" not in response.content


def test_site_behind_the_code_answers_503(lipova):
    lipova.migration_leaves = {**lipova.migration_leaves, "roles": "0000_before"}
    lipova.save()
    response = Client(headers={"host": lipova.host}).get("/")
    assert response.status_code == 503
    assert response["Retry-After"]


def test_desk_of_an_own_domain_leads_to_the_portals_host(lipova):
    lipova.domains.create(domain="lipova.example", is_primary=False)
    response = Client(headers={"host": "lipova.example"}).get("/admin/pages/?x=1")
    assert response.status_code == 302
    assert response["Location"] == "http://lipova.sever.localhost:8000/admin/pages/?x=1"
