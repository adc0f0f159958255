from __future__ import annotations

from django.db import transaction

from shared.kernel.cms import page_content_changed
from shared.published import services as published
from tenants.contacts.models import ContactsPage


@transaction.atomic
def show_anew() -> None:
    """Make pages and search tell the contacts as they are now."""
    published.touch()
    for page in ContactsPage.objects.live():
        page_content_changed.send(sender=ContactsPage, instance=page)
