"""Forms: citizens' answers are kept on their site, robots are kept out, and nobody else reads them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from wagtail.contrib.forms.models import FormSubmission

from tenants.pages import citizen_form, services
from tenants.pages.models import FormField, FormPage

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def form_page(lipova, on, publish_under):
    page = FormPage(
        title="Nahlásit závadu",
        slug="zavada",
        thanks="<p>Ozveme se do týdne.</p>",
        consent_text="Údaje použijeme jen k vyřízení.",
        to_address="podatelna@lipova.example",
        subject="Závada",
    )
    page.form_fields = [
        FormField(label="Místo", field_type="singleline", sort_order=0),
        FormField(label="Popis závady", field_type="multiline", sort_order=1),
        FormField(label="Kdy", field_type="date", required=False, sort_order=2),
    ]
    with on(lipova):
        return publish_under("home", page)


def fill_in(client, *, wait=10, **changed):
    """Open the form, wait, and send it as a citizen would."""
    with time_machine.travel(NOW, tick=False):
        html = client.get("/zavada/").content.decode()
    stamp = re.search(rf'name="{citizen_form.STAMP_FIELD}" value="([^"]+)"', html)
    data = {
        "misto": "Náves",
        "popis_zavady": "Nesvítí lampa",
        citizen_form.TRAP_FIELD: "",
        citizen_form.STAMP_FIELD: stamp[1] if stamp else "",
        citizen_form.CONSENT_FIELD: "on",
    } | changed
    with time_machine.travel(NOW + dt.timedelta(seconds=wait), tick=False):
        return client.post("/zavada/", {k: v for k, v in data.items() if v is not None})


def submissions(on, site):
    with on(site):
        return [submission.form_data for submission in FormSubmission.objects.all()]


def test_answers_are_kept_without_the_portal_s_own_fields(
    lipova, on, form_page, client_for, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = fill_in(client_for(lipova))
    assert response.status_code == 200
    assert "Ozveme se do" in response.content.decode()
    assert submissions(on, lipova) == [
        {"misto": "Náves", "popis_zavady": "Nesvítí lampa", "kdy": None}
    ]
    assert [message.to for message in mail.outbox] == [["podatelna@lipova.example"]]
    assert "Popis závady: Nesvítí lampa" in mail.outbox[0].body


def test_robot_that_fills_in_the_trap_is_thanked_and_forgotten(lipova, on, form_page, client_for):
    response = fill_in(client_for(lipova), **{citizen_form.TRAP_FIELD: "https://spam.example"})
    assert response.status_code == 200
    assert submissions(on, lipova) == []


@pytest.mark.parametrize(
    ("wait", "changed"),
    [
        (0, {}),
        (25 * 60 * 60, {}),
        (10, {citizen_form.STAMP_FIELD: "open:1tfake:signature"}),
        (10, {citizen_form.STAMP_FIELD: ""}),
        (10, {citizen_form.CONSENT_FIELD: None}),
        (10, {"misto": ""}),
        (10, {"kdy": "včera"}),
    ],
)
def test_what_is_wrong_is_said_and_not_kept(lipova, on, form_page, client_for, wait, changed):
    response = fill_in(client_for(lipova), wait=wait, **changed)
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert submissions(on, lipova) == []


def test_form_left_open_too_long_can_be_sent_on_the_second_try(lipova, form_page, client_for):
    html = fill_in(client_for(lipova), wait=25 * 60 * 60).content.decode()
    stamp = re.search(rf'name="{citizen_form.STAMP_FIELD}" value="([^"]+)"', html)[1]
    later = NOW + dt.timedelta(hours=25, seconds=10)
    with time_machine.travel(later, tick=False):
        response = client_for(lipova).post(
            "/zavada/",
            {
                "misto": "Náves",
                "popis_zavady": "Lampa",
                citizen_form.STAMP_FIELD: stamp,
                citizen_form.CONSENT_FIELD: "on",
            },
        )
    assert response.status_code == 200


def test_stamp_of_one_site_is_worthless_on_another(
    lipova, sluknov, on, form_page, publish_under, client_for
):
    with on(sluknov):
        other = FormPage(title="Závada", slug="zavada")
        other.form_fields = [FormField(label="Místo", field_type="singleline", sort_order=0)]
        publish_under("home", other)
    html = client_for(lipova).get("/zavada/").content.decode()
    stamp = re.search(rf'name="{citizen_form.STAMP_FIELD}" value="([^"]+)"', html)[1]
    response = client_for(sluknov).post("/zavada/", {"misto": "x", citizen_form.STAMP_FIELD: stamp})
    assert response.status_code == 422


def test_too_many_answers_from_one_address_are_refused(lipova, on, form_page, client_for):
    client = client_for(lipova)
    statuses = [fill_in(client).status_code for _ in range(services.ANSWERS_FROM_ONE_ADDRESS + 1)]
    assert statuses == [200] * services.ANSWERS_FROM_ONE_ADDRESS + [422]
    cache.clear()


def test_form_is_never_cached(lipova, form_page, client_for):
    response = client_for(lipova).get("/zavada/")
    assert "no-store" in response["Cache-Control"]


def test_answers_are_read_by_editors_of_that_site_alone(
    lipova, sluknov, form_page, people, client_for
):
    fill_in(client_for(lipova))
    address = reverse("wagtailforms:list_submissions", args=[form_page.pk])
    mine = client_for(lipova, people.clerk("lipova")).get(address)
    assert "Nesvítí lampa" in mine.content.decode()
    for site, person in [
        (sluknov, people.clerk("sluknov")),
        (lipova, people.clerk("sluknov")),
        (lipova, people.author("lipova")),
        (lipova, people.outsider()),
        (lipova, None),
    ]:
        response = client_for(site, person).get(address)
        assert response.status_code in (302, 403, 404)
        assert "Nesvítí lampa" not in response.content.decode()


def test_old_answers_are_deleted(lipova, on, form_page, client_for):
    fill_in(client_for(lipova))
    with on(lipova):
        FormPage.objects.update(keep_days=30)
        with time_machine.travel(NOW + dt.timedelta(days=29), tick=False):
            assert services.delete_old_answers() == 0
        with time_machine.travel(NOW + dt.timedelta(days=31), tick=False):
            assert services.delete_old_answers() == 1
