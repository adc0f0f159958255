from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import (
    FORM_FIELD_CHOICES,
    AbstractFormField,
    EmailFormMixin,
    FormMixin,
)
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from shared.kernel.cms import RICH_TEXT, SitePage
from tenants.pages.citizen_form import SiteFormBuilder

# A hidden field and a web address of the visitor's serve nobody but spammers.
FIELD_TYPES = [choice for choice in FORM_FIELD_CHOICES if choice[0] not in {"hidden", "url"}]


class FormField(AbstractFormField):
    page = ParentalKey("FormPage", on_delete=models.CASCADE, related_name="form_fields")
    field_type = models.CharField(_("field type"), max_length=16, choices=FIELD_TYPES)
    field_type.required_on_save = True  # type: ignore[attr-defined]


class FormPage(FormMixin, EmailFormMixin, SitePage):
    """A form that citizens fill in. Answers are kept on this site and sent by e-mail on wish."""

    item_kind = "page"
    form_builder = SiteFormBuilder

    lead = models.TextField(_("lead"), blank=True, max_length=400)
    intro = RichTextField(_("text above the form"), blank=True, features=RICH_TEXT)
    thanks = RichTextField(
        _("text after sending"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("What happens next, and when the citizen will get an answer."),
    )
    consent_text = models.TextField(
        _("information on personal data"),
        blank=True,
        help_text=_(
            "What the data are used for and how long they are kept. "
            "When filled in, the citizen confirms it by ticking a box."
        ),
    )
    keep_days = models.PositiveSmallIntegerField(
        _("keep answers for days"),
        default=365,
        help_text=_("Older answers are deleted every night. Zero keeps them for ever."),
    )

    template = "tenants/pages/form_page.html"
    landing_page_template = "tenants/pages/form_page_landing.html"
    subpage_types: list[str] = []
    page_description = _("A form for citizens: report a fault, order, ask.")

    content_panels = [
        *Page.content_panels,
        FormSubmissionsPanel(),
        FieldPanel("lead"),
        FieldPanel("intro"),
        InlinePanel("form_fields", label=_("Field")),
        FieldPanel("thanks"),
        MultiFieldPanel(
            [FieldPanel("consent_text"), FieldPanel("keep_days")], heading=_("Personal data")
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("to_address"), FieldPanel("subject")])],
            heading=_("Send answers by e-mail"),
        ),
    ]

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    def get_item_summary(self) -> str:
        return self.lead or super().get_item_summary()

    def get_form_parameters(self) -> dict[str, Any]:
        return {"consent_text": self.consent_text}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from tenants.pages import services

        if request.method != "POST":
            response = super().serve(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response
        form = self.get_form(request.POST, page=self, user=request.user)
        if form.is_valid():
            try:
                submission = services.submit_form(self, form, request)
            except PermissionDenied:
                form.add_error(
                    None, _("Too many answers have come from your address. Try again later.")
                )
            else:
                # To a robot everything looks well, so that it has no reason to try harder.
                response = self.render_landing_page(request, submission, *args, **kwargs)
                add_never_cache_headers(response)
                return response
        context = self.get_context(request)
        context["form"] = form
        response = TemplateResponse(request, self.get_template(request), context, status=422)
        add_never_cache_headers(response)
        return response
