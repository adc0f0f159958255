"""Fills one site as its clerk would: through Wagtail's pages and the services of the apps."""

from __future__ import annotations

import datetime as dt
import io
import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import translation
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from calendar_app import recurrence
from calendar_app.events import services as events
from calendar_app.events.models import (
    Event,
    EventAttachment,
    EventException,
    ExtraDate,
    Place,
)
from portal.demo import dates, pdf
from portal.demo.art import render
from portal.demo.content import duties
from portal.demo.content import types as t
from shared.kernel import clock
from shared.kernel.cms import home_slug
from shared.union.models import (
    Organ,
    OrganPerson,
    OrgansPage,
    PapersPage,
    ProjectIndexPage,
    ProjectOutput,
    ProjectPage,
    ProjectPartner,
    PublicPaper,
    UnionFigure,
    UnionHomePage,
)
from tenants.accounts.models import User
from tenants.contacts import services as contacts
from tenants.contacts.models import ContactsPage, Office, OpeningHours, Person
from tenants.mandatory import services as mandatory
from tenants.mandatory.models import Answer, Contract, Regulation
from tenants.noticeboard import services as board
from tenants.noticeboard.enums import NoticeKind
from tenants.noticeboard.models import Notice, NoticeAttachment
from tenants.pages.models import (
    ContentPage,
    FormField,
    FormPage,
    GalleryIndexPage,
    GalleryPage,
    GalleryPicture,
    HomePage,
    MainMenu,
    NewsCategory,
    NewsIndexPage,
    NewsPage,
    SectionPage,
    SiteDocument,
    SiteImage,
)
from tenants.registry.models import Municipality

NAMESPACE = uuid.UUID("7d6c1f0a-5b5e-4d0e-9d55-0c1f0e5e7a11")
CREDIT = "kreslená ilustrace, ukázková data"
NOTICE_AHEAD = dt.timedelta(days=8)
NOTICE_AT = dt.time(8)
# Where regulations are looked for; the samples have no page of their own there.
COLLECTION = "https://sbirkapp.gov.cz/"
FOOTER = "Ukázkový dokument portálu svazku obcí. Nejde o úřední listinu."
MONTHS = (
    *("ledna", "února", "března", "dubna", "května", "června"),
    *("července", "srpna", "září", "října", "listopadu", "prosince"),
)


def event_key(slug: str, event: t.Event, day: dt.date) -> uuid.UUID:
    """The same event gets the same key whenever the demonstration is made."""
    return uuid.uuid5(NAMESPACE, f"{slug}/{event.key}/{day.isoformat()}")


def first_days(event: t.Event, today: dt.date) -> list[dt.date]:
    """On which days an event is made: a series once, everything else for this year and the next."""
    if event.rule:
        (rule,) = event.when
        return [rule(today.year if rule(today.year) <= today else today.year - 1)]
    return sorted(rule(year) for rule in event.when for year in (today.year, today.year + 1))


def occurrences(event: t.Event, today: dt.date) -> list[dt.date]:
    days = first_days(event, today)
    if not event.rule:
        return days
    return recurrence.occurrences(
        recurrence.parse(event.rule), days[0], days[0], dt.date(today.year + 1, 12, 31)
    )


