"""The union's editor keeps the one list of categories; every site follows."""

from __future__ import annotations

from typing import Any

import pytest
from django_tenants.utils import tenant_context

from calendar_app.aggregate import services
from calendar_app.aggregate.models import PublishedEvent
from calendar_app.categories.models import Category
from shared.audit.models import Entry
from shared.published.models import SiteRevision

pytestmark = pytest.mark.django_db

DESK = "/admin/kategorie-akci/"
FORM = {"name": "Plesy", "name_de": "Bälle", "name_en": "Balls", "order": "15"}


@pytest.fixture
def editor(union: Any, people: Any, client_for: Any) -> Any:
    return client_for(union, people.union_editor())


def test_a_new_category_gets_its_slug_and_is_offered(
    lipova: Any, editor: Any, people: Any, client_for: Any
) -> None:
    assert editor.get(DESK).status_code == 200
    answer = editor.post(f"{DESK}new/", FORM)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Category.objects.get(name="Plesy").slug == "plesy"
    form = client_for(lipova, people.clerk("lipova")).get("/admin/kalendar/add/").context["form"]
    assert "plesy" in dict(form.fields["category"].choices)
    assert Entry.objects.filter(action="calendar.category_added").count() == 1


def test_a_rename_reaches_every_site_and_keeps_the_slug(
    lipova: Any,
    sluknov: Any,
    editor: Any,
    make_event: Any,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events = [make_event(site, category="trhy") for site in (lipova, sluknov)]
    other = make_event(lipova, category="sport", title="Zápas")
    before = {row.uuid: bytes(row.vevent) for row in PublishedEvent.objects.all()}
    numbers = dict(SiteRevision.objects.values_list("schema", "number"))
    sent: list[tuple[str, ...]] = []
    from celery import current_app

    task = current_app.tasks["aggregate.project_category"]
    monkeypatch.setattr(task, "delay", lambda *args: sent.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(f"{DESK}edit/trhy/", FORM | {"name": "Trhy a burzy"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert Category.objects.get(slug="trhy").name == "Trhy a burzy"
    assert {("lipova", "trhy"), ("sluknov", "trhy"), ("public", "trhy")} <= set(sent)
    raised = dict(SiteRevision.objects.values_list("schema", "number"))
    assert all(raised[schema] > number for schema, number in numbers.items())

    def project() -> dict[Any, bytes]:
        for site in (lipova, sluknov):
            with tenant_context(site):
                services.project_category("trhy")
        return {row.uuid: bytes(row.vevent) for row in PublishedEvent.objects.all()}

    after = project()
    for event in events:
        assert b"Trhy a burzy" in after[event.pk]
        assert after[event.pk] != before[event.pk]
    assert after[other.pk] == before[other.pk]
    assert project() == after


def test_a_retired_category_is_offered_no_more(
    lipova: Any, editor: Any, people: Any, client_for: Any, make_event: Any
) -> None:
    event = make_event(lipova, category="trhy")
    form = FORM | {"name": "Trhy a jarmarky", "retired": "on"}
    assert editor.post(f"{DESK}edit/trhy/", form).status_code == 302
    clerk = client_for(lipova, people.clerk("lipova"))
    for path, offered in (
        ("/admin/kalendar/add/", False),
        (f"/admin/kalendar/edit/{event.pk}/", True),
    ):
        form = clerk.get(path).context["form"]
        assert ("trhy" in dict(form.fields["category"].choices)) is offered


def test_nobody_deletes_a_category(editor: Any) -> None:
    for method in ("get", "post"):
        assert getattr(editor, method)(f"{DESK}delete/trhy/").status_code in (302, 403, 404)
    assert Category.objects.filter(slug="trhy").exists()


def test_it_is_the_unions_list(lipova: Any, union: Any, people: Any, client_for: Any) -> None:
    """On the desk of a municipality not even the operator finds it; the tables are in reach there."""
    for site, person in (
        (lipova, people.clerk("lipova")),
        (lipova, people.administrator("lipova")),
        (lipova, people.operator()),
        (union, people.author("public")),
        (union, people.clerk("lipova")),
        (union, None),
    ):
        browser = client_for(site, person)
        for path in (DESK, f"{DESK}new/", f"{DESK}edit/trhy/", f"{DESK}history/trhy/"):
            for answer in (browser.get(path), browser.post(path, FORM)):
                assert answer.status_code in (302, 403, 404, 405), (site, person, path)
                if answer.status_code == 302:
                    assert answer["Location"].startswith("/admin/"), answer["Location"]
    assert not Category.objects.filter(name="Plesy").exists()
    assert client_for(union, people.operator()).get(DESK).status_code == 200
