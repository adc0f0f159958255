"""Pieces that a clerk builds a page from.

Every piece has its own template under `templates/tenants/pages/blocks/`. Nothing here loads
anything from another server: there is no embed.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from shared.kernel.cms import RICH_TEXT
from tenants.pages.enums import CalloutKind, HeadingLevel, QuickLinkIcon

TEMPLATES = "tenants/pages/blocks"


class OptionBlock(blocks.ChoiceBlock):
    """A choice about looks: its label ("main heading") is the clerk's word and none of the page's,
    so search neither finds it nor shows it between the sentences. Migrations see a ChoiceBlock."""

    def get_searchable_content(self, value: Any) -> list[str]:
        return []


class PictureChooserBlock(ImageChooserBlock):
    """Loads the pictures of a page and their renditions in two queries, however many there are."""

    def bulk_to_python(self, values: Any) -> list[Any]:
        keys = [value for value in values if value is not None]
        found = self.model_class._default_manager.prefetch_related("renditions").in_bulk(keys)
        # A picture used twice must be two objects: each carries its own alternative text.
        from copy import copy

        return [copy(found[key]) if key in found else None for key in values]


class PictureBlock(ImageBlock):
    """A picture with its alternative text, or marked as decoration."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = PictureChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


class FigureBlock(blocks.StructBlock):
    image = PictureBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = f"{TEMPLATES}/figure.html"


class GalleryBlock(blocks.StructBlock):
    images = blocks.ListBlock(FigureBlock(), label=_("Pictures"), min_num=1, max_num=60)

    class Meta:
        icon = "image"
        label = _("Pictures side by side")
        template = f"{TEMPLATES}/gallery.html"


class HeadingBlock(blocks.StructBlock):
    level = OptionBlock(choices=HeadingLevel.choices, default=HeadingLevel.H2, label=_("Level"))
    text = blocks.CharBlock(label=_("Text"), max_length=200)

    class Meta:
        icon = "title"
        label = _("Heading")
        template = f"{TEMPLATES}/heading.html"
        form_classname = "struct-block"


class TableBlock(blocks.StructBlock):
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            (
                "rich_text",
                blocks.RichTextBlock(
                    label=_("Formatted text"),
                    features=["bold", "italic", "link", "document-link", "ul"],
                    required=False,
                ),
            ),
            ("number", blocks.DecimalBlock(label=_("Number"), required=False)),
        ],
        label=_("Table"),
    )
    first_column_is_header = blocks.BooleanBlock(
        label=_("The first column names the rows"), required=False
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = f"{TEMPLATES}/table.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        table = cleaned["table"]
        if self.is_deferred_validation:
            return cleaned
        # Without a caption and headings a table is a riddle for a screen reader.
        if not table.caption.strip():
            raise StructBlockValidationError(
                block_errors={"table": ValidationError(_("Say in the caption what is in it."))}
            )
        if not table.columns or not all(column["heading"].strip() for column in table.columns):
            raise StructBlockValidationError(
                block_errors={"table": ValidationError(_("Name every column."))}
            )
        return cleaned


class DocumentsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Heading"), required=False, max_length=200)
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("Documents"), min_num=1)

    class Meta:
        icon = "doc-full"
        label = _("Documents for download")
        template = f"{TEMPLATES}/documents.html"


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Question or heading"), max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        icon = "list-ul"


