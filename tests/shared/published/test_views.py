import pytest

from shared.published import services
from shared.published.enums import Kind
from tests.shared.published.factory import NOW, entry, event


@pytest.fixture
def published(lipova, sluknov, on):
    with on(lipova):
        services.publish(entry("1", title="Slavnosti u rybníka", summary="A <b>hudba</b>"))
        services.publish(event("2", NOW, title="Zrušené slavnosti", cancelled=True))
    with on(sluknov):
        services.publish(entry("3", title="Zámecké slavnosti", kind=Kind.PAGE))


def search(client_for, site, **parameters):
    return client_for(site).get("/hledat/", parameters)


def test_a_site_finds_all_with_its_own_first(client_for, lipova, sluknov, published):
    text = search(client_for, lipova, q="slavnostech").content.decode()
    assert text.index("u rybníka") < text.index("Zámecké")
    assert "&lt;b&gt;" in text
    assert "<mark>Slavnosti</mark>" in text
    assert 'href="/aktuality/1/"' in text
    assert f'href="{sluknov.url}/aktuality/3/"' in text


def test_one_municipality_or_some_are_chosen(client_for, lipova, published):
    text = search(client_for, lipova, q="slavnosti", obec="sluknov").content.decode()
    assert "Zámecké" in text
    assert "u rybníka" not in text
    both = client_for(lipova).get("/hledat/?q=slavnosti&obec=sluknov&obec=lipova").content.decode()
    assert "Zámecké" in both
    assert "u rybníka" in both


def test_a_correction_is_told(client_for, lipova, published):
    text = search(client_for, lipova, q="slanvosti<b>").content.decode()
    assert "u rybníka" in text
    assert "“slanvosti”" in text or "„slanvosti“" in text


def test_suggestions_for_who_is_typing(client_for, lipova, sluknov, published):
    response = client_for(lipova).get("/hledat/naseptavac/", {"q": "zámeck"})
    assert response.json()["items"] == [
        {
            "title": "Zámecké slavnosti",
            "kind": "Stránky",
            "municipality": "Šluknov",
            "url": f"{sluknov.url}/aktuality/3/",
        }
    ]
    assert response["Cache-Control"] == "private, no-cache"
    assert client_for(lipova).get("/hledat/naseptavac/").json() == {"query": "", "items": []}


def test_results_keep_the_language_of_the_interface(client_for, lipova, sluknov, published):
    text = client_for(lipova).get("/de/hledat/", {"q": "slavnosti"}).content.decode()
    assert 'href="/de/aktuality/1/"' in text
    assert f'href="{sluknov.url}/de/aktuality/3/"' in text


def test_the_union_finds_all(client_for, union, published):
    text = search(client_for, union, q="slavnosti").content.decode()
    assert "u rybníka" in text
    assert "Zámecké" in text


def test_kinds_narrow_the_results(client_for, union, published):
    text = search(client_for, union, q="slavnosti", druh="page").content.decode()
    assert "Zámecké" in text
    assert "rybníka" not in text


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({}, 200),
        ({"q": ""}, 200),
        ({"q": "nic takového"}, 200),
        ({"q": "x" * 7000}, 200),
        ({"q": "\x00'\"<>&"}, 200),
        ({"q": "slavnosti", "strana": "2"}, 404),
        ({"q": "slavnosti", "strana": "0"}, 400),
        ({"q": "slavnosti", "strana": "-1"}, 400),
        ({"q": "slavnosti", "strana": "dvě"}, 400),
        ({"q": "slavnosti", "strana": "9" * 40}, 400),
        ({"q": "slavnosti", "druh": "<script>"}, 400),
        ({"q": "slavnosti", "obec": "praha"}, 400),
        ({"q": "slavnosti", "obec": "lipova,<script>"}, 400),
        ({"q": "slavnosti", "obec": "\x00"}, 400),
        ({"q": "slavnosti", "obec": "rumburk"}, 200),
    ],
)
def test_broken_input_gets_a_page_that_says_so(client_for, lipova, published, parameters, status):
    response = search(client_for, lipova, **parameters)
    assert response.status_code == status
    text = response.content.decode()
    assert 'id="q"' in text
    assert "<script>" not in text
    if status == 400:
        assert 'role="alert"' in text


def test_drafts_and_other_sites_drafts_are_not_found(client_for, union, lipova, on):
    from tenants.pages.models import NewsIndexPage, NewsPage

    with on(lipova):
        index = NewsIndexPage.objects.first()
        draft = index.add_child(
            instance=NewsPage(
                title="Tajný koncept", slug="tajny", lead="Nic", live=False, date=NOW.date()
            )
        )
        draft.save_revision()
    for site in (union, lipova):
        assert "Tajný" not in search(client_for, site, q="tajny").content.decode().split("<main")[1]


def test_the_page_costs_as_much_for_one_result_as_for_ten(
    client_for, union, lipova, on, django_assert_max_num_queries
):
    with on(lipova):
        for n in range(10):
            services.publish(entry(f"{n}", title=f"Výlet {n}"))
    client = client_for(union)
    client.get("/hledat/", {"q": "výlet"})
    for query in ("výlet 3", "výlet"):
        with django_assert_max_num_queries(8):
            assert client.get("/hledat/", {"q": query}).status_code == 200
