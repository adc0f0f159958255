"""Writes of categories. There is no deleting: events and subscribers hold their slugs."""

import itertools

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify

from calendar_app.categories.models import SLUG_LENGTH, Category
from calendar_app.categories.permissions import user_can_manage_categories
from calendar_app.categories.signals import category_renamed
from shared.audit.services import record
from shared.published import services as published
from tenants.accounts.models import User


def save(category: Category, user: User) -> None:
    """Write a new category, or what has changed of one; every site shows it from the commit on.

    The slug is made from the first name and stays whatever the name becomes. Names inside stored
    events follow by tasks, see `category_renamed`. Raises PermissionDenied and ValidationError.
    """
    if not user_can_manage_categories(user):
        raise PermissionDenied
    with transaction.atomic():
        stored = Category.objects.select_for_update().filter(pk=category.pk).first()
        if not category.slug:
            category.slug = _free_slug(category.name)
        category.full_clean()
        category.save()
        action = "calendar.category_changed" if stored else "calendar.category_added"
        record(
            action,
            category,
            actor=user,
            detail={"name": category.name, "retired": category.retired},
        )
        published.touch_everywhere()
        if stored is not None and stored.name != category.name:
            category_renamed.send(sender=Category, instance=category)


def _free_slug(name: str) -> str:
    base = slugify(name)[: SLUG_LENGTH - 4].strip("-") or "kategorie"
    taken = set(Category.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([base], numbered) if slug not in taken)
