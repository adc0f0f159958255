"""Only what is live and public is in the projection, whichever way it got there or went."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from shared.published import services as published
from shared.published.models import Item
from tenants.pages.models import ContentPage

pytestmark = pytest.mark.django_db


def items(site, title):
    return Item.objects.filter(municipality=site, title=title)


def test_published_news_is_projected_with_what_lists_show(lipova, on, make_news, make_image):
    from tenants.pages.models import NewsCategory

    with on(lipova):
        make_news(
            "Zimní údržba",
            date=dt.date(2026, 1, 7),
            category=NewsCategory.objects.get(slug="doprava"),
            image=make_image(),
            pinned_until=dt.date(2026, 1, 31),
            body=[("text", "<p>Silnice se <b>posypou</b>.</p>")],
        )
    item = items(lipova, "Zimní údržba").get()
    assert item.kind == "news"
    assert item.url_path == "/aktuality/zimni-udrzba/"
    assert item.category == "Doprava a uzavírky"
    assert item.summary == "Krátce: Zimní údržba"
    assert "posypou" in item.text and "<b>" not in item.text
    assert item.image_path.startswith("/media/images/")
    assert item.pinned and item.pinned_until.isoformat() == "2026-01-31T23:00:00+00:00"
    assert item.published_at.isoformat() == "2026-01-06T23:00:00+00:00"


def test_draft_is_not_projected_and_a_draft_change_does_not_show(lipova, on, make_news):
    with on(lipova):
        make_news("Koncept", live=False)
        page = make_news("Vydaná zpráva")
        page.title = "Rozepsaná změna"
        page.save_revision()
    assert not items(lipova, "Koncept").exists()
    assert not items(lipova, "Rozepsaná změna").exists()
    assert items(lipova, "Vydaná zpráva").exists()


def test_unpublished_and_deleted_pages_leave(lipova, on, make_news):
    with on(lipova), transaction.atomic():
        make_news("Stažená").unpublish()
        make_news("Smazaná").delete()
    assert not items(lipova, "Stažená").exists()
    assert not items(lipova, "Smazaná").exists()


def test_restricted_page_leaves_with_all_below_it_and_comes_back(lipova, on, publish_under):
    with on(lipova):
        parent = publish_under("home", ContentPage(title="Zastupitelé", slug="zastupitele"))
        publish_under("zastupitele", ContentPage(title="Zápis", slug="zapis"))
        with transaction.atomic():
            restriction = PageViewRestriction.objects.create(
                page=parent, restriction_type=PageViewRestriction.LOGIN
            )
        assert not items(lipova, "Zastupitelé").exists()
        assert not items(lipova, "Zápis").exists()
        with transaction.atomic():
            restriction.delete()
    assert items(lipova, "Zastupitelé").exists()
    assert items(lipova, "Zápis").exists()


def test_move_and_new_slug_change_addresses_below(lipova, on, publish_under):
    with on(lipova), transaction.atomic():
        publish_under("home", ContentPage(title="Spolky", slug="spolky"))
        moved = publish_under("home", ContentPage(title="Sport", slug="sport"))
        publish_under("sport", ContentPage(title="Hřiště", slug="hriste"))
        Page.objects.get(pk=moved.pk).specific.move(
            Page.objects.get(slug="spolky"), pos="last-child"
        )
        assert items(lipova, "Hřiště").get().url_path == "/spolky/sport/hriste/"
        page = ContentPage.objects.get(slug="spolky")
        page.slug = "spolky-a-sport"
        page.save_revision().publish()
    assert items(lipova, "Hřiště").get().url_path == "/spolky-a-sport/sport/hriste/"


def test_translation_is_projected_under_its_language(lipova, on, publish_under):
    with on(lipova), transaction.atomic():
        from wagtail.models import Locale

        page = publish_under("home", ContentPage(title="Historie", slug="historie"))
        german = page.copy_for_translation(Locale.objects.get(language_code="de"))
        german.title, german.slug = "Geschichte", "geschichte"
        german.save_revision().publish()
    item = items(lipova, "Geschichte").get()
    assert item.language == "de"
    assert item.url_path == "/de/geschichte/"


def test_one_site_s_pages_never_carry_another_s_name(lipova, sluknov, on, make_news):
    with on(lipova):
        make_news("Jen Lipová")
    assert not items(sluknov, "Jen Lipová").exists()


def test_verify_agrees_with_what_the_receivers_have_written(lipova, on, make_news, publish_under):
    with on(lipova), transaction.atomic():
        make_news("První", pinned_until=dt.date(2020, 1, 1))
        make_news("Druhá").unpublish()
        publish_under("home", ContentPage(title="Stránka", slug="stranka", lead="Krátce"))
        assert published.verify() == []


def test_nothing_is_projected_when_the_transaction_fails(lipova, on, make_news):
    with on(lipova), pytest.raises(RuntimeError), transaction.atomic():
        make_news("Nevydaná")
        raise RuntimeError
    assert not items(lipova, "Nevydaná").exists()
