"""Every address of both URLconfs, asked by the wrong people, with something there to leak.

Lipová holds a draft, a draft event, a citizen's suggestion, a private document, an image, a notice,
a form's answer, an office, a person, an unpublished record of good practice with a paper and a strategy that only its
office reads, each
carrying a marker. Whoever has no business there asks for each address with the very ids of those rows, on Lipová's host and on other hosts. Nobody may see the marker,
change a row, or make the portal fail.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.cache.backends.dummy import DummyCache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from PIL import Image as Drawing

pytestmark = pytest.mark.django_db

MARKER = "7f3-only-lipova-knows"
URLCONFS = {"lipova": "portal.urls", "sluknov": "portal.urls", "public": "portal.urls_union"}

# Logging out would end the session of the person who asks; the fail whale fails on purpose.
LEFT_OUT = ("admin/logout/", "admin/odhlasit-vsude/", "admin/failwhale/")

# Addresses of Wagtail's own that fail for whoever may log in and sends nonsense: an empty form, or
# a number where a record has a UUID. They tell nothing; that is still checked.
FAILS_IN_WAGTAIL = (
    "/admin/choose-external-link/",
    "/admin/editing-sessions/ping/events/event/",
    "/admin/redirects/import/process/",
    "/admin/snippets/choose/",
    "/admin/kalendar/history/",
)


@pytest.fixture
def secrets(db, lipova, on, people, tmp_path) -> dict[str, list[Any]]:
    """Rows of Lipová that nobody outside may see; the values that addresses can name."""
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model
    from wagtail.models import Collection, CollectionViewRestriction, Page

    from calendar_app.events.models import Event, Suggestion
    from shared.practices.enums import FileKind
    from shared.practices.services import records as practices
    from tenants.contacts.models import Office
    from tenants.pages.models import ContentPage, FormPage
    from tenants.roles import services as roles
    from tenants.roles.enums import Role

    administrator = people.administrator("lipova")
    with on(lipova):
        home = Page.objects.filter(depth=2).order_by("path").first()
        draft = ContentPage(title=f"Draft {MARKER}", slug="tajny-koncept", live=False)
        home.add_child(instance=draft)
        revision = draft.save_revision(user=administrator)
        form = FormPage(title=f"Form {MARKER}", slug="tajny-formular", live=False)
        home.add_child(instance=form)
        form.get_submission_class().objects.create(page=form, form_data={"text": MARKER})

        event = Event(
            title=f"Event {MARKER}",
            category="ostatni",
            start_date=timezone.localdate(),
            end_date=timezone.localdate(),
            all_day=True,
            live=False,
        )
        event.save()
        event_revision = event.save_revision(user=administrator)
        suggestion = Suggestion.objects.create(
            title=f"Suggestion {MARKER}",
            category="ostatni",
            start_date=timezone.localdate(),
            all_day=True,
            place=f"Place {MARKER}",
            sender_name=f"Sender {MARKER}",
            sender_email=f"{MARKER}@citizen.example",
        )

        source, run = foreign_calendar(administrator)

        collection = Collection.get_first_root_node().add_child(name=f"Private {MARKER}")
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        drawn = BytesIO()
        Drawing.new("RGB", (40, 30), "red").save(drawn, "PNG")
        image = get_image_model()(
            title=f"Image {MARKER}",
            file=ContentFile(drawn.getvalue(), name=f"{MARKER}.png"),
            collection=collection,
        )
        image.save()
        document = get_document_model()(
            title=f"Document {MARKER}",
            file=ContentFile(f"%PDF-1.4 {MARKER}".encode(), name=f"{MARKER}.pdf"),
            collection=collection,
        )
        document.save()
        gone, hidden, part = board_notices(document)
        office = Office.objects.create(name=f"Office {MARKER}")
        office.delete()  # a contact is public: only what is not published may count as a leak
        practice = practices.create(f"Practice {MARKER}", actor=administrator)
        paper = practices.add_file(
            practice.pk,
            FileKind.ATTACHMENT,
            ContentFile(f"paper {MARKER}".encode(), name=f"{MARKER}.txt"),
            {"title": f"Paper {MARKER}", "paper": "other", "licence": "cc0"},
            actor=administrator,
        )
        strategies = strategy(administrator)
        contract, officer = lists_of_the_law(lipova)
        invitation = roles.invite(f"{MARKER}@test.example", Role.EDITOR, actor=administrator)
        return {
            "page": [draft.pk, form.pk],
            "image": [image.pk],
            "document": [document.pk],
            "revision": [revision.pk, event_revision.pk],
            "collection": [collection.pk],
            "invitation": [invitation.pk],
            "person": [administrator.pk],
            "uuids": [event.pk, suggestion.pk, source.pk],
            "run": [run.pk],
            "notice": [gone.pk, hidden.pk],
            "attachment": [part.pk],
            "contract": [contract.pk],
            "officer": [officer.pk],
            "practice": [practice.pk],
            "strategies": strategies,
            "file_id": [paper.pk],
            "document_names": [document.filename],
            "media": [image.file.name, document.file.name],
        }


def strategy(person: Any) -> dict[str, list[Any]]:
    """A document that only its office may read, with all that can stand in one."""
    from shared.strategies.models import Share, Upload
    from shared.strategies.services import documents, outline
    from tenants.registry.models import Municipality

    made = documents.create(
        {"kind": "program", "title": f"Strategy {MARKER}", "state": "platny"}, actor=person
    )
    goal = outline.save_goal(made.pk, {"title": f"Goal {MARKER}"}, actor=person)
    measure = outline.save_measure(made.pk, goal.pk, {"title": f"Way {MARKER}"}, actor=person)
    activity = outline.save_activity(
        made.pk,
        measure.pk,
        {"title": f"Activity {MARKER}", "state": "bezi"},
        actor=person,
    )
    partner = Municipality.objects.get(slug="sluknov")
    share = Share.objects.create(activity=activity, municipality=partner, percent=Decimal(10))
    paper = documents.add_file(
        made.pk,
        1,
        f"Paper {MARKER}",
        SimpleUploadedFile(f"{MARKER}.txt", f"paper {MARKER}".encode()),
        actor=person,
    )
    rows = [{"line": 2, "aktivita": f"Row {MARKER}"}]
    upload = Upload.objects.create(document=made, name="a.csv", rows=rows, created_by=person)
    return {
        "document": [made.pk],
        "number": [made.pk],
        "goal": [goal.pk],
        "measure": [measure.pk],
        "activity": [activity.pk],
        "row": [activity.pk, goal.pk],
        "file_id": [paper.pk],
        "upload": [upload.pk],
        "share": [share.pk],
        "slug": [made.slug],
        "name": [paper.name],
        "project": [1],
    }


def lists_of_the_law(site: Any) -> tuple[Any, Any]:
    """A contract with a person, whose name is not published, and an officer whom nobody names."""
    from shared.duties.models import Officer
    from tenants.mandatory.models import Contract

    contract = Contract.objects.create(
        subject="Garden", counterpart=f"Person {MARKER}", is_person=True, signed_on="2026-01-01"
    )
    return contract, Officer.objects.create(owner=site, name=f"Officer {MARKER}", phone="1")


def board_notices(document: Any) -> tuple[Any, Any, Any]:
    """A notice with personal data that has come down, its document, and one that never hung."""
    from tenants.noticeboard import services
    from tenants.noticeboard.models import Notice, NoticeAttachment

    gone = Notice.objects.create(
        title=f"Notice {MARKER}", text=MARKER, personal=True, live=True, post_at=timezone.now()
    )
    NoticeAttachment.objects.create(notice=gone, document=document)
    assert services.post(gone)
    assert services.take_down_by_plan(gone)
    hidden = Notice.objects.create(title=f"Waiting {MARKER}", live=False)
    return gone, hidden, gone.attachments.get()


def foreign_calendar(person: Any) -> tuple[Any, Any]:
    """A source with a run, whose names and items are nobody else's business."""
    from calendar_app.imports.models import Run, RunItem, Source

    now = timezone.now()
    source = Source.objects.create(
        name=f"Source {MARKER}",
        address=f"https://{MARKER}.example/a.ics",
        category="ostatni",
        consented_at=now,
        consented_by=person,
    )
    run = Run.objects.create(source=source, started_at=now, progressed_at=now, result="waits")
    RunItem.objects.create(run=run, uid=MARKER, title=f"Item {MARKER}", fate="absent")
    return source, run


