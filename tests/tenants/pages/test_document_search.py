"""Documents are found by what they say, once a public page shows them, and only then."""

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from shared.published import search
from shared.published import services as published
from shared.published.enums import Kind
from tenants.pages import services
from tenants.pages.models import ContentPage, DocumentText, DocumentUse, SiteDocument

pytestmark = pytest.mark.django_db
TEXT = "Pronájem na svatbu, kauce hroznýšová."


def found(query="hroznýšová"):
    return [(str(hit.item.kind), hit.item.title) for hit in search.find(query).hits]


@pytest.fixture
def document(lipova, on):
    with on(lipova):
        document = SiteDocument.objects.create(
            title="Ceník sálu", file=ContentFile(TEXT.encode(), name="cenik.txt")
        )
        assert services.read_document(document.pk)
        assert not services.read_document(document.pk)
    return document


@pytest.fixture
def page(lipova, on, document):
    with on(lipova):
        home = Page.objects.filter(depth=2).order_by("path").first()
        page = ContentPage(
            title="Sál", slug="sal", live=False,
            body=[("documents", {"title": "", "documents": [document]})],
        )  # fmt: skip
        home.add_child(instance=page)
        page.save_revision()
    return page


DOCUMENT = [(Kind.DOCUMENT, "Ceník sálu")]


def publish(page):
    page.get_latest_revision().publish()


def test_a_document_is_found_once_a_public_page_shows_it(lipova, on, page, document):
    assert found() == []
    with on(lipova):
        publish(page)
        assert found() == DOCUMENT
        assert search.find("hroznýšová").hits[0].item.url_path.startswith("/documents/")
        assert "<mark>hroznýšová</mark>" in search.find("hroznýšová").hits[0].snippet
        page.refresh_from_db()
        page.unpublish()
        assert found() == []


def test_a_page_that_no_longer_shows_it(lipova, on, page):
    with on(lipova):
        publish(page)
        page = ContentPage.objects.get(pk=page.pk)
        page.body = []
        page.save_revision().publish()
        assert found() == []
        assert not DocumentUse.objects.exists()


def test_a_page_that_is_deleted_and_one_that_is_restricted(lipova, on, page):
    with on(lipova):
        publish(page)
        restriction = PageViewRestriction.objects.create(page_id=page.pk, restriction_type="login")
        assert found() == []
        restriction.delete()
        assert found() == DOCUMENT
        ContentPage.objects.get(pk=page.pk).delete()
        assert found() == []


def test_a_collection_for_some_only(lipova, on, page, document):
    with on(lipova):
        publish(page)
        hidden = Collection.get_first_root_node().add_child(name="Jen pro nás")
        restriction = CollectionViewRestriction.objects.create(
            collection=hidden, restriction_type="login"
        )
        document.collection = hidden
        document.save()
        assert found() == []
        restriction.delete()
        assert found() == DOCUMENT


def test_another_file_is_read_anew(lipova, on, page, document, django_capture_on_commit_callbacks):
    with on(lipova):
        publish(page)
        with django_capture_on_commit_callbacks(execute=True):
            document.file = ContentFile(b"nova slova", name="jiny.txt")
            document.title = "Nový ceník"
            document.save()
        assert found() == []
        assert found("nová slova") == [(Kind.DOCUMENT, "Nový ceník")]
        document.delete()
        assert found("nová slova") == []
        assert not DocumentText.objects.exists()


def test_what_was_not_read_is_read_at_night(lipova, on, document):
    with on(lipova):
        DocumentText.objects.all().delete()
        assert services.read_documents() == 1
        assert services.read_documents() == 0
        assert DocumentText.objects.get().text == TEXT


def test_verify_and_rebuild_cover_documents(lipova, on, page):
    with on(lipova):
        publish(page)
        assert published.verify() == []
        DocumentUse.objects.all()._raw_delete("default")
        published.withdraw(Kind.DOCUMENT, page.body[0].value["documents"][0].pk)
        assert {drift.kind for drift in published.verify()} == {Kind.DOCUMENT, "document use"}
        published.rebuild()
        assert published.verify() == []
        assert found() == DOCUMENT


def test_an_event_is_found_by_what_its_document_says(lipova, on):
    import datetime as dt

    from calendar_app.events import services as events
    from calendar_app.events.models import Event, EventAttachment

    with on(lipova):
        document = SiteDocument.objects.create(
            title="Propozice", file=ContentFile(TEXT.encode(), name="propozice.txt")
        )
        event = Event(
            title="Turnaj", category="ostatni", all_day=True,
            start_date=dt.date(2027, 5, 1), end_date=dt.date(2027, 5, 1),
        )  # fmt: skip
        event.attachments = [EventAttachment(document=document)]
        events.publish(event)
        assert found() == []
        services.read_document(document.pk)
        assert found() == [(Kind.EVENT, "Turnaj")]
        assert published.verify() == []
