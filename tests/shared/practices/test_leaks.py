"""Texts that are not everybody's, in each state in which a record has such, against every address.

Addresses without a number are taken from the URLconfs, so a page, feed, export or list of
suggestions that is written tomorrow is asked as well; those with a number are in `test_visibility`.
"""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import get_resolver

from shared.practices import tasks
from shared.practices.content import mark_of
from shared.practices.enums import Uptake
from shared.practices.models import Mail, Practice
from shared.practices.services import flow, records, reuse, talk
from tests.isolation.test_every_url import _routes
from tests.shared.practices.factory import draft, published, submitted
from tests.shared.practices.test_visibility import body_of

pytestmark = pytest.mark.django_db

MARKER = "zvlastnimarker"
WORD = "rozhlednictvi"  # of a title that nobody else's record has
STRANGERS = {
    "nobody": lambda people: None,
    "outsider": lambda people: people.outsider(),
}
COLLEAGUE = {"clerk of Rumburk": lambda people: people.clerk("rumburk")}


def public_addresses(urlconf: str) -> list[str]:
    """Every address without a number or a word in it, but for the desk's."""
    found = {"/" + route for route, _pattern in _routes(get_resolver(urlconf))}
    return sorted(
        route for route in found if not re.search(r"[<>()^$\\]", route) and "/admin/" not in route
    )


def asked(site):
    paths = public_addresses("portal.urls_union" if site.is_union else "portal.urls")
    assert {"/hledat/", "/hledat/naseptavac/", "/kalendar/", "/sitemap.xml"} <= set(paths)
    if site.is_union:
        assert {"/dobra-praxe/", "/dobra-praxe/rss/", "/dobra-praxe/export.csv"} <= set(paths)
    words = [f"/hledat/?q={WORD}", f"/hledat/naseptavac/?q={WORD[:6]}", f"/dobra-praxe/?q={WORD}"]
    return [*paths, *(path for path in words if site.is_union or "dobra" not in path)]


def assert_silent(sites, people, client_for, who):
    for site in sites:
        for name, make in who.items():
            browser = client_for(site, make(people))
            for path in asked(site):
                assert MARKER not in body_of(browser.get(path)), (site.slug, name, path)


def marked(**changes):
    return {"title": f"Stavba {WORD} {MARKER}", "summary": f"Souhrn {MARKER}", **changes}


def test_what_is_not_published_reaches_nobody(
    lipova, rumburk, sluknov, union, people, on, client_for
):
    """A draft, one that waits, one that came back, and new words over what is public."""
    clerk, editor = people.clerk("lipova"), people.union_editor()
    draft(lipova, **marked())
    submitted(lipova, **marked())
    returned = submitted(lipova, **marked())
    with on(union):
        flow.send_back(
            returned.pk, actor=editor, comment=f"K {MARKER}", comments={"postup": f"Krok {MARKER}"}
        )
    revised = published(lipova, title="Veřejný záznam")
    with on(lipova):
        for part, content in (
            ("v-kostce", {"summary": f"Nově {MARKER}"}),
            ("pouceni", {"went_wrong": f"Tajně {MARKER}"}),
        ):
            revised.refresh_from_db()
            seen = mark_of(revised.draft, part)
            records.save_part(revised.pk, part, content, seen=seen, actor=clerk)
    # A question that was hidden, and thanks and a wish that a stranger may count but not read.
    with on(union):
        asking = people.clerk("sluknov")
        question = talk.ask(revised.pk, sluknov, f"Otázka {MARKER}", actor=asking)
        talk.hide(question.pk, actor=editor)
    path = revised.path
    assert_silent([union, lipova, rumburk], people, client_for, {**STRANGERS, **COLLEAGUE})
    for make in (*STRANGERS.values(), *COLLEAGUE.values()):
        browser = client_for(union, make(people))
        for each in (path, f"/dobra-praxe/{revised.pk}/balicek.zip"):
            assert MARKER not in body_of(browser.get(each)), each
    assert Practice.objects.count() == 4


