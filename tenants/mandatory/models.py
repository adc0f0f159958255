from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from shared.kernel.cms import RICH_TEXT, SitePage
from tenants.registry.models import validate_ico


class _Host:
    """An https address below one host; a class, so that migrations can name it."""

    def __init__(self, host: str) -> None:
        self.host = host

    def __call__(self, value: str) -> None:
        try:
            parts = urlsplit(value)
        except ValueError:
            parts = urlsplit("")
        host = (parts.hostname or "").removeprefix("www.")
        if parts.scheme != "https" or host != self.host or parts.username:
            raise ValidationError(
                _("The address has to begin with https://%(host)s/."), params={"host": self.host}
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Host) and other.host == self.host

    def __hash__(self) -> int:
        return hash(self.host)

    def deconstruct(self) -> tuple[str, tuple[str], dict[str, Any]]:
        return ("tenants.mandatory.models._Host", (self.host,), {})


class Answer(models.Model):
    """What a clerk has said to one item of the list, and when it was last found to be right.

    The item's key is that of `structure`. Without a row nobody has dealt with the item; the page
    may still fill it from the contacts or the board.
    """

    key = models.CharField(max_length=20, unique=True)
    text = RichTextField(_("text"), blank=True, features=RICH_TEXT)
    nothing = models.BooleanField(_("there is nothing to publish"), default=False)
    # How often it was changed, so that two clerks do not overwrite each other unawares.
    revision = models.PositiveIntegerField(default=0)
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("answer to an item")
        verbose_name_plural = _("answers to items")
        constraints = [
            models.CheckConstraint(
                condition=Q(nothing=False) | Q(text=""), name="nothing_to_publish_has_no_text"
            )
        ]

    def __str__(self) -> str:
        return self.key


class AnswerVersion(models.Model):
    """What an item said before, for whoever has to show what was published when."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    text = models.TextField(blank=True)
    nothing = models.BooleanField(default=False)
    saved_at = models.DateTimeField(auto_now_add=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("earlier answer")
        verbose_name_plural = _("earlier answers")
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.saved_at:%Y-%m-%d}"


class Regulation(models.Model):
    """A legal regulation of the municipality, as a link to where it is promulgated.

    Since 2022 regulations are promulgated in Sbírka právních předpisů alone (Act 35/2021).
    """

    number = models.CharField(
        _("number"), max_length=30, help_text=_("As in the collection, for example 1/2026.")
    )
    title = models.CharField(_("title"), max_length=255)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    repealed_on = models.DateField(
        _("repealed on"),
        null=True,
        blank=True,
        help_text=_("From that day on it is no longer listed."),
    )
    url = models.URLField(
        _("address in Sbírka právních předpisů"),
        max_length=500,
        validators=[_Host("sbirkapp.gov.cz")],
    )

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("title")]),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("in_force_from"), FieldPanel("repealed_on")]),
    ]

    class Meta:
        verbose_name = _("regulation")
        verbose_name_plural = _("regulations")
        ordering = [F("in_force_from").desc(nulls_last=True), "-pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Contract(models.Model):
    """One line of the list of contracts. Shown to everybody as soon as it is saved."""

    number = models.CharField(_("number"), max_length=60, blank=True)
    counterpart = models.CharField(_("other party"), max_length=250)
    counterpart_ico = models.CharField(
        _("registration number (IČO)"), max_length=8, blank=True, validators=[validate_ico]
    )
    is_person = models.BooleanField(
        _("a natural person who is no entrepreneur"),
        default=False,
        help_text=_("The public list then says “natural person” in place of the name."),
    )
    subject = models.CharField(_("subject"), max_length=400)
    price = models.DecimalField(
        _("price in Kč"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    price_note = models.CharField(
        _("note on the price"),
        max_length=150,
        blank=True,
        help_text=_("For example: without VAT, by the hour, free of charge."),
    )
    signed_on = models.DateField(_("signed on"), db_index=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    register_url = models.URLField(
        _("address in Registr smluv"),
        max_length=500,
        blank=True,
        validators=[_Host("smlouvy.gov.cz")],
        help_text=_("Where the contract itself can be read, if it is published there."),
    )

    panels = [
        FieldPanel("subject"),
        MultiFieldPanel(
            [
                FieldPanel("counterpart"),
                FieldRowPanel([FieldPanel("counterpart_ico"), FieldPanel("is_person")]),
            ],
            heading=_("Other party"),
        ),
        FieldRowPanel([FieldPanel("signed_on"), FieldPanel("valid_until"), FieldPanel("number")]),
        FieldRowPanel([FieldPanel("price"), FieldPanel("price_note")]),
        FieldPanel("register_url"),
    ]

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("signed_on")),
                name="contract_ends_after_it_is_signed",
                violation_error_message=_("It cannot end before it was signed."),
            ),
            models.CheckConstraint(
                condition=Q(is_person=False) | Q(counterpart_ico=""),
                name="a_person_has_no_registration_number",
                violation_error_message=_("Who has a registration number is an entrepreneur."),
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0),
                name="contract_price_is_not_negative",
                violation_error_message=_("A price is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def public_counterpart(self) -> str:
        """The other party as strangers may read it."""
        return str(_("natural person")) if self.is_person else self.counterpart


class MandatoryPage(SitePage):
    """All items in the prescribed order; the items themselves are edited in the checklist."""

    item_kind = "page"
    protected = True

    lead = models.TextField(_("lead"), blank=True, max_length=400)

    template = "tenants/mandatory/mandatory_page.html"
    subpage_types: list[str] = []
    max_count_per_parent = 1
    page_description = _("Mandatory information in the order of decree 515/2020.")

    content_panels = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("mandatory information")
        verbose_name_plural = _("mandatory information")

    def get_item_summary(self) -> str:
        return self.lead or super().get_item_summary()

    def get_item_text(self) -> str:
        from tenants.mandatory import selectors

        return f"{super().get_item_text()} {selectors.searchable_text()}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from tenants.mandatory import selectors

        context = super().get_context(request, *args, **kwargs)
        facts = selectors.facts()
        return {**context, "facts": facts, "sections": selectors.sections(facts)}
