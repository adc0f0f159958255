import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.text import czech_sort_key, fold, lemmas, query_groups, stem, words


def test_fold_strips_case_and_diacritics():
    assert fold("Příliš ŽLUŤOUČKÝ kůň") == "prilis zlutoucky kun"
    assert fold("Straße Łódź") == "strasse lodz"


def test_words_keep_the_positions_of_the_original():
    text = "Zámecké slavnosti, Šluknov"
    assert [text[start:end] for start, end, _ in words(text)] == ["Zámecké", "slavnosti", "Šluknov"]
    assert [folded for *_, folded in words(text)] == ["zamecke", "slavnosti", "sluknov"]


def matches(query: str, text: str) -> bool:
    indexed = set(lemmas(text).split())
    return all(indexed.intersection(group) for group in query_groups(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("sluknov", "Město Šluknov"),
        ("slavnostech", "Zámecké slavnosti"),
        ("na slavnostech ve sluknove", "Zámecké slavnosti Šluknov"),
        ("desce", "Úřední deska"),
        ("trzich", "Farmářské trhy"),
        ("krecany", "ve Starých Křečanech"),
        ("mikulasovicich", "Mikulášovice"),
        ("obce", "obec"),
        ("psu", "poplatek za psa"),
        ("poplatky", "poplatek"),
        ("SVOZ ODPADU", "svoz odpadů"),
        ("děti", "program pro dítě"),
        ("zamecke", "na zámeckých slavnostech"),
    ],
)
def test_a_query_meets_other_forms_of_its_words(query: str, text: str):
    assert matches(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [("kniha", "knihovna"), ("hasiči", "hasit oheň kostela"), ("Vilémov", "Velký Šenov")],
)
def test_different_words_stay_apart(query: str, text: str):
    assert not matches(query, text)


def test_a_query_of_stop_words_alone_is_still_a_query():
    assert query_groups("na") == [("na",)]


def test_a_query_is_cut_at_its_limit():
    assert len(query_groups(" ".join(f"slovo{n}" for n in range(500)))) == 12


@given(st.text())
def test_no_text_breaks_folding_and_lemmas(text: str):
    fold(text)
    czech_sort_key(text)
    assert all(term.isalnum() for term in lemmas(text).split())
    assert all(term.isalnum() for group in query_groups(text) for term in group)


def test_short_words_have_no_stem():
    assert stem("pes") == "pes"
    assert stem("ob") == ""


def test_order_of_the_alphabet():
    ordered = [
        *("cena", "czech", "čaj", "duha", "hrad", "hýl", "chalupa", "chata", "iva"),
        *("rzivý", "řeka", "szabo", "šála", "zzz", "žába"),
    ]
    assert sorted(sorted(ordered), key=czech_sort_key) == ordered


def test_other_accents_decide_only_between_equal_words():
    assert sorted(["ů", "ú", "u"], key=czech_sort_key) == ["u", "ú", "ů"]
    assert sorted(["pátek", "pata", "pátá"], key=czech_sort_key) == ["pata", "pátá", "pátek"]


def test_a_shorter_name_comes_first_and_words_are_compared_one_by_one():
    names = ["Lipová u Šluknova", "Lipovany", "Lipová"]
    assert sorted(names, key=czech_sort_key) == ["Lipová", "Lipová u Šluknova", "Lipovany"]


def test_members_of_a_real_union_are_in_czech_order():
    ordered = [
        *("Dolní Poustevna", "Doubice", "Jiříkov", "Krásná Lípa", "Lipová", "Lobendava"),
        *("Mikulášovice", "Rumburk", "Staré Křečany", "Šluknov", "Velký Šenov", "Vilémov"),
    ]
    assert sorted(sorted(ordered), key=czech_sort_key) == ordered
