"""Domains of a municipality's own: what is taken, and for which of them Caddy gets a certificate."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from tenants.registry import services
from tenants.registry.models import Domain

pytestmark = pytest.mark.servers


def allowed(host):
    return Client().get("/tls-allowed", {"domain": host}, headers={"host": "web:8000"}).status_code


def test_a_site_answers_on_its_own_domain_too(lipova, client_for):
    services.add_domain(lipova, "WWW.Obec-Lipova.cz.")
    response = Client().get("/", headers={"host": "www.obec-lipova.cz"})
    assert response.status_code == 200
    assert response.wsgi_request.tenant == lipova
    lipova.refresh_from_db()
    assert lipova.host.endswith(settings.PORTAL_DOMAIN)


def test_letters_with_marks_are_kept_as_browsers_send_them(lipova):
    assert services.add_domain(lipova, "lípová.cz").domain == "xn--lpov-8na2e.cz"


def test_a_certificate_is_allowed_for_hosts_of_the_registry_only(lipova):
    assert allowed("obec-lipova.cz") == 404
    services.add_domain(lipova, "obec-lipova.cz")
    assert allowed("obec-lipova.cz") == 200
    assert allowed("www.obec-lipova.cz") == 200
    assert allowed(f"lipova.{settings.PORTAL_DOMAIN}") == 200
    assert allowed(f"nobody.{settings.PORTAL_DOMAIN}") == 404
    assert allowed("") == 404
    services.remove_domain("obec-lipova.cz")
    assert allowed("obec-lipova.cz") == 404


def test_another_sites_domain_is_not_taken_over(lipova, sluknov):
    services.add_domain(lipova, "obec-lipova.cz")
    with pytest.raises(ValidationError):
        services.add_domain(sluknov, "obec-lipova.cz")
    assert Domain.objects.get(domain="obec-lipova.cz").tenant == lipova


@pytest.mark.parametrize(
    "name", ["", "localhost", "-a.cz", "a b.cz", "a.cz/x", "a.cz:80", "a..cz", "x" * 64 + ".cz"]
)
def test_what_is_no_host_is_refused(lipova, name):
    with pytest.raises(ValidationError):
        services.add_domain(lipova, name)


def test_hosts_below_the_unions_domain_are_not_given_away(lipova):
    with pytest.raises(ValidationError):
        services.add_domain(lipova, f"rumburk.{settings.PORTAL_DOMAIN}")


def test_the_primary_host_stays(lipova):
    with pytest.raises(ValidationError):
        services.remove_domain(lipova.host)


def test_the_command_names_what_is_wrong(lipova, capsys):
    call_command("domain", "add", "lipova", "obec-lipova.cz")
    call_command("domain", "list")
    assert "obec-lipova.cz" in capsys.readouterr().out
    with pytest.raises(CommandError, match="nowhere"):
        call_command("domain", "add", "nowhere", "obec-lipova.cz")
    with pytest.raises(CommandError):
        call_command("domain", "remove", "unknown.cz")
