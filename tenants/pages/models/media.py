"""Pictures and documents of a site."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from shared.kernel import uploads


class SiteImage(AbstractImage):
    """A picture. What it shows is written once here and offered wherever it is used."""

    credit = models.CharField(
        _("author or source"),
        max_length=200,
        blank=True,
        help_text=_("Who made the picture; shown under it."),
    )

    admin_form_fields = ("title", "file", "description", "credit", "collection", "tags")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        # Wagtail would fall back to the title, which is usually the camera's file name:
        # a screen reader reading "IMG 2041" helps nobody.
        return self.description

    def get_upload_to(self, filename: str) -> str:
        return super().get_upload_to(uploads.safe_filename(filename))


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="one_rendition_per_image_and_filter",
            )
        ]


def document_path(instance: Any, filename: str) -> str:
    return f"documents/{uploads.safe_filename(filename)}"


class SiteDocument(AbstractDocument):
    """A file for download, checked by its content before it is kept."""

    file = models.FileField(_("file"), upload_to=document_path)

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        # Every way in ends here: the single form, many files at once and the chooser.
        super().clean()
        field: Any = self.file
        if field and not field._committed:
            try:
                uploads.check_document(field.file, field.name, field.size)
            except ValidationError as error:
                raise ValidationError({"file": error.messages}) from error


class DocumentText(models.Model):
    """The words of a document's file, for search. Read once, after the file was uploaded."""

    document = models.OneToOneField(
        SiteDocument, on_delete=models.CASCADE, primary_key=True, related_name="words"
    )
    #: The file that was read: a document that gets another one is read again.
    file = models.CharField(max_length=255)
    state = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    read_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.file}: {self.state}"


class DocumentUse(models.Model):
    """A public page that shows a document: what makes the document public too.

    Uploaded alone, or shown by a draft, it is nobody's to find.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(SiteDocument, on_delete=models.CASCADE, related_name="uses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "document"], name="one_use_per_page")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} on {self.page_id}"