class Builder:
    """Runs in the site's schema, which the caller opens.

    Every item has a transaction of its own and is passed over when it is there: a run that was
    killed goes on in the middle of a site, and sites can be filled side by side, because each
    publication holds the union's revision until its commit.
    """

    def __init__(
        self, content: t.Site, site: Municipality, clerk: User, author: User | None
    ) -> None:
        self.content, self.site, self.clerk, self.author = content, site, clerk, author
        self.today = clock.today()
        self.images: dict[str, SiteImage] = {}
        self.alts = {picture.scene: picture.alt for picture in content.pictures}
        self.documents: dict[str, SiteDocument] = {}
        self.people: dict[str, Person] = {}

    def build(self) -> None:
        # What refers to what is noted once at the end instead of at each of several saves.
        with translation.override(settings.LANGUAGE_CODE), disable_reference_index_auto_update():
            self._pictures()
            self._documents()
            self._contacts()
            self._home()
            self._pages()
            self._union_pages()
            self._forms()
            self._news()
            self._gallery()
            self._menu()
            self._notices()
            self._places()
            self._events()
            self._translations()
            self._duties()
        self._references()

    def _references(self) -> None:
        objects = [*Page.objects.filter(depth__gt=1).specific(), *Notice.objects.all()]
        for row in [*objects, *Event.objects.filter(picture__isnull=False)]:
            with transaction.atomic():
                ReferenceIndex.create_or_update_for_object(row)

    # -- files -----------------------------------------------------------------------------------

    def _pictures(self) -> None:
        known = {image.title: image for image in SiteImage.objects.filter(credit=CREDIT)}
        for picture in self.content.pictures:
            if picture.title in known:
                self.images[picture.scene] = known[picture.title]
                continue
            data = render.picture(self.content.slug, picture.scene)
            image = SiteImage(
                title=picture.title,
                file=ImageFile(io.BytesIO(data), name=f"{picture.scene}.jpg"),
                description=f"Ilustrace: {picture.alt[0].lower()}{picture.alt[1:]}",
                credit=CREDIT,
                uploaded_by_user=self.clerk,
            )
            image.file_size = len(data)
            with transaction.atomic():
                image.save()
            self.images[picture.scene] = image

    def _documents(self) -> None:
        known = {document.title: document for document in SiteDocument.objects.all()}
        for document in self.content.documents:
            if document.title in known:
                self.documents[document.title] = known[document.title]
                continue
            data = pdf.make(
                document.title,
                document.heading,
                document.paragraphs,
                f"{self.site.display_name}. {FOOTER}",
            )
            row = SiteDocument(title=document.title, uploaded_by_user=self.clerk)
            row.file = ContentFile(data, name=f"{document.title}.pdf")
            row.full_clean()
            row.file_size = len(data)
            with transaction.atomic():
                row.save()
            self.documents[document.title] = row

    def _alt(self, scene: str) -> str:
        return self.images[scene].description

    # -- streams ---------------------------------------------------------------------------------

    def _stream(self, blocks: Iterable[t.Block], **words: str) -> str:
        stored = [{"id": str(uuid.uuid4()), **self._block(block)} for block in blocks]
        text = json.dumps(stored)
        for word, value in words.items():
            text = text.replace(f"{{{word}}}", value)
        return text

    def _block(self, block: t.Block) -> dict[str, Any]:
        match block:
            case t.Heading():
                return {"type": "heading", "value": {"level": block.level, "text": block.text}}
            case t.Text():
                return {"type": "text", "value": block.html}
            case t.Figure():
                image = {
                    "image": self.images[block.scene].pk,
                    "decorative": False,
                    "alt_text": self._alt(block.scene),
                }
                return {"type": "figure", "value": {"image": image, "caption": block.caption}}
            case t.Table():
                table = {
                    "columns": [{"type": "text", "heading": name} for name in block.columns],
                    "rows": [{"values": list(row)} for row in block.rows],
                    "caption": block.caption,
                }
                value = {"table": table, "first_column_is_header": block.row_heads}
                return {"type": "table", "value": value}
            case t.Accordion():
                items = [{"title": title, "text": html} for title, html in block.items]
                return {"type": "accordion", "value": {"items": items}}
            case t.Callout():
                value = {"kind": block.kind, "title": block.title, "text": block.html}
                return {"type": "callout", "value": value}
            case t.Quote():
                return {"type": "quote", "value": {"text": block.text, "source": block.source}}
            case t.Documents():
                keys = [self.documents[title].pk for title in block.titles]
                return {"type": "documents", "value": {"title": block.title, "documents": keys}}
            case t.People():
                keys = [self.people[function].pk for function in block.functions]
                return {"type": "contact", "value": {"title": block.title, "people": keys}}

    def _quick_links(self, links: Iterable[t.QuickLink]) -> str:
        return json.dumps(
            [
                {
                    "id": str(uuid.uuid4()),
                    "type": "link",
                    "value": {
                        "title": link.title,
                        "description": link.description,
                        "page": None,
                        "url": link.url,
                        "icon": link.icon,
                    },
                }
                for link in links
            ]
        )

    # -- pages -----------------------------------------------------------------------------------

    def _publish(self, page: Any) -> None:
        with transaction.atomic():
            revision = page.save_revision(user=self.clerk)
            revision.publish(user=self.clerk, skip_permission_checks=True)

    def _add(self, parent: Page, page: Page) -> Page:
        """Publish a page below another one, unless it is there."""
        existing = parent.get_children().filter(slug=page.slug).first()
        if existing is not None:
            return existing
        page.owner = self.clerk
        page.locale = parent.locale
        with transaction.atomic():
            parent.add_child(instance=page)
            self._publish(page)
        return page

    def _page(self, model: type[Page]) -> Any:
        return model.objects.get(locale__language_code=settings.LANGUAGE_CODE)

    def _home(self) -> None:
        self.home = Page.objects.get(depth=2, slug=home_slug(settings.LANGUAGE_CODE)).specific
        self.home.tagline = self.content.tagline
        self.home.search_description = self.content.tagline
        if isinstance(self.home, UnionHomePage):
            self._union_home(self.home)
        else:
            assert isinstance(self.home, HomePage)
            self.home.intro = self.content.intro
            self.home.quick_links = self._quick_links(self.content.quick_links)
        self._publish(self.home)

    def _union_home(self, home: UnionHomePage) -> None:
        from portal.demo.content import sever

        home.about = self.content.intro
        home.project_title = sever.PROJECT.title
        home.project_number = sever.PROJECT.number
        home.project_fund = sever.PROJECT.fund
        home.project_summary = sever.PROJECT.summary
        home.figures = [
            UnionFigure(label=label, value=value, unit=unit, source=source, sort_order=order)
            for order, (label, value, unit, source) in enumerate(sever.FIGURES)
        ]

    def _pages(self) -> None:
        for page in self.content.pages:
            self._add_page(self.home, page)

    def _add_page(self, parent: Page, page: t.Page) -> None:
        model = SectionPage if page.section else ContentPage
        added = self._add(
            parent,
            model(title=page.title, slug=page.slug, lead=page.lead, body=self._stream(page.body)),
        )
        for child in page.children:
            self._add_page(added, child)

    def _union_pages(self) -> None:
        """Projects, organs and documents, which only the union has."""
        if not isinstance(self.home, UnionHomePage):
            return
        from portal.demo.content import sever

        index = self._page(ProjectIndexPage)
        index.lead = sever.PROJECTS_LEAD
        self._publish(index)
        sites = {site.slug: site for site in Municipality.objects.municipalities()}
        for item in sever.PROJECTS:
            project = ProjectPage(
                title=item.title,
                slug=item.slug,
                lead=item.lead,
                state=item.state,
                started=item.started,
                ended=item.ended,
                period=item.period,
                cost=item.cost,
                funding=item.funding,
                number=item.number,
                eu_funded=item.eu_funded,
                source=item.source,
                body=item.body,
            )
            project.outputs = [
                ProjectOutput(label=label, value=value, unit=unit, sort_order=order)
                for order, (label, value, unit) in enumerate(item.outputs)
            ]
            project.partners = [
                ProjectPartner(municipality=sites[slug], part=part, sort_order=order)
                for order, (slug, part) in enumerate(item.partners)
                if slug in sites
            ]
            self._add(index, project)
        organs = self._page(OrgansPage)
        organs.lead = sever.ORGANS_LEAD
        organs.organs = [
            Organ(
                name=name,
                task=task,
                all_members=everybody,
                sort_order=order,
                people=[
                    OrganPerson(name=person, function=function, sort_order=number)
                    for number, (person, function) in enumerate(persons)
                ],
            )
            for order, (name, task, everybody, persons) in enumerate(sever.ORGANS)
        ]
        self._publish(organs)
        papers = self._page(PapersPage)
        papers.lead = sever.PAPERS_LEAD
        papers.papers = [
            PublicPaper(group=group, title=title, document=self.documents[title], sort_order=order)
            for order, (group, title) in enumerate(sever.PAPERS)
        ]
        self._publish(papers)

    def _forms(self) -> None:
        for form in self.content.forms:
            page = FormPage(
                title=form.title,
                slug=form.slug,
                lead=form.lead,
                intro=form.intro,
                thanks=form.thanks,
                consent_text=form.consent,
                to_address=form.to,
                from_address=form.to,
                subject=f"{form.title}: {self.site.name}",
            )
            page.form_fields = [
                FormField(
                    label=field.label,
                    field_type=field.kind,
                    required=field.required,
                    help_text=field.help,
                    choices="\n".join(field.choices),
                    sort_order=order,
                )
                for order, field in enumerate(form.fields)
            ]
            self._add(self.home, page)

    def _news_page(self, news: t.News) -> NewsPage:
        day = dates.latest_past(news.on, self.today)
        words = {"rok": str(day.year), "rok+1": str(day.year + 1)}
        page = NewsPage(
            title=news.title,
            slug=news.slug,
            lead=news.lead,
            date=day,
            category=self.categories[news.category],
            body=self._stream(news.body, **words),
        )
        for word, value in words.items():
            page.title = page.title.replace(f"{{{word}}}", value)
            page.lead = page.lead.replace(f"{{{word}}}", value)
        if news.scene:
            page.image, page.image_alt = self.images[news.scene], self._alt(news.scene)
        if news.pinned_days:
            page.pinned_until = self.today + dt.timedelta(days=news.pinned_days)
        return page

    def _news(self) -> None:
        self.categories = {category.name: category for category in NewsCategory.objects.all()}
        index = self._page(NewsIndexPage)
        for news in sorted(
            self.content.news, key=lambda item: dates.latest_past(item.on, self.today)
        ):
            self._add(index, self._news_page(news))
        for draft in self.content.drafts:
            self._submit(index, self._news_page(draft))

    def _submit(self, index: Page, page: NewsPage) -> None:
        """An author's draft that waits for the editor's approval."""
        author = self.author or self.clerk
        if index.get_children().filter(slug=page.slug).exists():
            return
        page.live, page.owner, page.locale = False, author, index.locale
        with transaction.atomic():
            index.add_child(instance=page)
            page.save_revision(user=author)
            workflow = page.get_workflow()
            if workflow is not None:
                workflow.start(page, author)

    def _gallery(self) -> None:
        gallery = self.content.gallery
        page = GalleryPage(
            title=gallery.title,
            slug=gallery.slug,
            lead=gallery.lead,
            date=dates.latest_past(gallery.on, self.today),
        )
        page.pictures = [
            GalleryPicture(image=self.images[scene], caption=caption, sort_order=order)
            for order, (scene, caption) in enumerate(gallery.pictures)
        ]
        self._add(self._page(GalleryIndexPage), page)

    def _menu(self) -> None:
        def value(item: t.MenuItem) -> dict[str, Any]:
            return {
                "title": item.title,
                "title_de": item.german,
                "title_en": item.english,
                "page": None,
                "url": item.url,
            }

        menu, _created = MainMenu.objects.get_or_create(pk=1)
        menu.items = json.dumps(
            [
                {
                    "id": str(uuid.uuid4()),
                    "type": "item",
                    "value": {**value(item), "children": [value(child) for child in item.children]},
                }
                for item in self.content.menu
            ]
        )
        with transaction.atomic():
            menu.save()

    # -- contacts and the board ------------------------------------------------------------------

    @transaction.atomic
    def _contacts(self) -> None:
        if known := {person.function: person for person in Person.objects.all()}:
            self.people = known
            return
        offices: dict[str, Office] = {}
        for order, office in enumerate(self.content.offices):
            row = Office.objects.filter(is_main=True).first() if office.main else None
            row = row or Office(is_main=office.main)
            row.name, row.address, row.email = office.name, office.address, office.email
            row.phone, row.note, row.order = office.phone, office.note, order
            row.hours = [
                OpeningHours(
                    weekday=part.weekday,
                    opens=_time(part.opens),
                    closes=_time(part.closes),
                    note=part.note,
                    sort_order=number,
                )
                for number, part in enumerate(office.hours)
            ]
            row.save()
            offices[office.name] = row
        main = next(row for row in offices.values() if row.is_main)
        for order, person in enumerate(self.content.people):
            self.people[person.function] = Person.objects.create(
                name=person.name,
                function=person.function,
                email=person.email,
                room=person.room,
                office=offices.get(person.office, main),
                order=order,
            )
        page = self._page(ContactsPage)
        page.lead = self.content.contacts_lead
        self._publish(page)
        contacts.show_anew()

    def _notices(self) -> None:
        known = set(Notice.objects.values_list("title", flat=True))
        meeting = self._next_meeting()
        said = f"{meeting.day}. {MONTHS[meeting.month - 1]} {meeting.year}" if meeting else ""
        for notice in self.content.notices:
            posted = self.today + dt.timedelta(days=notice.posted)
            removal = None
            if notice.removed is not None:
                removal = self.today + dt.timedelta(days=notice.removed)
            elif meeting is not None:
                posted, removal = min(posted, meeting - NOTICE_AHEAD), meeting
            post_at = dt.datetime.combine(posted, NOTICE_AT, clock.PRAGUE)
            row = Notice(
                title=notice.title.replace("{zasedani}", said),
                kind=notice.kind,
                reference=notice.reference,
                file_mark=notice.file_mark,
                originator=notice.originator,
                department=notice.department,
                post_at=post_at,
                planned_removal=removal,
                personal=notice.personal,
                everywhere=notice.everywhere,
                text=notice.text.replace("{zasedani}", said),
                live=False,
            )
            if meeting is not None and notice.kind == NoticeKind.COUNCIL_MEETING:
                row.meeting_on = meeting
            row.attachments = [
                NoticeAttachment(document=self.documents[title], sort_order=order)
                for order, title in enumerate(notice.documents)
            ]
            if row.title in known:
                continue
            with transaction.atomic():
                row.clean_fields()  # not `clean`, which judges a posting of today
                row.save()
                # Approved ahead of its time, then hung out as of the day on which it would have been.
                Notice.objects.filter(pk=row.pk).update(
                    live=True, first_published_at=post_at, last_published_at=post_at
                )
                if post_at <= clock.now():
                    board.post(row, at=post_at)
                    row.refresh_from_db()
                    if row.planned_removal and row.planned_removal < self.today:
                        board.take_down_by_plan(row)

    def _next_meeting(self) -> dt.date | None:
        """The next council for which an invitation can hang for the seven days of the law."""
        soonest = self.today + dt.timedelta(days=5)
        days = (
            day
            for event in self.content.events
            if event.category == "zastupitelstvo"
            for day in occurrences(event, self.today)
        )
        return min((day for day in days if day >= soonest), default=None)

    # -- what the law asks -----------------------------------------------------------------------

    @transaction.atomic
    def _duties(self) -> None:
        """What a clerk has said, some of it long ago; what nobody knows stays missing."""
        if Answer.objects.exists():
            return
        slug, union = self.content.slug, self.site.is_union
        old, lacking = duties.OLD.get(slug, {}), duties.LACKING.get(slug, set())

        def row(key: str, **values: Any) -> Answer:
            day = self.today - dt.timedelta(days=old.get(key, duties.LATELY))
            return Answer(key=key, checked_on=day, checked_by_id=self.clerk.pk, **values)

        texts = {key: text for key, text in duties.texts(union=union).items() if key not in lacking}
        rows = [row(key, text=text) for key, text in texts.items()]
        rows += [row(key, nothing=True) for key in duties.NOTHING]
        if union:
            rows.append(row("11.2", nothing=True))
        if slug not in duties.UNCHECKED:
            rows += [row(key) for key in duties.FILLED if key not in texts]
        Answer.objects.bulk_create(rows)
        Contract.objects.bulk_create(
            Contract(
                subject=item.subject,
                counterpart=item.counterpart,
                is_person=item.is_person,
                number=item.number,
                price=item.price,
                price_note=item.note,
                signed_on=(signed := self.today - dt.timedelta(days=item.signed)),
                valid_until=signed + dt.timedelta(days=item.lasts) if item.lasts else None,
            )
            for item in (duties.UNION_CONTRACTS if union else duties.CONTRACTS)
        )
        if not union:
            Regulation.objects.bulk_create(
                Regulation(number=number, title=title, in_force_from=day, url=COLLECTION)
                for number, title, day in duties.REGULATIONS
            )
        mandatory.show_anew()

    # -- events ----------------------------------------------------------------------------------

    def _places(self) -> None:
        self.places = {place.name: place for place in Place.objects.all()}
        for item in self.content.places:
            if item.name not in self.places:
                place = Place(
                    name=item.name,
                    address=item.address,
                    latitude=item.latitude,
                    longitude=item.longitude,
                    barrier_free=item.barrier_free,
                    note=item.note,
                )
                events.save_place(place, self.clerk)
                self.places[item.name] = place
        self.aliases = {item.alias: self.places[item.name] for item in self.content.places}

    def _events(self) -> None:
        known = set(Event.objects.values_list("pk", flat=True))
        for event in self.content.events:
            days = first_days(event, self.today)
            called_off = next((day for day in days if day > self.today), None)
            for day in days:
                row = self._event(event, day)
                if row.pk in known:
                    continue
                with transaction.atomic():
                    events.publish(row, user=self.clerk)
                    if event.cancel_next and day == called_off:
                        events.cancel(row, self.clerk)
                    if event.postpone_next and day == called_off:
                        events.postpone(row, self.clerk)

    def _event(self, event: t.Event, day: dt.date) -> Event:
        row = Event(
            uuid=event_key(self.content.slug, event, day),
            title=event.title,
            category=event.category,
            start_date=day,
            end_date=day + dt.timedelta(days=event.days - 1) if event.days > 1 else None,
            all_day=event.all_day,
            start_time=_time(event.start) if event.start else None,
            end_time=_time(event.end) if event.end else None,
            doors_time=_time(event.doors) if event.doors else None,
            recurrence=event.rule,
            venue=self.aliases.get(event.place),
            place="" if event.place in self.aliases else event.place,
            text=event.text,
            german_summary=event.german,
            organiser=event.organiser,
            contact=event.contact,
            audience=list(event.audience),
            admission=event.admission,
            registration_url=event.registration,
            on_union_calendar=event.union,
        )
        row.attachments = [
            EventAttachment(document=self.documents[title], sort_order=order)
            for order, title in enumerate(event.documents)
        ]
        self._single_dates(row, event)
        if event.scene:
            row.picture, row.picture_alt = self.images[event.scene], self._alt(event.scene)
        return row

    def _single_dates(self, row: Event, event: t.Event) -> None:
        ahead = [day for day in occurrences(event, self.today) if day > self.today]
        row.exceptions = [
            EventException(
                day=(day := ahead[item.number]),
                kind=item.kind,
                start_date=day + dt.timedelta(days=item.shift) if item.shift else None,
                start_time=_time(item.start) if item.start else None,
                end_time=_time(item.end) if item.end else None,
                note=item.note,
            )
            for item in event.different
            if item.number < len(ahead)
        ]
        if event.besides and ahead:
            extra = ahead[0] + dt.timedelta(days=event.besides)
            row.extra_dates = [ExtraDate(start_date=extra, note=event.besides_note)]

    # -- other languages -------------------------------------------------------------------------

    def _translations(self) -> None:
        for item in self.content.translations:
            self._translate(item)

    @transaction.atomic
    def _translate(self, item: t.Translation) -> None:
        locale = Locale.objects.get(language_code=item.language)
        original = self._by_path(item.path)
        # The draft of the home page is there from the start; pages above are made on the way.
        page = original.get_translation_or_none(locale)
        if page is not None and page.live:
            return
        if page is None:
            page = original.copy_for_translation(locale, copy_parents=True)
        page = page.specific
        page.title, page.draft_title = item.title, item.title
        if item.path:
            page.slug, page.lead, page.body = item.slug, item.lead, self._stream(item.body)
        else:
            page.tagline, page.intro = item.lead, item.intro
            page.quick_links = self._quick_links(item.quick_links)
        self._publish(page)

    def _by_path(self, path: str) -> Page:
        page: Page = self.home
        for slug in filter(None, path.split("/")):
            page = page.get_children().get(slug=slug)
        return page.specific


def _time(text: str) -> dt.time:
    hour, minute = text.split(":")
    return dt.time(int(hour), int(minute))
