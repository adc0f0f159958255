"""Headers of answers: what a browser may load, and from where."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


@pytest.mark.parametrize("path", ["/", "/kalendar/", "/nic-takoveho/", "/hledat/?q=x"])
def test_public_pages_allow_nothing_inline_and_nothing_from_elsewhere(lipova, client_for, path):
    response = client_for(lipova).get(path)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "http" not in policy.replace("http://*.sever.localhost:8000", "")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"]


def test_no_public_page_sets_a_cookie(lipova, union, client_for):
    for site in (lipova, union):
        for path in ("/", "/kalendar/", "/aktuality/", "/kontakty/", "/kalendar.ics"):
            assert not client_for(site).get(path).cookies


@pytest.mark.parametrize(
    "path",
    [
        "/media/../lipova/images/x.png",
        "/media/documents/x.pdf",
        "/media/original_images/x.png",
        "/media/images/%2e%2e/%2e%2e/secret.png",
        "/media/_public/../lipova/images/x.png",
        "/media/images/x.svg",
        "/media/images/",
    ],
)
def test_files_have_no_way_around_their_rights(lipova, client_for, path):
    assert client_for(lipova).get(path).status_code == 404


def test_the_login_page_announces_demonstration_accounts(lipova, client_for):
    from django_tenants.utils import schema_context

    from portal.demo import people
    from tenants.accounts.models import User

    def page():
        return client_for(lipova).get("/admin/login/").content.decode()

    assert people.PASSWORD not in page(), "nothing to announce"
    with schema_context("public"):
        User.objects.create_user("lipova@sever.example", first_name="L", last_name="L")
        User.objects.create_user("sluknov@sever.example", first_name="S", last_name="S")
    assert people.PASSWORD in page()
    assert "lipova@sever.example" in page()
    assert "sluknov@sever.example" not in page()
    assert "Heslo" in page()
