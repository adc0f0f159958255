import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.kernel import clock
from shared.kernel.text import query_groups
from shared.published import search, services
from shared.published.enums import Kind
from shared.published.highlight import Marker
from shared.published.models import Word
from tenants.registry.enums import State
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
    ("otviraci doba knihovne", "knihovna"),
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
    return [hit.item.source_id for hit in search.find(query, **options).hits]


@pytest.mark.parametrize(("query", "name"), LABELLED)
def test_labelled_queries(published, query, name):
    assert PUBLISHED[name][1].source_id in found(query)[:3]


def test_all_words_must_be_there_unless_nothing_has_them(published):
    assert found("svoz bioodpadu") == ["2"]
    result = search.find("svoz knihovny")
    assert result.relaxed
    assert {hit.item.source_id for hit in result.hits} == {"2", "10"}


WEEKLY = "7d0b8a34-5c0e-4b57-9d5b-3a1f2b6c9e10"


def test_days_are_searched_as_they_are_said_and_numbers_alone_find_nothing(lipova, on):
    with on(lipova):
        services.publish(
            event("ball", dt.datetime(2027, 2, 13, 19, tzinfo=dt.UTC), title="Obecní ples")
        )
        services.publish(
            event("last", dt.datetime(2026, 2, 14, 19, tzinfo=dt.UTC), title="Obecní ples")
        )
        services.publish(
            event(
                WEEKLY,
                dt.datetime(2026, 9, 3, 8, tzinfo=dt.UTC),
                ends_at=dt.datetime(2028, 1, 1, tzinfo=dt.UTC),
                recurring=True,
                title="Svoz popelnic",
            )
        )
        services.publish(entry("decree", title="Vyhláška o psech", body_text="Sbírka, č. 106"))
        services.publish(entry("chance", title="Pochod", body_text="Trať č. 3, 2027 metrů"))
    assert found("plesy 2027") == ["ball"]
    assert found("13. února 2027") == found("unor 2027") == ["ball"]
    assert found("svoz popelnic 2027") == [WEEKLY]
    # Nothing has all of it: neither the walk of 2027 metres nor what has a 3 is an answer.
    result = search.find("vyhláška č. 3/2027")
    assert result.relaxed
    assert [hit.item.source_id for hit in result.hits] == ["decree"]
    assert "<mark>č</mark>" not in result.hits[0].snippet


def test_what_has_more_of_the_words_comes_first(published):
    result = search.find("farmářské trhy na severním pólu")
    assert result.relaxed
    assert result.hits[0].item.source_id == "9"
    assert search.find("nic takového zde vůbec").hits == []


def test_a_mistyped_word_is_replaced_and_that_is_said(published):
    result = search.find("zamecke slanvosti")
    assert [hit.item.source_id for hit in result.hits] == ["1"]
    assert result.corrected == [("slanvosti", "slavnosti")]
    assert "<mark>slavnosti</mark>" in result.hits[0].title
    assert not result.relaxed


def test_what_is_found_as_typed_is_never_replaced(lipova, on):
    with on(lipova):
        services.publish(entry("1", title="Slanvosti soli"))
        services.publish(entry("2", title="Slavnosti"))
    result = search.find("slanvosti")
    assert [hit.item.source_id for hit in result.hits] == ["1"]
    assert result.corrected == []


def test_words_that_nobody_publishes_any_more_are_not_offered(lipova, sluknov, on):
    with on(lipova):
        services.publish(entry("1", title="Jmenoslovutný"))
        services.withdraw(Kind.NEWS, "1")
    with on(sluknov):
        services.publish(entry("2", title="Archivovaný"))
    sluknov.state = State.ARCHIVED
    sluknov.save()
    for typed in ("jmenoslovutny", "jmenosolvutny", "archivovnay"):
        result = search.find(typed)
        assert (result.hits, result.corrected) == ([], [])
    assert Word.objects.filter(word="jmenoslovutny").exists()
    services.forget_words()
    assert not Word.objects.filter(word="jmenoslovutny").exists()
    assert Word.objects.filter(word="archivovany").exists()


def test_numbers_by_kind_and_by_municipality_go_by_the_other_filter(lipova, sluknov, on):
    with on(lipova):
        services.publish(entry("1", title="Výlet"))
        services.publish(entry("2", title="Výlet", kind=Kind.PAGE))
    with on(sluknov):
        services.publish(entry("3", title="Výlet"))
    result = search.find("výlet", kind=Kind.NEWS, slugs=["lipova"], first="sluknov")
    assert [hit.item.source_id for hit in result.hits] == ["1"]
    assert (result.counts[Kind.NEWS], result.counts[Kind.PAGE], result.total) == (1, 1, 1)
    assert [(town.slug, town.number) for town in result.towns] == [("sluknov", 1), ("lipova", 1)]
    everything = search.find("výlet", first="lipova")
    assert [(town.slug, town.number) for town in everything.towns] == [
        ("lipova", 2),
        ("sluknov", 1),
    ]
    assert everything.total == 3


