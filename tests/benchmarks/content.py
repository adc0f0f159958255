"""A site's content in a given amount, made through the same doors as a clerk's.

`fill(site, 3)` brings every list of the site to three items: news with pictures, events, notices,
galleries, offices and people. The same content is under the query budgets and under the benchmarks.
"""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from django_tenants.utils import tenant_context
from PIL import Image

# One key for the n-th event of every site, so that its address is known without asking.
NAMESPACE = uuid.UUID("5b6c0f0e-6a1f-4c34-9d5c-2f7d5f6f2b0a")

TEXT = (
    "<p>Obecní úřad zve všechny obyvatele na setkání, které se koná v kulturním domě. Program"
    " připravil spolek dobrovolných hasičů spolu se základní školou; občerstvení je zajištěno."
    " Vstupné se nevybírá a vítáni jsou i hosté ze sousedních obcí.</p>"
)
LEAD = "Krátká zpráva o tom, co se v obci stalo, co se chystá a koho se to týká."


def event_key(site: Any, number: int) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{site.schema_name}/{number}")


def fill(site: Any, count: int) -> None:
    """Bring the site to `count` items in each list; what is there already stays."""
    with transaction.atomic(), tenant_context(site):
        pictures = _pictures(count)
        _home(pictures[0])
        _news(count, pictures)
        _galleries(count, pictures)
        _contacts(count, pictures)
        _notices(count)
        _events(site, count, pictures)


def _pictures(count: int) -> list[Any]:
    from tenants.pages.models import SiteImage

    found = list(SiteImage.objects.order_by("pk")[:count])
    for number in range(len(found), count):
        drawn = io.BytesIO()
        Image.new("RGB", (1280, 960), (40 * number % 255, 120, 90)).save(drawn, "JPEG")
        image = SiteImage(
            title=f"Obrázek {number}",
            description="Náves s lípou a kostelem",
            file=ImageFile(io.BytesIO(drawn.getvalue()), name=f"obrazek-{number}.jpg"),
        )
        image.file_size = drawn.tell()
        image.save()
        found.append(image)
    return found


def _publish(page: Any) -> None:
    page.save_revision().publish(skip_permission_checks=True)


def _home(picture: Any) -> None:
    from tenants.pages.models import HomePage

    for home in HomePage.objects.filter(locale__language_code="cs", hero_image=None):
        home.hero_image = picture
        home.intro = TEXT
        _publish(home)


def _below(model: type[Any], kind: type[Any], count: int, make: Any) -> None:
    parent = model.objects.get(locale__language_code="cs")
    for number in range(parent.get_children().type(kind).count(), count):
        page = make(number)
        page.live, page.locale_id = False, parent.locale_id
        parent.add_child(instance=page)
        _publish(page)
        parent.refresh_from_db()


def _news(count: int, pictures: list[Any]) -> None:
    from shared.kernel import clock
    from tenants.pages.models import NewsCategory, NewsIndexPage, NewsPage

    categories = list(NewsCategory.objects.all())

    def make(number: int) -> Any:
        return NewsPage(
            title=f"Zpráva číslo {number} z radnice",
            slug=f"zprava-{number}",
            lead=LEAD,
            date=clock.today() - dt.timedelta(days=number),
            category=categories[number % len(categories)],
            image=pictures[number],
            body=[("text", TEXT)] * 3,
        )

    _below(NewsIndexPage, NewsPage, count, make)


def _galleries(count: int, pictures: list[Any]) -> None:
    from tenants.pages.models import GalleryIndexPage, GalleryPage, GalleryPicture

    def make(number: int) -> Any:
        page = GalleryPage(title=f"Pouť {number}", slug=f"galerie-{number}", lead=LEAD)
        page.pictures = [GalleryPicture(image=picture) for picture in pictures]
        return page

    _below(GalleryIndexPage, GalleryPage, count, make)
    # The first gallery is the one that is looked at: it grows with the others.
    page = GalleryPage.objects.order_by("pk").first()
    assert page is not None
    page.pictures = [GalleryPicture(image=picture) for picture in pictures]
    _publish(page)


def _contacts(count: int, pictures: list[Any]) -> None:
    from shared.kernel import clock
    from tenants.contacts import services
    from tenants.contacts.models import Office, OpeningException, OpeningHours, Person

    main = Office.objects.get(is_main=True)
    offices = [main, *Office.objects.filter(is_main=False)]
    for number in range(len(offices), count):
        offices.append(Office.objects.create(name=f"Pracoviště {number}", address="Náves 1"))
    for number, office in enumerate(offices[:count]):
        if office.hours.exists():
            continue
        OpeningHours.objects.bulk_create(
            OpeningHours(office=office, weekday=day, opens=dt.time(8), closes=dt.time(17))
            for day in (1, 3)
        )
        OpeningException.objects.create(office=office, date=clock.today() + dt.timedelta(days=3))
        for owner in (office, None):
            Person.objects.create(name=f"Osoba {number}", office=owner, photo=pictures[number])
    services.show_anew()


def _notices(count: int) -> None:
    from tenants.noticeboard.models import Notice

    for number in range(Notice.objects.count(), count):
        notice = Notice.objects.create(title=f"Veřejná vyhláška {number}", text=TEXT, live=False)
        _publish(notice)


def _events(site: Any, count: int, pictures: list[Any]) -> None:
    from calendar_app.events import services
    from calendar_app.events.models import Event
    from shared.kernel import clock

    for number in range(Event.objects.count(), count):
        event = Event(
            uuid=event_key(site, number),
            title=f"Posvícení {number}",
            category="kultura",
            start_date=clock.today() + dt.timedelta(days=number + 1),
            start_time=dt.time(18),
            end_date=clock.today() + dt.timedelta(days=number + 1),
            end_time=dt.time(22),
            place="Kulturní dům",
            text=TEXT,
            picture=pictures[number],
            picture_alt="Náves s lípou",
        )
        services.publish(event)
