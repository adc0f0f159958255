"""Records for members and for chosen municipalities: nowhere a trace of them for anybody else.

Each place is asked by each person with a record there that carries a marker. Who may see it does,
so that the test proves something.
"""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shared.practices import tasks
from shared.practices.content import mark_of
from shared.practices.enums import FileKind, Uptake, Visibility
from shared.practices.models import Practice
from shared.practices.services import flow, records, reuse, talk
from shared.published.models import Item
from tests.shared.practices.factory import draft, published

pytestmark = pytest.mark.django_db

MARKER = "zvlastnimarker"
PEOPLE = {
    "nobody": lambda people: None,
    "outsider": lambda people: people.outsider(),
    "clerk of Lipová": lambda people: people.clerk("lipova"),
    "author of Lipová": lambda people: people.author("lipova"),
    "clerk of Šluknov": lambda people: people.clerk("sluknov"),
    "clerk of Rumburk": lambda people: people.clerk("rumburk"),
    "union's editor": lambda people: people.union_editor(),
    "union's author": lambda people: people.author("public"),
    "operator": lambda people: people.operator(),
}
OWN = {"clerk of Lipová", "author of Lipová", "union's editor", "operator"}
SEE = {
    Visibility.PUBLIC: set(PEOPLE),
    Visibility.MEMBERS: set(PEOPLE) - {"nobody", "outsider"},
    Visibility.CHOSEN: OWN | {"clerk of Šluknov"},
}


def with_files(site, people, on, **changes):
    """A draft with a picture and a paper, both marked."""
    practice = draft(site, **changes)
    drawn = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(drawn, "PNG")
    clerk = people.clerk("lipova")
    with on(site):
        picture = records.add_file(
            practice.pk, FileKind.PICTURE,
            SimpleUploadedFile(f"{MARKER}.png", drawn.getvalue()),
            {"alt": f"alt {MARKER}", "caption": ""}, actor=clerk,
        )  # fmt: skip
        paper = records.add_file(
            practice.pk, FileKind.ATTACHMENT,
            SimpleUploadedFile(f"{MARKER}.txt", f"smlouva {MARKER}".encode()),
            {"title": f"Smlouva {MARKER}", "paper": "contract", "licence": "cc0"}, actor=clerk,
        )  # fmt: skip
    return practice, picture, paper


def publish(practice, lipova, union, people, on):
    with on(lipova):
        version = flow.submit(practice.pk, actor=people.clerk("lipova"))
    with on(union):
        flow.publish(practice.pk, version=version.number, actor=people.union_editor())
    practice.refresh_from_db()
    return practice


def addresses(practice, picture, paper, other):
    return [
        "/dobra-praxe/",
        f"/dobra-praxe/?q={MARKER}",
        "/dobra-praxe/?obec=lipova",
        "/dobra-praxe/export.csv",
        "/dobra-praxe/export.json",
        f"/dobra-praxe/{practice.pk}/",
        practice.path,
        f"/dobra-praxe/{practice.pk}-jinak/",
        f"/dobra-praxe/porovnat/?z={practice.pk}&z={other.pk}",
        f"/dobra-praxe/{practice.pk}/balicek.zip",
        f"/dobra-praxe/{practice.pk}/prevzit/",
        picture.path,
        paper.path,
        other.path,  # it names the other as related, and is similar to it
    ]


def body_of(response):
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    return data.decode("utf-8", "replace") + response.headers.get("Location", "")


