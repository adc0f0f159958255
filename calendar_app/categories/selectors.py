"""Names of categories. One query each; the table has a dozen rows."""

from django.utils.translation import get_language

from calendar_app.categories.models import Category


def names(language: str | None = None) -> dict[str, str]:
    """Slug to name in the active language, Czech where it is not translated; retired ones too."""
    chosen = (language or get_language() or "cs").split("-")[0]
    return {
        category.slug: getattr(category, f"name_{chosen}", "") or category.name
        for category in Category.objects.all()
    }


def choices() -> list[tuple[str, str]]:
    """What a new event may have, in the order of the union."""
    offered = set(Category.objects.filter(retired=False).values_list("slug", flat=True))
    return [(slug, name) for slug, name in names().items() if slug in offered]


def czech_name(slug: str) -> str:
    """For feeds and stored texts, whoever publishes; the slug where nobody knows it any more."""
    return names("cs").get(slug, slug)
