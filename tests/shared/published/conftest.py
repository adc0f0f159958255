import pytest


@pytest.fixture(autouse=True)
def _nothing_published(request):
    """Without the pages that every new site starts with."""
    if "db" in request.fixturenames:
        from shared.published.models import Item

        request.getfixturevalue("db")
        Item.objects.all().delete()


@pytest.fixture(autouse=True)
def _no_recent_pages():
    from shared.published import page_cache

    page_cache.recent.clear()