@pytest.mark.parametrize("visibility", list(Visibility))
def test_who_sees_what(visibility, lipova, sluknov, union, people, on, client_for):
    practice, picture, paper = with_files(
        lipova, people, on, title=f"Záznam {MARKER}", visibility=visibility,
        chosen=["sluknov"] if visibility == Visibility.CHOSEN else [],
    )  # fmt: skip
    publish(practice, lipova, union, people, on)
    other = published(sluknov, title="Veřejný záznam", related=[practice.pk])
    with on(union):
        reuse.adopt(practice.pk, sluknov, Uptake.WANTED, actor=people.clerk("sluknov"), note=MARKER)
        talk.ask(practice.pk, sluknov, f"Otázka {MARKER}", actor=people.clerk("sluknov"))
    for who, make in PEOPLE.items():
        browser = client_for(union, make(people))
        may = who in SEE[visibility]
        for path in addresses(practice, picture, paper, other):
            text = body_of(browser.get(path))
            seen = MARKER in text.replace(path, "").replace(path.replace("&", "&amp;"), "")
            if path == f"/dobra-praxe/?q={MARKER}":
                seen = f"Záznam {MARKER}" in text  # the form repeats the word
            if path.endswith("/prevzit/"):
                may_adopt = who in {"clerk of Šluknov", "clerk of Rumburk"} or who.startswith(
                    "union"
                )
                assert seen == (may and may_adopt), (who, path)
            elif path in (picture.path,):
                assert (browser.get(path).status_code == 200) == may, (who, path)
            else:
                assert seen == may, (who, path, text[:300])
        # For everybody, whoever asks: what is not public is in none of them.
        for path in ("/dobra-praxe/rss/", "/sitemap.xml", "/hledat/?q=Z%C3%A1znam"):
            assert (MARKER in body_of(browser.get(path))) == (visibility == Visibility.PUBLIC), (
                who,
                path,
            )
    assert Item.objects.filter(kind="practice", source_id=str(practice.pk)).exists() == (
        visibility == Visibility.PUBLIC
    )


def test_a_stranger_learns_not_even_that_it_exists(lipova, union, client_for):
    practice = published(lipova, visibility="members")
    browser = client_for(union)
    there, nowhere = (
        browser.get(f"/dobra-praxe/{number}-x/").content.decode().replace(f"/{number}-x", "/N-x")
        for number in (practice.pk, practice.pk + 1000)
    )
    assert there == nowhere


def test_people_of_a_site_that_is_no_member_are_strangers(lipova, union, people, client_for):
    from tenants.registry.models import UnionMembership

    practice = published(lipova, visibility="members")
    browser = client_for(union, people.clerk("rumburk"))
    assert browser.get(practice.path).status_code == 200
    UnionMembership.objects.filter(municipality__slug="rumburk").delete()
    assert browser.get(practice.path).status_code == 404


def test_narrowing_holds_at_once_and_widening_waits(lipova, union, people, on, client_for):
    practice = published(lipova)
    clerk = people.clerk("lipova")

    def save(visibility, chosen=()):
        practice.refresh_from_db()
        with on(lipova):
            records.save_part(
                practice.pk, "pro-koho", {"visibility": visibility, "chosen": list(chosen)},
                seen=mark_of(practice.draft, "pro-koho"), actor=clerk,
            )  # fmt: skip
        practice.refresh_from_db()

    save("members")
    assert client_for(union).get(practice.path).status_code == 404
    assert not Item.objects.filter(kind="practice").exists()
    save("chosen", ["sluknov"])
    assert client_for(union, people.clerk("rumburk")).get(practice.path).status_code == 404
    assert client_for(union, people.clerk("sluknov")).get(practice.path).status_code == 200
    save("chosen", ["sluknov", "rumburk"])
    assert client_for(union, people.clerk("rumburk")).get(practice.path).status_code == 404
    save("public")
    assert practice.visibility == Visibility.CHOSEN
    assert client_for(union).get(practice.path).status_code == 404


def test_a_draft_and_its_files_have_no_public_address(lipova, union, people, on, client_for):
    practice, picture, paper = with_files(lipova, people, on)
    for who, make in PEOPLE.items():
        browser = client_for(union, make(people))
        for path in (picture.path, paper.path, f"/dobra-praxe/{practice.pk}/"):
            assert browser.get(path).status_code == 404, (who, path)