APP_MODELS = [
    ("pages", "contentpage"),
    ("pages", "siteimage"),
    ("events", "event"),
    ("noticeboard", "notice"),
    ("contacts", "office"),
    ("accounts", "user"),
    ("accounts", "invitation"),
    ("wagtailcore", "page"),
]


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry, route)
        else:
            yield route, entry


def _candidates(route: str, name: str, secrets: dict[str, list[Any]]) -> list[Any]:
    """What an argument may be: the id of a secret row of the kind that the address is about."""
    if name == "path":
        return secrets["media"]
    if "strategie/" in route and name in secrets["strategies"]:
        return secrets["strategies"][name]
    if name == "part":
        return ["soubory"]
    if name in {"number", "file_id"} and "dobra-praxe" in route:
        return secrets["practice" if name == "number" else "file_id"]
    if name in {"document_filename", "filename"}:
        return secrets["document_names"]
    if name in {"slug", "token", "version", "signature", "filter_spec", "action", "mode"}:
        return ["lipova"]
    if "uuid" in name or f"<uuid:{name}>" in route or "events" in route:
        return secrets["uuids"]
    for kind in ("attachment", "notice"):
        if kind in name or (f"/{kind}/" in route and name == "pk"):
            return secrets[kind]
    if "/beh/" in route:
        return secrets["run"]
    for kind in (
        *("contract", "officer", "image", "document", "revision", "collection", "invitation"),
        *("person", "practice"),
    ):
        if kind in name or f"/{kind}" in route:
            return secrets[kind]
    return secrets["page"]


