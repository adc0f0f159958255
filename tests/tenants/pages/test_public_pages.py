"""What a visitor sees, on a site that has just been provisioned."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/aktuality/",
    "/fotogalerie/",
    "/kontakty/",
    "/pristupnost/",
    "/povinne-informace/",
    "/uredni-deska/",
    "/de/",
    "/de/aktuality/",
    "/en/kontakty/",
]


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("slug", ["lipova", "union"])
def test_every_default_page_is_served(slug, path, request, client_for):
    site = request.getfixturevalue(slug)
    response = client_for(site).get(path)
    assert response.status_code == 200
    assert "<h1" in response.content.decode()
