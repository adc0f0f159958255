"""The desk: a document from its start to the public, and who may do what."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tenants.utils import tenant_context

from shared.audit.models import Entry
from shared.practices.forms import LinkRow as PracticeLink
from shared.published import references
from shared.published import services as published
from shared.published.enums import Kind
from shared.published.models import Item, SiteRevision
from shared.strategies import selectors, tasks
from shared.strategies.enums import Readers
from shared.strategies.models import (
    Activity,
    Document,
    Project,
    Share,
    ShareMail,
    StrategyFile,
)
from shared.strategies.services import documents, outline, projects
from tests.shared.practices.factory import published as practice
from tests.shared.strategies.factory import VALUES, activity, clerk, document, measure

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
EMPTY = {f"{key}-rows": "0" for key in ("funding", "readings", "shares", "links")}


def test_from_nothing_to_the_public(lipova, union, people, client_for):
    browser = client_for(lipova, people.clerk("lipova"))
    made = browser.post("/admin/strategie/novy/", VALUES)
    assert made.status_code == 302
    one = Document.objects.get()
    root = f"/admin/strategie/{one.pk}/"
    assert browser.post(f"{root}cil/", {"code": "1", "title": "Doprava"}).status_code == 302
    goal = one.goals.get()
    assert browser.post(f"{root}cil/{goal.pk}/opatreni/", {"title": "Chodníky"}).status_code == 302
    place = goal.measures.get()
    sent = {
        "title": "Chodník ke škole",
        "measure": place.pk,
        "state": "bezi",
        "seen": "",
        "first_year": "2024",
        "last_year": "2026",
        "estimated_cost": "66 550,50",
        "indicator": "metry",
        "target": "100",
        "funding-rows": "2",
        "funding-0-source": "kraj",
        "funding-0-amount": "50 000",
        "funding-0-secured": "on",
        "funding-1-source": "",
        "funding-1-amount": "",
        "readings-rows": "1",
        "readings-0-day": "2024-06-30",
        "readings-0-value": "12,5",
        "shares-rows": "1",
        "shares-0-municipality": "sluknov",
        "shares-0-percent": "40",
        "links-rows": "0",
    }
    address = f"{root}opatreni/{place.pk}/aktivita/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, sent).status_code == 302
    kept = Activity.objects.get()
    assert kept.estimated_cost == Decimal("66550.50") and kept.funding.get().secured
    assert kept.readings.get().value == Decimal("12.5")
    browser.post(f"{root}verze/1/", {"approved_on": "2024-03-12", "approved_by": "zastupitelstvo"})
    paper = SimpleUploadedFile("Program <rozvoje>.pdf", PDF)
    browser.post(f"{root}verze/1/soubor/", {"title": "Text", "upload": paper})
    assert client_for(union).get(one.path).status_code == 404
    assert browser.post(f"{root}ctenari/", {"readers": "public"}).status_code == 302
    shown = client_for(union).get(one.path).content.decode()
    assert "Chodník ke škole" in shown and "12. 3. 2024" in shown.replace("\u00a0", " ")
    file = StrategyFile.objects.get()
    address = reverse("strategies:file", args=[one.pk, file.pk, file.name])
    answer = client_for(union).get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment")
    assert Item.objects.get(kind="strategy").municipality == lipova
    assert Entry.objects.filter(action__startswith="strategy.", schema_name="lipova").count() >= 6


def test_what_was_typed_is_kept_with_its_errors(lipova, people, client_for):
    made = document(lipova)
    place = measure(made)
    browser = client_for(lipova, people.clerk("lipova"))
    sent = {
        **EMPTY,
        "title": "Napsané",
        "measure": place.pk,
        "state": "bezi",
        "first_year": "2026",
        "last_year": "2024",
        "shares-rows": "3",
        "shares-0-municipality": "sluknov",
        "shares-0-percent": "60",
        "shares-1-municipality": "rumburk",
        "shares-1-percent": "50",
        "shares-2-municipality": "lipova",
        "shares-2-percent": "",
        "links-rows": "1",
        "links-0-address": "https://jinde.example/dobra-praxe/1-x/",
    }
    answer = browser.post(f"/admin/strategie/{made.pk}/opatreni/{place.pk}/aktivita/", sent)
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert "Napsané" in shown and "jinde.example" in shown
    form = answer.context["form"]
    assert set(form.errors) == {"last_year"}
    assert form.rows["shares"].errors and form.rows["links"].errors
    assert not Activity.objects.exists()
    sent.update({"last_year": "2026", "shares-2-municipality": "", "links-rows": "0"})
    answer = browser.post(f"/admin/strategie/{made.pk}/opatreni/{place.pk}/aktivita/", sent)
    assert answer.status_code == 400 and answer.context["form"].non_field_errors()


def test_two_who_write_the_same_activity(lipova, people, client_for):
    made = document(lipova)
    one = activity(made, "Původní")
    browser = client_for(lipova, people.clerk("lipova"))
    address = f"/admin/strategie/{made.pk}/aktivita/{one.pk}/"
    seen = browser.get(address).context["seen"]
    sent = {**EMPTY, "measure": one.measure_id, "state": "bezi", "seen": seen}
    assert browser.post(address, {**sent, "title": "První"}).status_code == 302
    answer = browser.post(address, {**sent, "title": "Druhý"})
    assert answer.status_code == 409 and "Druhý" in answer.content.decode()
    one.refresh_from_db()
    assert one.title == "První"


def test_order_and_taking_out(lipova, people, client_for):
    made = document(lipova)
    first, second = activity(made, "První"), activity(made, "Druhá")
    browser = client_for(lipova, people.clerk("lipova"))
    root = f"/admin/strategie/{made.pk}/"
    browser.post(f"{root}aktivita/{second.pk}/nahoru/")
    assert [each.title for each in made.activities.order_by("position")] == ["Druhá", "První"]
    browser.post(f"{root}aktivita/{second.pk}/nahoru/")  # the first one stays where it is
    goal = made.goals.get()
    browser.post(f"{root}cil/{goal.pk}/smazat/")
    assert made.goals.exists()  # not while anything stands below it
    for one in (first, second):
        assert browser.get(f"{root}aktivita/{one.pk}/smazat/").status_code == 200
        browser.post(f"{root}aktivita/{one.pk}/smazat/")
    assert not made.activities.exists()


def test_who_may_write(lipova, sluknov, union, people, client_for):
    hidden = document(lipova, Readers.OWN, title="Tajný program")
    opened = document(lipova, Readers.UNION, title="Otevřený program")
    public = document(lipova, title="Veřejný program")
    own = [client_for(lipova, people.author("lipova")), client_for(lipova, people.clerk("lipova"))]
    for browser in own:
        assert browser.get(f"/admin/strategie/{hidden.pk}/upravit/").status_code == 200
    # An author writes what is not public yet and decides nothing.
    author = own[0]
    assert author.get(f"/admin/strategie/{public.pk}/upravit/").status_code in (302, 403)
    refused = author.post(f"/admin/strategie/{hidden.pk}/ctenari/", {"readers": "public"})
    assert refused.status_code in (302, 403)
    hidden.refresh_from_db()
    assert hidden.readers == Readers.OWN
    neighbour = client_for(sluknov, people.clerk("sluknov"))
    editor = client_for(union, people.union_editor())
    for browser, seen in ((neighbour, set()), (editor, {opened.pk, public.pk})):
        shown = browser.get("/admin/strategie/").content.decode()
        for each in (hidden, opened, public):
            path = f"/admin/strategie/{each.pk}/"
            assert browser.get(path).status_code == (200 if each.pk in seen else 404)
            assert (each.title in shown) == (each.pk in seen)
            for inner in ("upravit/", "cil/", "tabulka/", "verze/", "smazat/"):
                assert browser.post(path + inner).status_code in (302, 403, 404)
            assert browser.get(f"{path}aktivity.csv").status_code == (
                200 if each.pk in seen else 404
            )
    assert Document.objects.count() == 3
    assert client_for(lipova).get("/admin/strategie/").status_code == 302


def test_the_union_sees_what_is_running_where(lipova, sluknov, union, people, client_for):
    activity(document(lipova, Readers.UNION), state="bezi", estimated_cost=Decimal(5))
    activity(document(sluknov, Readers.OWN), "TAJNÁ", last_year=2020)
    editor = client_for(union, people.union_editor())
    answer = editor.get("/admin/strategie/")
    rows = {row.municipality.slug: row for row in answer.context["standings"]}
    assert (rows["lipova"].running, rows["lipova"].unfunded) == (1, 1)
    assert (rows["sluknov"].documents, rows["sluknov"].late) == (0, 0)
    assert rows["rumburk"].activities == 0
    assert "TAJNÁ" not in answer.content.decode()
    # And the public only what is public.
    public = {
        row.municipality.slug: row.documents for row in selectors.standings(selectors.public(union))
    }
    assert public["lipova"] == 0


def test_a_municipality_confirms_or_declines_its_share(lipova, sluknov, people, client_for, on):
    one = activity(document(lipova), shares=[{"municipality": "sluknov", "percent": Decimal(40)}])
    hidden = activity(
        document(lipova, Readers.OWN, title="Tajný"),
        "Tajná",
        shares=[{"municipality": "sluknov", "percent": Decimal(40)}],
    )
    share, other = one.shares.get(), hidden.shares.get()
    browser = client_for(sluknov, people.clerk("sluknov"))
    shown = browser.get("/admin/strategie/").content.decode()
    assert "Chodník ke škole" in shown and "Tajná" not in shown
    assert browser.post(f"/admin/strategie/podil/{other.pk}/", {"agrees": "1"}).status_code == 404
    stranger = client_for(lipova, people.clerk("lipova"))
    assert stranger.post(f"/admin/strategie/podil/{share.pk}/", {"agrees": "1"}).status_code == 404
    author = client_for(sluknov, people.author("sluknov"))
    author.post(f"/admin/strategie/podil/{share.pk}/", {"agrees": "1"})
    share.refresh_from_db()
    assert share.confirmed_at is None
    before = SiteRevision.objects.get(schema="lipova").number
    address, answer = f"/admin/strategie/podil/{share.pk}/", {"agrees": "1", "seen": "40.00"}
    assert '"seen" value="40.00"' in browser.get("/admin/strategie/").content.decode()
    Share.objects.filter(pk=share.pk).update(percent=60)
    browser.post(address, answer)  # 40 were on the page, 60 are asked for now
    share.refresh_from_db()
    assert share.confirmed_at is None
    Share.objects.filter(pk=share.pk).update(percent=40)
    assert browser.post(address, answer).status_code == 302
    share.refresh_from_db()
    assert share.confirmed_at is not None
    assert SiteRevision.objects.get(schema="lipova").number > before
    # A share that changes is asked for again, one that does not stays confirmed.
    for percent, confirmed in ((Decimal(40), True), (Decimal(50), False)):
        with on(lipova):
            outline.save_activity(
                one.document_id,
                one.measure_id,
                {"shares": [{"municipality": "sluknov", "percent": percent}]},
                activity_id=one.pk,
                actor=clerk(lipova),
            )
        assert (Share.objects.get(activity=one).confirmed_at is not None) == confirmed
    browser.post(f"/admin/strategie/podil/{share.pk}/", {"agrees": "0"})
    assert not Share.objects.filter(activity=one).exists()


def test_what_has_been_public_is_closed_and_not_deleted(lipova, people, client_for, on):
    made, never = document(lipova), document(lipova, Readers.OWN, title="Nikdy")
    with on(lipova):
        documents.open_to(made.pk, Readers.OWN, actor=clerk(lipova))
        documents.add_file(
            never.pk, 1, "Text", SimpleUploadedFile("a.pdf", PDF), actor=clerk(lipova)
        )
    browser = client_for(lipova, people.clerk("lipova"))
    for each in (made, never):
        browser.post(f"/admin/strategie/{each.pk}/smazat/")
    assert list(Document.objects.values_list("title", flat=True)) == [made.title]


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg"])
def test_files_that_could_do_harm(name, lipova, people, client_for):
    made = document(lipova)
    browser = client_for(lipova, people.clerk("lipova"))
    sent = {"title": "x", "upload": SimpleUploadedFile(name, b"<script>1</script>")}
    answer = browser.post(f"/admin/strategie/{made.pk}/verze/1/soubor/", sent)
    assert answer.status_code == 400
    assert not StrategyFile.objects.exists()


def test_the_address_of_the_programme_is_on_obcepro(lipova, people, client_for):
    browser = client_for(lipova, people.clerk("lipova"))
    for address in ("https://obcepro.cz.evil.example/", "http://www.obcepro.cz/", "javascript:1"):
        answer = browser.post("/admin/strategie/novy/", {**VALUES, "obcepro_url": address})
        assert answer.status_code == 400, address


def test_practices_and_strategies_name_each_other(lipova, sluknov, union, client_for, on):
    good = practice(sluknov, title="Putovní výstava")
    made = document(lipova, title="Program Lipové")
    one = activity(made, links=[(Kind.PRACTICE, str(good.pk)), (Kind.PRACTICE, "999999")])
    shown = client_for(lipova).get(one.path).content.decode()
    assert "Putovní výstava" in shown and "999999" not in shown
    assert references.named_by(f"{lipova.url}/de/strategie/{made.pk}-x/") == (
        "strategy",
        str(made.pk),
    )
    for foreign in (f"https://evil.example{made.path}", "javascript:alert(1)", "//[", "ftp://x/"):
        assert references.named_by(foreign) is None
    assert [item.title for item in references.pointing_at(Kind.PRACTICE, good.pk)] == [made.title]
    shown = client_for(union).get(good.path).content.decode()
    assert f'href="{lipova.url}{made.path}"' in shown  # the practice says which strategy names it
    # And the other way round, from the form of the practice to the page of the strategy.
    row = PracticeLink({"kind": "strategy", "url": str(made.pk), "title": ""})
    assert row.is_valid() and row.cleaned_data["ref"] == f"strategy:{made.pk}"
    naming = practice(sluknov, title="Vzešlá z programu", links=[row.cleaned_data])
    assert "Vzešlá z programu" in client_for(lipova).get(made.path).content.decode()
    page = client_for(union).get(naming.path).content.decode()
    assert "Program Lipové" in page and f'href="{lipova.url}{made.path}"' in page
    with on(lipova):
        documents.open_to(made.pk, Readers.OWN, actor=clerk(lipova))
    assert references.pointing_at(Kind.PRACTICE, good.pk) == []
    for each in (good, naming):
        assert "Program Lipové" not in client_for(union).get(each.path).content.decode()
    for address in (f"/strategie/{made.pk}/", f"{lipova.url}{made.path}"):  # saved once more
        assert PracticeLink({"kind": "strategy", "url": address, "title": ""}).is_valid()


def test_the_project_counts_its_outputs_from_the_register(
    lipova, sluknov, union, people, client_for, on
):
    browser = client_for(union, people.union_editor())
    sent = {
        "title": "Strategické řízení",
        "number": "CZ.1",
        "published": "on",
        "fund": "Evropská unie, Evropský sociální fond",
        "eligible_costs": "1 555 937,50",
        "outputs-rows": "2",
        "outputs-0-kind": "program",
        "outputs-0-promised": "12",
        "outputs-1-kind": "web",
        "outputs-1-promised": "1",
        "key_activities-rows": "1",
        "key_activities-0-code": "KA1",
        "key_activities-0-text": "audit",
    }
    assert browser.post("/admin/strategie/projekt/", sent).status_code == 302
    project = Project.objects.get()
    document(lipova, project=project)
    document(sluknov, Readers.OWN, project=project, title="TAJNÝ")
    page = client_for(union).get(project.path)
    shown = page.content.decode()
    assert "Evropská unie, Evropský sociální fond" in shown and "CZ.1" in shown
    assert [(row.promised, row.counted) for row in page.context["results"]] == [(12, 1), (1, 1)]
    assert "TAJNÝ" not in shown
    assert client_for(lipova).get(project.path).status_code == 404
    assert f'href="{project.path}"' in client_for(union).get("/strategie/").content.decode()
    # Only the union's editors write it, and what is not public is nowhere.
    for site, person in ((lipova, "lipova"), (sluknov, "sluknov")):
        other = client_for(site, people.clerk(person))
        assert other.post(f"/admin/strategie/projekt/{project.pk}/", sent).status_code == 404
    with on(union):
        projects.save(
            {"published": False},
            outputs=[],
            key_activities=[],
            project_id=project.pk,
            actor=people.union_editor(),
        )
    assert client_for(union).get(project.path).status_code == 404


def test_the_projection_is_what_the_sites_say(lipova, on):
    made = document(lipova)
    activity(made, readings=[{"day": dt.date(2024, 1, 1), "value": Decimal(1)}])
    document(lipova, Readers.UNION, title="Otevřený")
    with on(lipova):
        assert [drift for drift in published.verify() if drift.kind == "strategy"] == []
    Item.objects.filter(kind="strategy").update(title="jinak")
    Item.objects.create(
        municipality=lipova,
        kind="strategy",
        source_id="999",
        title="x",
        url_path="/x",
        published_at=made.published_at,
        title_key="x",
        search="",
    )
    with on(lipova):
        problems = {drift.problem for drift in published.rebuild() if drift.kind == "strategy"}
        assert problems == {"different", "orphaned"}
        assert [drift for drift in published.verify() if drift.kind == "strategy"] == []


# --- Mails about shares -------------------------------------------------------------------------


def told() -> list[tuple[str, str]]:
    found = sorted((message.to[0], message.subject) for message in mail.outbox)
    mail.outbox.clear()
    return found


def test_offers_and_answers_are_mailed(
    lipova, sluknov, people, on, django_capture_on_commit_callbacks
):
    """Once for each offer, to those who can answer it, and only when they can see it."""
    mayor = people.clerk("sluknov")
    people.author("sluknov")
    part = {"municipality": "sluknov", "percent": Decimal(40)}
    with django_capture_on_commit_callbacks(execute=True):
        one = document(lipova, Readers.OWN)
        made = activity(one, code="1.1", estimated_cost=Decimal(50_000), shares=[part])
        other = activity(one, "Lávka", code="1.2", shares=[part])
    assert told() == []
    boss = clerk(lipova)

    def opened(readers: Readers) -> None:
        with on(lipova), django_capture_on_commit_callbacks(execute=True):
            documents.open_to(one.pk, readers, actor=boss)

    opened(Readers.UNION)
    [message] = mail.outbox
    assert message.subject == f"Lipová nabízí podíly ve 2 aktivitách: {one.title}"
    for part_of_it in (
        "1.1 Chodník ke škole",
        "1.2 Lávka",
        "40\u00a0%",
        "20\u00a0000\u00a0Kč",
        f"{sluknov.url}/admin/strategie/",
    ):
        assert part_of_it in message.body
    assert made.path not in message.body  # it is not public yet
    assert [to for to, _subject in told()] == [mayor.email]
    opened(Readers.OWN)
    opened(Readers.PUBLIC)
    assert told() == []
    other.delete()

    def answered(agrees: bool) -> None:
        with on(sluknov), django_capture_on_commit_callbacks(execute=True):
            share = made.shares.get()
            seen = outline.offer_of(share)
            outline.answer_share(share.pk, agrees=agrees, seen=seen, actor=mayor)

    answered(True)
    assert [to for to, _subject in told()] == [boss.email]
    with on(lipova), django_capture_on_commit_callbacks(execute=True):
        again = {**part, "percent": Decimal(50)}
        outline.save_activity(
            one.pk, made.measure_id, {"shares": [again]}, activity_id=made.pk, actor=boss
        )
    assert [to for to, _subject in told()] == [mayor.email]
    answered(False)
    assert f"{lipova.url}/admin/strategie/{one.pk}/" in mail.outbox[0].body
    assert [to for to, _subject in told()] == [boss.email]
    assert not ShareMail.objects.filter(sent_at=None).exists()


def test_a_lost_mail_is_found_and_a_stale_one_dropped(lipova, sluknov, people):
    people.clerk("sluknov")
    one = activity(document(lipova), shares=[{"municipality": "sluknov", "percent": Decimal(40)}])
    row = ShareMail.objects.get()
    ShareMail.objects.update(created_at="2020-01-01T00:00:00Z")
    tasks.send_overdue()
    tasks.send_overdue()
    assert len(told()) == 1
    ShareMail.objects.update(sent_at=None, handed_at=None)
    Document.objects.filter(pk=one.document_id).update(readers=Readers.OWN)
    tasks.send_mail("public", row.pk)
    assert told() == []
    row.refresh_from_db()
    assert row.dropped_at is not None


# --- Words --------------------------------------------------------------------------------------


def test_files_are_read_for_search(lipova, union, client_for, people):
    one = document(lipova, title="Program rozvoje obce")
    table = SimpleUploadedFile("plan.csv", "akce;kolumbárium".encode())
    with tenant_context(lipova):
        file = documents.add_file(one.pk, 1, "Plán", table, actor=clerk(lipova))
    browser = client_for(union)
    assert "Program rozvoje obce" not in browser.get("/strategie/?q=kolumbaria").content.decode()
    tasks.read_files()
    tasks.read_files()
    file.refresh_from_db()
    assert file.words_state == "read"
    for site in (union, lipova):
        found = client_for(site).get("/strategie/?q=kolumbaria").content.decode()
        assert "Program rozvoje obce" in found.replace("\u00a0", " ")
    # Nothing has the mistyped word, so the nearest one is looked for, and it says so.
    mistyped = browser.get("/strategie/?q=kolunbarium").content.decode()
    assert "kolunbarium" in mistyped and one.path in mistyped
    assert one.path in browser.get("/strategie/dokumenty.json?q=kolumbarium").content.decode()
    assert one.path not in browser.get("/strategie/dokumenty.json?q=nesmysl").content.decode()
    with tenant_context(lipova):
        documents.remove_file(one.pk, file.pk, actor=clerk(lipova))
    assert "kolumb" not in Item.objects.get(kind=Kind.STRATEGY).text
