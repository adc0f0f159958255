from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from shared.kernel.cms import RICH_TEXT, SitePage


class Conformity(models.TextChoices):
    FULL = "full", _("fully conforming")
    PARTIAL = "partial", _("partly conforming")
    NONE = "none", _("not conforming")


class AssessmentMethod(models.TextChoices):
    SELF = "self", _("own assessment")
    THIRD_PARTY = "third_party", _("assessment by a third party")


class AccessibilityPage(SitePage):
    """Accessibility statement after Act No. 99/2019 Coll. and Commission Decision 2018/1523."""

    item_kind = "page"
    protected = True

    conformity = models.CharField(
        _("state of conformity"),
        max_length=10,
        choices=Conformity.choices,
        default=Conformity.PARTIAL,
    )
    method = models.CharField(
        _("how it was assessed"),
        max_length=12,
        choices=AssessmentMethod.choices,
        default=AssessmentMethod.SELF,
    )
    prepared_on = models.DateField(_("prepared on"), null=True, blank=True)
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    intro = RichTextField(_("introduction"), blank=True, features=RICH_TEXT)
    non_accessible = RichTextField(
        _("content that is not accessible"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("What cannot be used by everybody, why, and what can be used instead."),
    )
    burden = RichTextField(
        _("disproportionate burden"),
        blank=True,
        db_default="",
        features=RICH_TEXT,
        help_text=_("What would cost more than it helps, and how you judged that. May stay empty."),
    )
    out_of_scope = RichTextField(
        _("content that the act does not cover"),
        blank=True,
        db_default="",
        features=RICH_TEXT,
        help_text=_("For example maps or recordings of an older date. May stay empty."),
    )
    contact_email = models.EmailField(_("e-mail for complaints"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_text = RichTextField(_("how to complain"), blank=True, features=RICH_TEXT)
    enforcement = RichTextField(
        _("enforcement"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("Whom to turn to when we do not answer."),
    )

    template = "tenants/pages/accessibility_page.html"
    subpage_types: list[str] = []
    max_count_per_parent = 1
    page_description = _("Accessibility statement required by law.")

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [
                FieldPanel("conformity"),
                FieldPanel("method"),
                FieldPanel("prepared_on"),
                FieldPanel("reviewed_on"),
            ],
            heading=_("State"),
        ),
        MultiFieldPanel(
            [FieldPanel("non_accessible"), FieldPanel("burden"), FieldPanel("out_of_scope")],
            heading=_("Content that is not accessible"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_text"),
            ],
            heading=_("Complaints"),
        ),
        FieldPanel("enforcement"),
    ]

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")