def test_an_event_that_is_over_stands_behind_one_to_come(lipova, on):
    soon, gone = clock.now() + dt.timedelta(days=3), clock.now() - dt.timedelta(days=3)
    with on(lipova):
        services.publish(event("1", gone, title="Výlet", published_at=clock.now()))
        services.publish(event("2", soon, title="Výlet"))
    assert found("výlet") == ["2", "1"]


def test_the_whole_word_comes_before_what_goes_on_from_it(lipova, sluknov, on):
    with on(lipova):
        services.publish(entry("1", title="Pěstování růží"))
    with on(sluknov):
        services.publish(entry("2", title="Nalezen pes"))
    assert found("pes", first="lipova") == ["2", "1"]
    assert found("pest", first="lipova") == ["1"]


def test_suggestions_are_titles_own_first(lipova, sluknov, rumburk, on):
    with on(sluknov):
        services.publish(entry("1", title="Zámecké slavnosti"))
        services.publish(entry("2", title="Jiné", body_text="slavnosti jen v textu"))
    with on(lipova):
        services.publish(entry("3", title="Slavnosti u rybníka"))
        services.publish(event("4", clock.now(), title="Pouť", place="Slavníkov"))
    with on(rumburk):
        services.publish(entry("5", title="Slavnosti"))
    rumburk.state = State.ARCHIVED
    rumburk.save()

    def offered(query, **options):
        return {item.source_id for item in search.suggest(query, **options)}

    assert offered("slav") == {"1", "3"}
    assert [item.source_id for item in search.suggest("slavno", first="lipova")] == ["3", "1"]
    assert offered("zamecke sl") == {"1"}
    assert offered("s") == offered("") == offered("!?") == set()


def test_drift_of_the_known_words_is_found_and_mended(lipova, on):
    with on(lipova):
        services.rebuild()
        Word.objects.filter(word__startswith="kontakt").delete()
        (drift, *_rest) = services.verify()
        assert (drift.kind, drift.problem) == ("word", "missing")
        services.rebuild()
        assert services.verify() == []


def test_the_own_site_comes_first_and_a_title_before_a_text(lipova, sluknov, on):
    with on(sluknov):
        services.publish(entry("1", title="Kanalizace"))
    with on(lipova):
        services.publish(entry("2", title="Stavby", body_text="Mluvilo se o kanalizaci."))
        services.publish(entry("3", title="Kanalizace"))
    assert found("kanalizace", first="lipova") == ["3", "2", "1"]
    assert found("kanalizace", first="sluknov") == ["1", "3", "2"]
    assert found("kanalizace", slugs=["sluknov"]) == ["1"]


def test_kinds_are_counted_together_and_filtered_apart(published):
    result = search.find("soutěž", kind=Kind.PAGE)
    assert result.hits == []
    assert result.counts[Kind.NEWS] == 2
    assert result.total == 0
    assert search.find("soutěž", kind=Kind.NEWS).total == 2


def test_pages_of_results(lipova, on):
    with on(lipova):
        for n in range(23):
            services.publish(entry(f"{n}", title=f"Výlet {n}"))
    seen = [number for page in (1, 2, 3) for number in found("výlet", page=page)]
    assert len(seen) == len(set(seen)) == 23
    assert search.find("výlet").pages == 3
    beyond = search.find("výlet", page=4)
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
    assert search.find(query).total == 0


@given(st.text(max_size=60))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_nothing_that_can_be_typed_breaks_the_search(db, query):
    search.find(query)


# --- Marking ----------------------------------------------------------------------------------


def marker(query: str) -> Marker:
    groups = query_groups(query)
    return Marker(groups, prefix=groups[-1][0])


def test_other_forms_of_the_words_are_marked():
    assert marker("slavnost").title("Zámecké slavnosti") == "Zámecké <mark>slavnosti</mark>"


def test_words_behind_the_first_are_marked_as_far_as_the_snippet_goes():
    text = "úvod " * 60 + "Dítě a děti. " + "dál " * 80 + "dětí"
    snippet = marker("dite").snippet("", text)
    assert "<mark>Dítě</mark> a <mark>děti</mark>." in snippet and "dětí" not in snippet


def test_a_form_that_begins_otherwise_is_marked_where_nothing_else_is():
    assert "<mark>lidé</mark>" in marker("člověk").snippet("", "Sešli se lidé.")


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
