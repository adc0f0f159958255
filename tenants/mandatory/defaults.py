"""The page of mandatory information, in the place of the plain text that sites had before it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from wagtail.models import Page

from shared.kernel.cms import add_once, home_slug
from tenants.mandatory import services, structure
from tenants.mandatory.models import Answer, MandatoryPage
from tenants.pages.models import ContentPage
from tenants.registry.models import Municipality

SLUG = "povinne-informace"
FORMER_SLUG = "povinne-informace-puvodni"
# What the plain page said where nobody had written anything.
PLACEHOLDER = "Údaj doplní redakce webu."
LEAD = (
    "Informace zveřejňované podle § 5 zákona č. 106/1999 Sb., o svobodném přístupu k informacím, "
    "v členění podle vyhlášky č. 515/2020 Sb."
)


def create_mandatory(site: Municipality) -> None:
    home = Page.objects.get(depth=2, slug=home_slug(settings.LANGUAGE_CODE))
    existing = home.get_children().filter(slug=SLUG).first()
    if existing is not None and isinstance(existing.specific, MandatoryPage):
        services.note_state()  # a new release may fill what the former one did not
        return
    if existing is not None:
        _keep_words_of(existing)
    # Read again: `home` was counted with the page that has just gone.
    home.refresh_from_db()
    add_once(home, MandatoryPage(title="Povinně zveřejňované informace", slug=SLUG, lead=LEAD))
    services.show_anew()


def _keep_words_of(page: Page) -> None:
    """Answers from what clerks have written on the plain page, which is then a draft beside."""
    former = page.specific
    answers = _answers(former.body) if isinstance(former, ContentPage) else {}
    for key, text in answers.items():
        Answer.objects.get_or_create(key=key, defaults={"text": text})
    if isinstance(former, ContentPage) and not answers:
        former.delete()
        return
    former.slug = FORMER_SLUG
    former.save()
    former.unpublish()


def _answers(body: Any) -> dict[str, str]:
    """Texts by the number with which the heading above them begins."""
    known = {section.number: section.items[0].key for section in structure.SECTIONS}
    found: dict[str, str] = {}
    key = ""
    for block in body:
        if block.block_type == "heading":
            number = str(block.value["text"]).partition(" ")[0].rstrip(".")
            key = number if number in structure.BY_KEY else known.get(number, "")
        elif block.block_type == "text" and key:
            html = str(block.value.source)
            if PLACEHOLDER not in html:
                found[key] = found.get(key, "") + html
    return {key: text for key, text in found.items() if structure.BY_KEY[key].own}