def _fill(route: str, secrets: dict[str, list[Any]], names: list[str]) -> list[dict[str, Any]]:
    """Arguments for one pattern: the ids of what is secret wherever an id is asked for."""
    models = [name for name in names if name in {"app_label", "model_name"}]
    others = [name for name in names if name not in models]
    values = [_candidates(route, name, secrets) for name in others]
    filled = [
        dict(zip(others, combination, strict=True))
        for combination in itertools.islice(itertools.product(*values), 1 if models else 3)
    ]
    if models:
        filled = [
            {**arguments, "app_label": app_label, "model_name": model_name}
            for arguments in filled
            for app_label, model_name in APP_MODELS
        ]
    return filled


def addresses(urlconf: str, secrets: dict[str, list[Any]]) -> list[str]:
    """Every address of a URLconf, with ids filled in."""
    import re

    found: dict[str, None] = {}
    for route, pattern in _routes(get_resolver(urlconf)):
        names = list(pattern.pattern.converters) or list(
            getattr(pattern.pattern, "regex", re.compile("")).groupindex
        )
        # From path("<int:pk>/") and re_path(r"^(\d+)/$") alike to something to put values into.
        template = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
        template = re.sub(r"\(\?P\{(\w+)\}[^)]*\)+\??", r"{\1}", template)
        template = re.sub(r"\((?:\?:)?[^{}()]*\)[?*+]?", "{number}", template)
        template = re.sub(r"\\([./-])", r"\1", template.replace("^", "").replace("$", ""))
        template = template.replace("\\Z", "")
        wanted = re.findall(r"{(\w+)}", template)
        if not wanted:
            found["/" + template] = None
            continue
        for arguments in _fill(route, secrets, list(dict.fromkeys([*names, *wanted]))):
            try:
                found["/" + template.format(**arguments)] = None
            except (KeyError, IndexError, ValueError):
                found["/" + re.sub(r"{.*?}", str(secrets["page"][0]), template)] = None
    return [path for path in found if not path.lstrip("/").startswith(LEFT_OUT)]


def fingerprint(schema: str) -> dict[str, int]:
    """Rows of a site, counted and summed, without the logs of who looked when."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
        tables = [row[0] for row in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(
                f'SELECT coalesce(sum(hashtextextended(t::text, 0)), 0) FROM "{schema}"."{table}" t'
            )
            found[table] = cursor.fetchone()[0]
    return found


# Who asks, and on whose hosts. A person who may log in somewhere also asks there, with the
# session of that site and the ids of the other.
PERSONS = {
    "nobody": (lambda people: None, ("lipova",)),
    "outsider": (lambda people: people.outsider(), ("lipova",)),
    "clerk of Šluknov": (lambda people: people.clerk("sluknov"), ("lipova", "sluknov")),
    "administrator of Šluknov": (lambda people: people.administrator("sluknov"), ("sluknov",)),
    "union's editor": (lambda people: people.union_editor(), ("lipova", "public")),
    "clerk of Lipová elsewhere": (lambda people: people.clerk("lipova"), ("sluknov", "public")),
}


@pytest.mark.parametrize(
    ("who", "method"),
    [(who, "get") for who in PERSONS]
    + [(who, "post") for who in ("nobody", "outsider", "clerk of Šluknov", "union's editor")],
)
def test_nothing_of_lipova_reaches_others(
    who, method, secrets, people, client_for, lipova, sluknov, union, monkeypatch
):
    # Without a cache nothing is counted. Not `over_limit` itself: a module first imported under
    # such a patch would keep the replacement for every test after this one.
    monkeypatch.setattr("shared.kernel.ratelimit.cache", DummyCache("limits", {}))
    make, hosts = PERSONS[who]
    person = make(people)
    sites = {"lipova": lipova, "sluknov": sluknov, "public": union}
    before = fingerprint("lipova")
    problems = []
    for host in hosts:
        browser = client_for(sites[host], person)
        browser.raise_request_exception = False
        for path in addresses(URLCONFS[host], secrets):
            response = getattr(browser, method)(path)
            if response.status_code >= 500 and not path.startswith(FAILS_IN_WAGTAIL):
                problems.append(f"{response.status_code} {host} {path}")
            if MARKER in path:  # an address that is echoed back holds what the asker put there
                if response.status_code == 200:
                    problems.append(f"LEAK by name {host} {path}")
            elif MARKER in _text(response):
                problems.append(f"LEAK {host} {path}")
    assert not problems, "\n".join(problems[:40])
    assert fingerprint("lipova") == before


def test_there_is_something_to_leak(secrets, people, client_for, lipova):
    """The same rows are seen by those who may: else the test above proves nothing."""
    browser = client_for(lipova, people.administrator("lipova"))
    browser.raise_request_exception = False
    seen = [
        path
        for path in addresses(URLCONFS["lipova"], secrets)
        if path.startswith("/admin/") and MARKER in _text(browser.get(path))
    ]
    assert len(seen) > 15, seen


def _text(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "replace")
