"""The board by the norm Úřední desky 2021-07-20: what hangs, and apart from it the archive.

Apart, because the norm knows the planned removal only: a reader would take an archived notice that
was to hang until it is revoked for one that still does. In the archive it says itself when it came
down, in a property of our own.

Persons concerned are never named. A notice with personal data is there while it hangs, with its
title and days, which the law wants (§ 5a of Act 106/1999), but without documents: a copy of what
has once been harvested cannot be called back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from shared.opendata import ofn
from shared.opendata.gaps import ico_of
from shared.opendata.sets import DataSet, Found, iri, json_ld
from tenants.noticeboard.enums import NoticeKind
from tenants.noticeboard.models import Notice, NoticeQuerySet
from tenants.registry.models import Municipality

NORM, VERSION = "úřední-desky", "2021-07-20"
CONTEXT = ofn.context(NORM, VERSION, "úřední-deska")
SCHEMA = ofn.schema(NORM, VERSION, "úřední-deska")
NOUN = "uredni-deska"
BOARD, ARCHIVE = "deska", "archiv"
#: Beyond this an archive is not one file any more.
MOST = 20_000


def board(site: Municipality) -> dict[str, Any]:
    """Everything that hangs. Two queries."""
    notices = Notice.objects.on_board().order_by("-posted_at", "-pk")
    title = f"Úřední deska – {site.display_name}"
    return _board(site, BOARD, title, f"{site.url}/uredni-deska/", notices)


def archive(site: Municipality) -> dict[str, Any]:
    """What has come down and holds no personal data. Two queries."""
    notices = Notice.objects.archived().order_by("-removed_at", "-pk")
    title = f"Archiv úřední desky – {site.display_name}"
    return _board(site, ARCHIVE, title, f"{site.url}/uredni-deska/archiv/", notices)


def find(site: Municipality, key: str) -> Found | None:
    if key in {BOARD, ARCHIVE}:
        build, page = (board, "") if key == BOARD else (archive, "archiv/")
        return Found(build(site), f"/uredni-deska/{page}")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    notice = _with_files(Notice.objects.public()).filter(pk=int(key)).first()
    if notice is None:
        return None
    document = {"@context": CONTEXT, **_notice(site, notice, _kinds())}
    return Found(document, f"/uredni-deska/{key}/", notice.removed_at or notice.posted_at)


def example(site: Municipality) -> dict[str, Any] | None:
    notice = _with_files(Notice.objects.on_board().filter(personal=False)).first()
    return _notice(site, notice, _kinds()) if notice is not None else None


def _with_files(notices: NoticeQuerySet) -> NoticeQuerySet:
    return notices.defer("text").prefetch_related("attachments")


def _kinds() -> dict[str, str]:
    """Names of kinds, put into words once and not for each notice."""
    with translation.override(settings.LANGUAGE_CODE):
        return {kind.value: str(kind.label) for kind in NoticeKind}


def _board(
    site: Municipality, key: str, title: str, page: str, notices: NoticeQuerySet
) -> dict[str, Any]:
    kinds = _kinds()
    found = _with_files(notices)[:MOST]
    document = ofn.known(
        **{"@context": CONTEXT},
        typ="Úřední deska",
        iri=iri(site, NOUN, key),
        název=ofn.text(title),
        stránka=page,
        provozovatel=ofn.office(site),
        umístění=ofn.place(site.office_address),
    )
    return document | {"informace": [_notice(site, notice, kinds) for notice in found]}


def _notice(site: Municipality, notice: Notice, kinds: dict[str, str]) -> dict[str, Any]:
    assert notice.posted_at is not None
    page = f"{site.url}/uredni-deska/{notice.pk}/"
    planned = notice.planned_removal
    return ofn.known(
        typ=["Digitální objekt", "Informace na úřední desce"],
        iri=iri(site, NOUN, notice.pk),
        název=ofn.text(notice.title),
        url=page,
        vyvěšení=ofn.day(notice.posted_on),
        relevantní_do=ofn.day(planned) if planned else ofn.UNSPECIFIED,
        vytvořeno=ofn.instant(notice.posted_at),
        číslo_jednací=notice.reference,
        spisová_značka=notice.file_mark,
        agenda=[{"typ": "Agenda", "název": ofn.text(kinds[notice.kind])}],
        dokument=[] if notice.personal else _documents(site, notice),
        # Of our own, see above.
        původce=notice.originator,
        opravuje=iri(site, NOUN, notice.corrects_id) if notice.corrects_id else "",
        sejmuto=ofn.instant(notice.removed_at) if notice.removed_at else {},
    )


def _documents(site: Municipality, notice: Notice) -> list[dict[str, Any]]:
    found: Iterable[Any] = notice.attachments.all()
    return [
        # Spelled out: to resolve the address of each of ten thousand takes seconds.
        ofn.file(
            part.title or part.filename,
            f"{site.url}/uredni-deska/{notice.pk}/soubory/{part.pk}/{_quoted(part.filename)}",
            part.filename,
        )
        for part in found
        if part.path
    ]


def _quoted(filename: str) -> str:
    from urllib.parse import quote

    return quote(filename, safe="")


NOTICES = DataSet(
    slug="uredni-deska",
    title=_("Official notice board"),
    summary=_("What hangs on the official notice board now: titles, days, marks and documents."),
    forms=(json_ld(board, SCHEMA),),
    specification=ofn.specification(NORM, VERSION),
    theme="GOVE",
    keywords=("úřední deska", "oznámení", "veřejná vyhláška"),
    personal=True,
    missing=ico_of,
    noun=NOUN,
    find=find,
    example=example,
    order=10,
)

ARCHIVED = DataSet(
    slug="uredni-deska-archiv",
    title=_("Archive of the board"),
    summary=_("What hung on the board and has been taken down, without personal data."),
    forms=(json_ld(archive, SCHEMA),),
    specification=ofn.specification(NORM, VERSION),
    theme="GOVE",
    keywords=("úřední deska", "archiv"),
    missing=ico_of,
    order=15,
)
