"""Takes the content of the demonstration off a site that stays, the union's."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Page

from calendar_app.events.models import Event, Place
from portal.demo.builder import CREDIT, event_key
from portal.demo.content import duties
from portal.demo.content import types as t
from shared.duties.models import Officer, OfficerUse
from shared.kernel import clock
from shared.kernel.cms import home_slug
from shared.union.models import (
    Organ,
    OrgansPage,
    PapersPage,
    ProjectIndexPage,
    PublicPaper,
    UnionHomePage,
)
from tenants.contacts.models import OpeningHours, Person
from tenants.mandatory import services as mandatory
from tenants.mandatory.models import Answer, Contract
from tenants.noticeboard import services as board
from tenants.noticeboard.models import Notice
from tenants.pages.models import SiteDocument, SiteImage


class Remover:
    """Knows what is of the demonstration by the content that it was made from."""

    def __init__(self, content: t.Site) -> None:
        self.content = content

    def remove(self) -> None:
        home = Page.objects.get(depth=2, slug=home_slug(settings.LANGUAGE_CODE))
        slugs = [page.slug for page in self.content.pages]
        slugs += [form.slug for form in self.content.forms]
        for slug in slugs:
            self._delete_page(f"{home.url_path}{slug}/")
        for news in (*self.content.news, *self.content.drafts):
            self._delete_page(f"{home.url_path}aktuality/{news.slug}/")
        if isinstance(home.specific, UnionHomePage):
            self._empty_union_pages(home)
        self._delete_page(f"{home.url_path}fotogalerie/{self.content.gallery.slug}/")
        self._delete_events()
        for notice in self.content.notices:
            start = notice.title.partition("{")[0]
            for row in Notice.objects.filter(title__startswith=start):
                board.erase(row, None, "demonstration")
        for person in self.content.people:
            Person.objects.filter(name=person.name).delete()
        OpeningHours.objects.all().delete()
        self._take_duties_back()
        for image in SiteImage.objects.filter(credit=CREDIT):
            image.delete()
        for document in SiteDocument.objects.filter(
            title__in=[document.title for document in self.content.documents]
        ):
            document.delete()

    def _empty_union_pages(self, home: Page) -> None:
        """The pages that every union starts with stay; what the demonstration wrote there goes."""
        from portal.demo.content import sever

        for project in sever.PROJECTS:
            self._delete_page(f"{home.url_path}projekty/{project.slug}/")
        Organ.objects.filter(name__in=[name for name, *_rest in sever.ORGANS]).delete()
        PublicPaper.objects.filter(title__in=[title for _group, title in sever.PAPERS]).delete()
        leads = {
            ProjectIndexPage: sever.PROJECTS_LEAD,
            OrgansPage: sever.ORGANS_LEAD,
            PapersPage: sever.PAPERS_LEAD,
        }
        for model, lead in leads.items():
            for page in model.objects.child_of(home):
                if page.lead == lead:
                    page.lead = ""
                page.save_revision().publish()

    def _take_duties_back(self) -> None:
        for key, text in duties.texts(union=True).items():
            Answer.objects.filter(key=key, text=text).delete()
        # Checked or answered in the name of a person of the demonstration, without words.
        Answer.objects.filter(text="", versions__isnull=True).delete()
        subjects = [item.subject for item in duties.UNION_CONTRACTS]
        for contract in Contract.objects.filter(subject__in=subjects):
            contract.delete()
        for officer in Officer.objects.filter(name=duties.OFFICER["name"]):
            OfficerUse.objects.filter(officer=officer).delete()
            officer.delete()
        mandatory.show_anew()

    def _delete_page(self, url_path: str) -> None:
        for page in Page.objects.filter(url_path=url_path).specific():
            page.delete()

    def _delete_events(self) -> None:
        first = clock.today().year - 3
        keys = [
            event_key(self.content.slug, event, rule(year))
            for event in self.content.events
            for rule in event.when
            for year in range(first, first + 6)
        ]
        for event in Event.objects.filter(pk__in=keys):
            event.delete()
        names = [place.name for place in self.content.places]
        Place.objects.filter(name__in=names, events__isnull=True).delete()