@pytest.mark.parametrize(
    ("visibility", "who"),
    [("members", STRANGERS), ("chosen", {**STRANGERS, **COLLEAGUE})],
)
def test_what_is_not_for_everybody_reaches_nobody_else(
    visibility, who, lipova, rumburk, sluknov, union, people, on, client_for
):
    chosen = ["sluknov"] if visibility == "chosen" else []
    practice = published(lipova, **marked(visibility=visibility, chosen=chosen))
    adopter = people.clerk("sluknov")
    with on(union):
        reuse.adopt(practice.pk, sluknov, Uptake.DONE, actor=adopter, note=f"Poznámka {MARKER}")
        talk.ask(practice.pk, sluknov, f"Otázka {MARKER}", actor=adopter)
    # There is something to leak: whoever may see it finds it there.
    for path in ("/dobra-praxe/", "/dobra-praxe/export.json"):
        assert MARKER in body_of(client_for(union, adopter).get(path)), path
    assert_silent([union, lipova, sluknov, rumburk], people, client_for, who)


@pytest.mark.parametrize("visibility", ["members", "chosen"])
def test_numbers_are_those_of_what_one_may_see(visibility, lipova, union, people, client_for):
    """Whether the record is there or not, a stranger's pages are the same, numbers included."""
    published(lipova, title="Veřejný záznam")
    paths = [
        "/dobra-praxe/",
        "/dobra-praxe/?obec=lipova",
        "/dobra-praxe/?tema=volny-cas&prevzato=ne",
        "/dobra-praxe/export.json",
        "/dobra-praxe/rss/",
        "/hledat/?q=zaznam",
        f"/hledat/?q={WORD}",
        f"/hledat/naseptavac/?q={WORD[:6]}",
        "/sitemap.xml",
    ]

    def seen():
        browser = client_for(union, people.outsider())
        texts = (body_of(browser.get(path)) for path in paths)
        return [re.sub(r'(nonce|csrfmiddlewaretoken" value)="[^"]*"', "", text) for text in texts]

    before = seen()
    chosen = ["sluknov"] if visibility == "chosen" else []
    published(lipova, **marked(visibility=visibility, chosen=chosen, related=[]))
    for path, one, other in zip(paths, before, seen(), strict=True):
        assert one == other, path


def test_mails_tell_it_to_those_alone_who_may_read_it(lipova, sluknov, rumburk, union, people, on):
    """The whole life of a record for Šluknov alone; Rumburk, which follows all it can, hears nothing."""
    everybody = [people.clerk(slug) for slug in ("lipova", "sluknov", "rumburk")]
    editor, outsider, author = people.union_editor(), people.outsider(), people.author("public")
    returned = submitted(lipova, **marked(visibility="chosen", chosen=["sluknov"]))
    with on(union):
        flow.send_back(returned.pk, actor=editor, comment=f"Doplňte {MARKER}")
    with on(lipova):
        version = flow.submit(returned.pk, actor=everybody[0])
    with on(union):
        flow.publish(returned.pk, version=version.number, actor=editor)
        reuse.adopt(returned.pk, sluknov, Uptake.WANTED, actor=everybody[1], note=f"N {MARKER}")
        question = talk.ask(returned.pk, sluknov, f"Otázka {MARKER}", actor=everybody[1])
    with on(lipova):
        talk.answer(question.pk, f"Odpověď {MARKER}", actor=everybody[0])
        flow.archive(returned.pk, actor=everybody[0], reason=f"Důvod {MARKER}")
    for row in Mail.objects.all():
        tasks.send_mail("public", row.pk)
    told = {
        address
        for each in mail.outbox
        if MARKER in f"{each.subject} {each.body} {getattr(each, 'alternatives', '')}"
        for address in each.to
    }
    assert {everybody[0].email, editor.email} <= told
    assert told.isdisjoint({everybody[2].email, outsider.email, author.email}), told