def test_a_file_of_a_draft_is_there_for_its_authors_alone(
    lipova, sluknov, union, people, on, client_for
):
    practice, picture, _paper = with_files(lipova, people, on)
    path = f"/admin{picture.path}"
    assert client_for(lipova, people.clerk("lipova")).get(path).status_code == 200
    assert client_for(sluknov, people.clerk("sluknov")).get(path).status_code == 404
    assert client_for(union, people.union_editor()).get(path).status_code == 404
    with on(lipova):
        flow.submit(practice.pk, actor=people.clerk("lipova"))
    assert client_for(union, people.union_editor()).get(path).status_code == 200


def test_a_file_belongs_to_its_record(lipova, sluknov, union, people, on, client_for):
    practice, _picture, paper = with_files(lipova, people, on, visibility="members")
    publish(practice, lipova, union, people, on)
    other = published(sluknov)
    for path in (
        f"/dobra-praxe/{other.pk}/soubor/{paper.pk}/{paper.name}",
        f"/dobra-praxe/{practice.pk}/soubor/{paper.pk}/jinak.txt",
        f"/media/{paper.file.name}",
        f"/media/_practices/{paper.file.name}",
        f"/media/_public/../_practices/{paper.file.name}",
    ):
        assert client_for(union, people.clerk("rumburk")).get(path).status_code == 404, path


def test_a_follower_who_may_no_longer_read_it_gets_no_mail(lipova, union, people, on, mailoutbox):
    from shared.practices import tasks
    from shared.practices.models import Mail

    practice = published(lipova)
    rumburk = people.clerk("rumburk")
    with on(union):
        talk.follow(practice.pk, True, actor=rumburk)
    with on(lipova):
        practice.refresh_from_db()
        records.save_part(
            practice.pk, "pro-koho", {"visibility": "chosen", "chosen": ["sluknov"]},
            seen=mark_of(practice.draft, "pro-koho"), actor=people.clerk("lipova"),
        )  # fmt: skip
        flow.submit(practice.pk, actor=people.clerk("lipova"))
    with on(union):
        flow.publish(practice.pk, version=2, actor=people.union_editor())
    for row in Mail.objects.filter(user=rumburk):
        tasks.send_mail("public", row.pk)
    assert [m for m in mailoutbox if rumburk.email in m.to] == []


def test_the_listing_counts_only_what_one_may_see(lipova, union, people, client_for):
    published(lipova, visibility="members")
    assert client_for(union).get("/dobra-praxe/").context["listing"].total == 0
    assert client_for(union).get("/dobra-praxe/").context["sites"] == []
    member = client_for(union, people.clerk("rumburk")).get("/dobra-praxe/")
    assert member.context["listing"].total == 1
    assert member.headers["Cache-Control"] == "private, no-store"
    assert Practice.objects.count() == 1


def test_words_of_papers_are_found_by_those_who_may_read_them(
    lipova, union, people, on, client_for
):
    practice = draft(lipova, visibility=Visibility.MEMBERS)
    with on(lipova):
        paper = records.add_file(
            practice.pk, FileKind.ATTACHMENT,
            SimpleUploadedFile("a.csv", "akce;kolumbárium".encode()),
            {"title": "Tabulka", "paper": "other", "licence": "cc0"}, actor=people.clerk("lipova"),
        )  # fmt: skip
    publish(practice, lipova, union, people, on)

    def found(path, user=None):
        browser = client_for(union)
        if user is not None:
            browser.force_login(user)
        return practice.path in browser.get(path).content.decode()

    member, listing = people.clerk("sluknov"), "/dobra-praxe/?q=kolumbaria"
    assert not found(listing, member)
    tasks.read_papers()
    tasks.read_papers()
    paper.refresh_from_db()
    assert paper.words_state == "read"
    assert found(listing, member)
    assert not found(listing)
    assert not found("/hledat/?q=kolumbarium")
    with on(lipova):
        records.save_part(
            practice.pk, "pro-koho", {"visibility": Visibility.PUBLIC, "chosen": []},
            seen=mark_of(Practice.objects.get(pk=practice.pk).draft, "pro-koho"),
            actor=people.clerk("lipova"),
        )  # fmt: skip
    publish(practice, lipova, union, people, on)
    assert found(listing)
    assert found("/hledat/?q=kolumbarium")
