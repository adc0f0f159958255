import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.kernel.text import query_groups
from shared.published import selectors, services
from shared.published.enums import Kind
from shared.published.highlight import Marker
from tests.shared.published.factory import NOW, entry, event

# What stands on the sites, by the number that the labelled queries below use.
PUBLISHED = {
    "slavnosti": ("sluknov", entry("1", title="Zámecké slavnosti Šluknov", kind=Kind.NEWS)),
    "svoz": ("lipova", entry("2", title="Svoz bioodpadu", body_text="Popelnice vystavte večer.")),
    "pout": ("lipova", event("3", NOW, title="Anenská pouť", place="Annaberg")),
    "deska": ("rumburk", entry("4", title="Úřední deska", kind=Kind.PAGE)),
    "poplatek": (
        "lipova",
        entry("5", title="Místní poplatky", body_text="Sazba poplatku ze psů.", kind=Kind.PAGE),
    ),
    "zastupitelstvo": (
        "sluknov",
        entry("6", title="Zasedání zastupitelstva", summary="Koná se v zasedací síni úřadu."),
    ),
    "hasici": ("rumburk", entry("7", title="Soutěž hasičů", summary="Závody v požárním útoku.")),
    "deti": ("rumburk", entry("8", title="Den pro děti", summary="Hry a soutěže na náměstí")),
    "trhy": ("sluknov", entry("9", title="Farmářské trhy na náměstí Míru")),
    "knihovna": ("lipova", entry("10", title="Otevírací doba knihovny", kind=Kind.PAGE)),
    "uzavirka": ("rumburk", entry("11", title="Uzavírka silnice do Jiříkova")),
    "voda": ("sluknov", entry("12", title="Odstávka vody", summary="Dne 5. června 2026")),
}
LABELLED = [
    ("na slavnostech ve sluknove", "slavnosti"),
    ("sluknov slavnosti", "slavnosti"),
    ("zámecký", "slavnosti"),
    ("SVOZ BIOODPADU", "svoz"),
    ("popelnici", "svoz"),
    ("bioodpady", "svoz"),
    ("pout", "pout"),
    ("poutě", "pout"),
    ("anenské poutí", "pout"),
    ("annaberg", "pout"),
    ("uredni desce", "deska"),
    ("úřední desky", "deska"),
    ("poplatek za psa", "poplatek"),
    ("mistni poplatek", "poplatek"),
    ("zastupitelstvo", "zastupitelstvo"),
    ("zasedani zastupitelstev", "zastupitelstvo"),
    ("hasici", "hasici"),
    ("soutěži hasičů", "hasici"),
    ("dite", "deti"),
    ("detem", "deti"),
    ("trzich", "trhy"),
    ("farmářský trh", "trhy"),
    ("knihovna", "knihovna"),
    ("otviraci doba knihovne", None),  # a typing mistake is not forgiven yet
    ("oteviraci doba v knihovne", "knihovna"),
    ("uzavirky", "uzavirka"),
    ("silnici jirikov", "uzavirka"),
    ("vody 2026", "voda"),
    ("odstavk", "voda"),
    ("farm", "trhy"),
]


@pytest.fixture
def published(lipova, sluknov, rumburk, on):
    sites = {"lipova": lipova, "sluknov": sluknov, "rumburk": rumburk}
    for schema, data in PUBLISHED.values():
        with on(sites[schema]):
            services.publish(data)


def found(query, **options):
    return [hit.item.source_id for hit in selectors.search(query, **options).hits]


@pytest.mark.parametrize(("query", "name"), LABELLED)
def test_labelled_queries(published, query, name):
    if name is None:
        assert found(query) == []
    else:
        assert PUBLISHED[name][1].source_id in found(query)[:3]


def test_all_words_must_be_there(published):
    assert found("svoz knihovny") == []


def test_the_own_site_comes_first_and_a_title_before_a_text(lipova, sluknov, on):
    with on(sluknov):
        services.publish(entry("1", title="Kanalizace"))
    with on(lipova):
        services.publish(entry("2", title="Stavby", body_text="Mluvilo se o kanalizaci."))
        services.publish(entry("3", title="Kanalizace"))
    assert found("kanalizace", first="lipova") == ["3", "2", "1"]
    assert found("kanalizace", first="sluknov") == ["1", "3", "2"]
    assert found("kanalizace", schema="sluknov") == ["1"]


def test_kinds_are_counted_together_and_filtered_apart(published):
    result = selectors.search("soutěž", kind=Kind.PAGE)
    assert result.hits == []
    assert result.counts[Kind.NEWS] == 2
    assert result.total == 0
    assert selectors.search("soutěž", kind=Kind.NEWS).total == 2


def test_pages_of_results(lipova, on):
    with on(lipova):
        for n in range(23):
            services.publish(entry(f"{n}", title=f"Výlet {n}"))
    seen = [number for page in (1, 2, 3) for number in found("výlet", page=page)]
    assert len(seen) == len(set(seen)) == 23
    assert selectors.search("výlet").pages == 3
    beyond = selectors.search("výlet", page=4)
    assert (beyond.hits, beyond.total) == ([], 23)


@pytest.mark.parametrize(
    "query",
    [
        *("", "   ", "'", '"', "a' | b:*", "!!!", "& | !", ":*", "\x00", "<->"),
        *("x" * 5000, "slovo " * 900, "č" * 300, "1e5", "12.5", "a@b.cz", "http://x.cz/?q=1"),
        *("漢字", "🎉", "½", "\ud7ff", "%"),
    ],
)
def test_no_query_breaks_the_search(db, query):
    assert selectors.search(query).total == 0


@given(st.text(max_size=60))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_nothing_that_can_be_typed_breaks_the_search(db, query):
    selectors.search(query)


# --- Marking ----------------------------------------------------------------------------------


def marker(query: str) -> Marker:
    groups = query_groups(query)
    return Marker(groups, prefix=groups[-1][0])


def test_other_forms_of_the_words_are_marked():
    assert marker("slavnost").title("Zámecké slavnosti") == "Zámecké <mark>slavnosti</mark>"


def test_an_unfinished_word_is_marked():
    assert marker("slav").title("Zámecké slavnosti") == "Zámecké <mark>slavnosti</mark>"


def test_markup_in_texts_is_shown_not_run():
    marked = marker("script").title("<script>alert('script')</script> & \"x\"")
    assert "<script>" not in marked
    assert marked.count("<mark>script</mark>") == 3
    assert "&amp; &quot;x&quot;" in marked


def test_a_snippet_shows_the_place_where_the_word_stands():
    text = "Úvod. " * 100 + "Tady je ten hledaný poklad. " + "Závěr. " * 100
    snippet = marker("poklad").snippet("Krátké shrnutí", text)
    assert "<mark>poklad</mark>" in snippet
    assert len(snippet) < 320
    assert snippet.startswith("… ")


def test_a_snippet_of_what_matched_in_the_title_is_the_summary():
    assert marker("poklad").snippet("Krátké shrnutí", "Delší text") == "Krátké shrnutí"


@given(st.text(alphabet=" aá<>&slavnoti", max_size=800))
def test_snippets_never_lose_or_unescape_anything(text):
    snippet = marker("slavnost").snippet("", text)
    bare = snippet.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert ">" not in bare
