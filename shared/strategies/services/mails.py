"""Who is told about shares: the municipality that one is offered to, and the owner of the answer."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, ngettext

from shared.kernel import clock, jobs
from shared.strategies import selectors
from shared.strategies.enums import Readers, ShareNews
from shared.strategies.models import Document, Share, ShareMail
from shared.subscriptions import once
from shared.subscriptions.transport import Transport, open_transport
from tenants.accounts.models import Seat, User
from tenants.registry.enums import State
from tenants.registry.models import PUBLIC_SCHEMA, Municipality
from tenants.roles.enums import PUBLISHING_ROLES

DESK = "/admin/strategie/"


def publishers(site: Municipality | int) -> set[int]:
    """Who may publish there: nobody else can answer an offer or change what is public."""
    found = Seat.objects.filter(
        municipality=site,
        municipality__state=State.ACTIVE,
        role__in=PUBLISHING_ROLES,
        user__is_active=True,
    )
    return set(found.values_list("user_id", flat=True))


def offer(document: Document) -> None:
    """Mail the offers that wait for an answer and of which nobody was told yet: one mail for all
    that a municipality is offered in the document.

    Safe to repeat. While only the owner's office reads the document, there is nothing to answer.
    """
    if document.readers == Readers.OWN:
        return
    shares = list(
        Share.objects.select_for_update(of=("self",))
        .filter(activity__document=document, confirmed_at=None, offered_at=None)
        .exclude(municipality=document.municipality_id)
        .order_by("pk")
    )
    for share in {share.municipality_id: share for share in reversed(shares)}.values():
        _write(ShareNews.OFFERED, share, publishers(share.municipality_id))
    Share.objects.filter(pk__in=[share.pk for share in shares]).update(offered_at=clock.now())


def tell_owner(share: Share, news: ShareNews, actor: User) -> None:
    """Mail the answer to those who publish for the owner and to who has begun the document."""
    document = share.activity.document
    people = publishers(document.municipality_id)
    begun_by = Seat.objects.filter(
        municipality=document.municipality_id, user=document.created_by, user__is_active=True
    )
    people |= set(begun_by.values_list("user_id", flat=True))
    _write(news, share, people - {actor.pk})


def _write(news: ShareNews, share: Share, people: set[int]) -> None:
    rows = ShareMail.objects.bulk_create(
        ShareMail(
            user_id=user_id,
            news=news,
            activity_id=share.activity_id,
            municipality_id=share.municipality_id,
            percent=share.percent,
        )
        for user_id in sorted(people)
    )
    for row in rows:
        jobs.enqueue("strategies.send_mail", PUBLIC_SCHEMA, row.pk)


# --- Sending ------------------------------------------------------------------------------------


def send(mail_id: int, *, transport: Callable[[], Transport] = open_transport) -> None:
    """Send one mail, once, however many workers try; see `once.send`.

    Who may know is decided now: the document may have been closed, the share changed, the
    addressee may have left.
    """
    once.send(ShareMail.objects.all(), mail_id, _prepared, transport=transport)


@transaction.atomic
def _prepared(mail_id: int) -> EmailMessage | None:
    mail = (
        ShareMail.objects.select_for_update(of=("self",))
        .select_related("user", "municipality", "activity__document__municipality")
        .filter(pk=mail_id, **once.DUE)
        .first()
    )
    if mail is None:
        return None
    if not _still_true(mail):
        mail.dropped_at = clock.now()
        mail.save(update_fields=["dropped_at"])
        return None
    with translation.override("cs"):
        return _message(mail)


def _waiting(mail: ShareMail) -> list[Share]:
    """All that its municipality is offered in the document, as it is now."""
    shares = Share.objects.filter(
        activity__document=mail.activity.document_id,
        municipality=mail.municipality_id,
        confirmed_at=None,
    ).select_related("activity")
    return list(shares.order_by(*(f"activity__{name}" for name in selectors.OUTLINE)))


def _still_true(mail: ShareMail) -> bool:
    document = mail.activity.document
    if document.readers == Readers.OWN:
        return False
    if mail.news == ShareNews.OFFERED:
        return mail.user_id in publishers(mail.municipality_id) and bool(_waiting(mail))
    at_owner = Seat.objects.filter(
        user=mail.user, user__is_active=True, municipality=document.municipality_id
    )
    return at_owner.exists()


def _message(mail: ShareMail) -> EmailMessage:
    document = mail.activity.document
    owner = document.municipality
    offered = mail.news == ShareNews.OFFERED
    shares = (
        _waiting(mail)
        if offered
        else [Share(activity=mail.activity, municipality=mail.municipality, percent=mail.percent)]
    )
    subjects = {
        ShareNews.OFFERED: ngettext(
            "%(owner)s offers a share in an activity: %(title)s",
            "%(owner)s offers shares in %(number)s activities: %(title)s",
            len(shares),
        ),
        ShareNews.CONFIRMED: gettext("%(municipality)s takes part: %(title)s"),
        ShareNews.DECLINED: gettext("%(municipality)s does not take part: %(title)s"),
    }
    title = str(document) if len(shares) > 1 else str(shares[0].activity)
    names = {
        "owner": owner.name,
        "municipality": mail.municipality.name,
        "title": " ".join(title.split()),
        "number": len(shares),
    }
    desk = urljoin(mail.municipality.url if offered else owner.url, DESK)
    body = render_to_string(
        "shared/strategies/mail.txt",
        {
            "news": mail.news,
            "document": document,
            "owner": owner,
            "municipality": mail.municipality,
            "rows": [
                {
                    "share": share,
                    "amount": share.activity.estimated_cost * share.percent / 100
                    if share.activity.estimated_cost is not None
                    else None,
                    "page": f"{owner.url}{share.activity.path}" if document.is_public else "",
                }
                for share in shares
            ],
            "link": desk if offered else f"{desk}{document.pk}/",
        },
    )
    subject = subjects[ShareNews(mail.news)] % names
    return EmailMessage(
        subject[:200],
        body,
        None,
        [mail.user.email],
        headers={"Message-ID": f"<share-{mail.pk}@{settings.PORTAL_DOMAIN}>"},
    )
