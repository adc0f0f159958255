from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, Page

from shared.kernel.cms import RICH_TEXT, SitePage
from tenants.contacts.enums import Weekday


class Office(ClusterableModel):
    """A place that people come to or write to: the municipal office, the library, the depot."""

    name = models.CharField(_("name"), max_length=150)
    is_main = models.BooleanField(
        _("the municipal office itself"),
        default=False,
        help_text=_("Its opening hours are on the home page."),
    )
    address = models.TextField(_("address"), blank=True, max_length=300)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    data_box = models.CharField(_("data box"), max_length=10, blank=True)
    note = RichTextField(_("note"), blank=True, features=RICH_TEXT)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [
        FieldPanel("name"),
        FieldPanel("is_main"),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email"), FieldPanel("data_box")]),
            ],
            heading=_("Contact"),
        ),
        InlinePanel("hours", heading=_("Opening hours"), label=_("Hours")),
        InlinePanel("exceptions", heading=_("Exceptions on single days"), label=_("Exception")),
        FieldPanel("note"),
        FieldPanel("order"),
    ]

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["-is_main", "order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_main"], condition=Q(is_main=True), name="at_most_one_main_office"
            )
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(Orderable):
    """One stretch of a week's day; a lunch break makes two of them."""

    office = ParentalKey(Office, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("to"))
    note = models.CharField(_("note"), max_length=120, blank=True)

    panels = [
        FieldRowPanel(
            [
                FieldPanel("weekday"),
                FieldPanel("opens"),
                FieldPanel("closes"),
                FieldPanel("note"),
            ]
        )
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="office_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="weekday_is_an_iso_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class OpeningException(Orderable):
    """One day on which the office keeps other hours, or none."""

    office = ParentalKey(Office, on_delete=models.CASCADE, related_name="exceptions")
    date = models.DateField(_("date"))
    opens = models.TimeField(_("from"), null=True, blank=True)
    closes = models.TimeField(_("to"), null=True, blank=True)
    note = models.CharField(
        _("note"), max_length=120, blank=True, help_text=_("For example: closed, a holiday.")
    )

    panels = [
        FieldRowPanel(
            [FieldPanel("date"), FieldPanel("opens"), FieldPanel("closes"), FieldPanel("note")]
        )
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False, closes__gt=F("opens")),
                name="exception_is_closed_or_has_hours",
            )
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"

    @property
    def is_closed(self) -> bool:
        return self.opens is None


class Person(models.Model):
    """Somebody whom citizens may need to reach. Holds what the municipality publishes only."""

    name = models.CharField(_("name"), max_length=150)
    function = models.CharField(_("function"), max_length=150, blank=True)
    office = models.ForeignKey(
        Office,
        verbose_name=_("office"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    room = models.CharField(_("door"), max_length=40, blank=True)
    photo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("photograph"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("function")]),
        FieldRowPanel([FieldPanel("office", widget=forms.Select), FieldPanel("room")]),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
        FieldPanel("photo"),
        FieldPanel("order"),
    ]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.function}" if self.function else self.name


class ContactsPage(SitePage):
    """Offices with their hours and people; the lists themselves are edited under Contacts."""

    item_kind = "page"
    protected = True

    lead = models.TextField(_("lead"), blank=True, max_length=400)
    body = RichTextField(
        _("further text"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("Offices and people are edited in the menu under Contacts."),
    )

    template = "tenants/contacts/contacts_page.html"
    subpage_types = ["pages.ContentPage", "pages.FormPage"]
    max_count_per_parent = 1
    page_description = _("Offices with their hours, and people.")

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("contacts")
        verbose_name_plural = _("contacts")

    def get_item_summary(self) -> str:
        return self.lead or super().get_item_summary()

    def get_item_text(self) -> str:
        from tenants.contacts import selectors

        return f"{super().get_item_text()} {selectors.searchable_text()}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from tenants.contacts import selectors

        context = super().get_context(request, *args, **kwargs)
        context.update(selectors.directory())
        return context
