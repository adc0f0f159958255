"""Whatever changes in the contacts is seen on the home page and on the page of contacts."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from tenants.contacts import services
from tenants.contacts.models import Office, OpeningException, OpeningHours, Person


@receiver(post_save, sender=Office)
@receiver(post_save, sender=OpeningHours)
@receiver(post_save, sender=OpeningException)
@receiver(post_save, sender=Person)
@receiver(post_delete, sender=Office)
@receiver(post_delete, sender=OpeningHours)
@receiver(post_delete, sender=OpeningException)
@receiver(post_delete, sender=Person)
def show_anew(sender: Any, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        services.show_anew()
