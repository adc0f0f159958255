"""The clerk's way: write, be told what the law asks, hang out, take down, certify."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tenants.noticeboard.models import JournalEntry, Notice
from tests.tenants.noticeboard.conftest import pdf

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def url(view, *arguments):
    return reverse(f"wagtailsnippets_noticeboard_notice:{view}", args=arguments)


def form(documents=(), subjects=(), **changed):
    def rows(name, found):
        data = {f"{name}-TOTAL_FORMS": str(len(found)), f"{name}-INITIAL_FORMS": "0",
                f"{name}-MIN_NUM_FORMS": "0", f"{name}-MAX_NUM_FORMS": "1000"}  # fmt: skip
        for number, row in enumerate(found):
            data |= {f"{name}-{number}-{key}": value for key, value in row.items()}
            data |= {f"{name}-{number}-id": "", f"{name}-{number}-ORDER": str(number + 1)}
        return data

    return {
        "title": "Oznámení",
        "kind": "other",
        "reference": "",
        "file_mark": "",
        "originator": "",
        "department": "",
        "post_at": timezone.localtime().strftime("%d.%m.%Y %H:%M"),
        "planned_removal": "",
        "meeting_on": "",
        "exception": "",
        "corrects": "",
        "text": "null",
        **rows("attachments", documents),
        **rows("subjects", subjects),
    } | changed


@pytest.fixture
def clerk(lipova, people, client_for):
    return client_for(lipova, people.clerk("lipova"))


@pytest.fixture
def publish(clerk, lipova, on):
    def act(**changed):
        response = clerk.post(url("add"), form(**{"action-publish": "1", **changed}), follow=True)
        with on(lipova):
            return response.content.decode(), Notice.objects.order_by("-pk").first()

    return act


def test_author_prepares_and_editor_hangs_out(lipova, on, people, client_for):
    author = client_for(lipova, people.author("lipova"))
    author.post(url("add"), form(**{"action-publish": "1"}))
    author.post(url("add"), form(title="Ke schválení", **{"action-submit": "1"}))
    with on(lipova):
        assert not Notice.objects.filter(posted_at__isnull=False).exists()
        assert Notice.objects.get(title="Ke schválení").workflow_in_progress
    editor = client_for(lipova, people.clerk("lipova"))
    editor.post(url("add"), form(title="Vyvěšeno", **{"action-publish": "1"}))
    with on(lipova):
        assert [notice.title for notice in Notice.objects.on_board()] == ["Vyvěšeno"]


def test_form_explains_what_the_law_asks(clerk):
    html = clerk.get(url("add")).content.decode()
    assert "§ 39 odst. 1 zákona č. 128/2000 Sb." in html
    assert "§ 25 odst. 2 zákona č. 500/2004 Sb." in html


def test_too_short_is_refused_and_what_was_typed_stays(publish):
    removal = timezone.localdate() + 10 * DAY
    html, notice = publish(
        kind="property_intent", title="Záměr", planned_removal=removal.strftime("%d.%m.%Y")
    )
    assert notice is None
    assert "§ 39 odst. 1" in html and 'value="Záměr"' in html


def test_invitation_too_late_is_refused_unless_the_exception_is_named(publish):
    meeting = (timezone.localdate() + 4 * DAY).strftime("%d.%m.%Y")
    html, notice = publish(kind="council_meeting", meeting_on=meeting)
    assert notice is None and "§ 93 odst. 1" in html
    _html, notice = publish(
        kind="council_meeting", meeting_on=meeting, exception="Stav nebezpečí č. 3/2026"
    )
    assert notice.is_on_board and notice.exception


def test_scan_without_text_is_warned_about(publish, document, lipova):
    paper = document(lipova, "sken.pdf", pdf(""), title="Naskenovaná vyhláška")
    html, notice = publish(documents=[{"document": str(paper.pk), "title": ""}])
    assert notice.is_on_board
    assert "Naskenovaná vyhláška" in html and "messages" in html
    assert html.count('class="warning"') >= 1


def test_natural_person_makes_it_personal(publish):
    _html, notice = publish(subjects=[{"name": "Jan Smyšlený", "is_person": "on"}])
    assert notice.personal
    _html, notice = publish(subjects=[{"name": "Smyšlená s. r. o."}])
    assert not notice.personal


def test_posted_form_is_locked_and_offers_what_may_be_done(clerk, publish, lipova, on):
    _html, notice = publish(title="Visí")
    html = clerk.get(url("edit", notice.pk)).content.decode()
    for view in ("take-down", "certificate", "journal"):
        assert url(view, notice.pk) in html
    assert f"opravuje={notice.pk}" in html
    clerk.post(url("edit", notice.pk), form(title="Změněno", **{"action-publish": "1"}))
    clerk.post(url("unpublish", notice.pk))
    clerk.post(url("delete", notice.pk))
    with on(lipova):
        notice.refresh_from_db()
        assert notice.title == "Visí" and notice.is_on_board


def test_correction_is_a_new_notice_and_both_say_so(clerk, publish, client_for, lipova):
    _html, wrong = publish(title="Termín 1. 5.")
    html = clerk.get(f"{url('add')}?opravuje={wrong.pk}").content.decode()
    assert "Termín 1. 5." in html
    _html, right = publish(title="Oprava: termín 2. 5.", corrects=str(wrong.pk))
    citizen = client_for(lipova)
    assert right.url in citizen.get(wrong.url).content.decode()
    assert wrong.url in citizen.get(right.url).content.decode()


def test_taken_down_by_hand_with_a_reason(clerk, publish, lipova, on):
    _html, notice = publish(kind="bylaw")
    page = clerk.get(url("take-down", notice.pk)).content.decode()
    assert 'role="alert"' in page  # the least period runs
    assert clerk.post(url("take-down", notice.pk), {"reason": ""}).status_code == 200
    assert clerk.post(url("take-down", notice.pk), {"reason": "Zrušeno"}).status_code == 302
    with on(lipova):
        notice.refresh_from_db()
        assert notice.removal_reason == "Zrušeno"
        assert JournalEntry.objects.get(act="removed").data["early"] is True
    assert clerk.post(url("take-down", notice.pk), {"reason": "Znovu"}).status_code in (302, 403)
    assert "Zrušeno" in clerk.get(url("journal", notice.pk)).content.decode()


@pytest.mark.parametrize("view", ["take-down", "erase", "certificate", "journal", "joint-one"])
def test_only_those_who_keep_this_board(lipova, on, people, client_for, publish, view):
    _html, notice = publish()
    for person in (None, people.outsider(), people.clerk("sluknov"), people.union_editor()):
        browser = client_for(lipova, person)
        for act in (browser.get, browser.post):
            response = act(url(view, notice.pk), {"reason": "Proč ne"})
            assert response.status_code in (302, 403, 404, 405)
    author = client_for(lipova, people.author("lipova"))
    if view in ("take-down", "erase"):
        assert author.post(url(view, notice.pk), {"reason": "x"}).status_code in (302, 403)
    with on(lipova):
        assert Notice.objects.on_board().count() == 1


def test_list_says_where_each_one_is(clerk, publish, hang, lipova):
    publish(title="Visí")
    publish(
        title="Čeká",
        post_at=(timezone.localtime() + 2 * DAY).strftime("%d.%m.%Y %H:%M"),
    )
    html = clerk.get(url("list")).content.decode()
    assert "Visí" in html and "Čeká" in html