class AccordionBlock(blocks.StructBlock):
    items = blocks.ListBlock(AccordionItemBlock(), label=_("Items"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Accordion")
        template = f"{TEMPLATES}/accordion.html"


class ContactBlock(blocks.StructBlock):
    """A person from the contacts; a change there shows here at once."""

    title = blocks.CharBlock(label=_("Heading"), required=False, max_length=200)
    people = blocks.ListBlock(SnippetChooserBlock("contacts.Person"), label=_("People"), min_num=1)

    class Meta:
        icon = "user"
        label = _("Contact")
        template = f"{TEMPLATES}/contact.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"), max_length=1000)
    source = blocks.CharBlock(label=_("Who said it"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = f"{TEMPLATES}/quote.html"


class CalloutBlock(blocks.StructBlock):
    kind = OptionBlock(choices=CalloutKind.choices, default=CalloutKind.INFO, label=_("Kind"))
    title = blocks.CharBlock(label=_("Heading"), required=False, max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = f"{TEMPLATES}/callout.html"


class LinkValue(blocks.StructValue):
    """A link to a page of this site or to an address; `href` is empty when neither is there."""

    @cached_property
    def href(self) -> str:
        from shared.kernel.cms import public_path

        page = self.get("page")
        if page is not None:
            return public_path(page.url_path) if page.live else ""
        return self.get("url") or ""

    @property
    def local_href(self) -> str:
        """The address under the visitor's language."""
        from shared.kernel.templatetags.portal_tags import localurl

        return localurl(self.href)

    @property
    def text(self) -> str:
        page = self.get("page")
        return self.get("title") or (page.title if page is not None else "")


def clean_link(value: Any) -> None:
    """A link leads either to a page or to an address."""
    if bool(value.get("page")) == bool(value.get("url")):
        error = ValidationError(_("Choose a page, or write an address: exactly one of the two."))
        raise StructBlockValidationError(block_errors={"page": error})


class LocalUrlBlock(blocks.CharBlock):
    """An address on this site (`/kalendar/`) or elsewhere (`https://…`), nothing that runs."""

    def clean(self, value: str) -> str:
        from tenants.pages.validators import validate_link

        cleaned = super().clean(value)
        if cleaned:
            validate_link(cleaned)
        return cleaned


class QuickLinkBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Text"), max_length=60)
    description = blocks.CharBlock(label=_("Short explanation"), required=False, max_length=120)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = LocalUrlBlock(
        label=_("Address"),
        required=False,
        help_text=_("On this site such as /kalendar/, or a whole address with https://"),
    )
    icon = OptionBlock(choices=QuickLinkIcon.choices, label=_("Picture"), required=False)

    class Meta:
        icon = "link"
        label = _("Quick link")
        value_class = LinkValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            clean_link(cleaned)
        return cleaned


class SubmenuItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("Text"),
        required=False,
        max_length=60,
        help_text=_("Left empty, the title of the page is used."),
    )
    title_de = blocks.CharBlock(label=_("Text in German"), required=False, max_length=60)
    title_en = blocks.CharBlock(label=_("Text in English"), required=False, max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = LocalUrlBlock(
        label=_("Address"),
        required=False,
        help_text=_("On this site such as /kalendar/, or a whole address with https://"),
    )

    class Meta:
        icon = "link"
        label = _("Item")
        value_class = LinkValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            clean_link(cleaned)
            if not cleaned.get("page") and not cleaned.get("title"):
                error = ValidationError(_("Write what the link says."))
                raise StructBlockValidationError(block_errors={"title": error})
        return cleaned


class MenuItemBlock(SubmenuItemBlock):
    children = blocks.ListBlock(
        SubmenuItemBlock(), label=_("Items below it"), required=False, min_num=0, max_num=12
    )

    class Meta:
        icon = "list-ul"
        label = _("Item of the menu")
        value_class = LinkValue


def body_blocks() -> list[tuple[str, blocks.Block]]:
    """Pieces of an ordinary page."""
    return [
        ("heading", HeadingBlock()),
        (
            "text",
            blocks.RichTextBlock(
                features=RICH_TEXT, label=_("Text"), template=f"{TEMPLATES}/text.html"
            ),
        ),
        ("figure", FigureBlock()),
        ("gallery", GalleryBlock()),
        ("table", TableBlock()),
        ("documents", DocumentsBlock()),
        ("accordion", AccordionBlock()),
        ("contact", ContactBlock()),
        ("quote", QuoteBlock()),
        ("callout", CalloutBlock()),
    ]
