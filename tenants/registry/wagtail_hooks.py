"""The desk wears the colours of its site."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks

from tenants.registry.selectors import current_site


@hooks.register("insert_global_admin_css")
def colour_the_desk() -> SafeString:
    """A clerk with two sites open sees by the colours at which desk she is."""
    addresses = [
        static("css/tokens.css"),
        reverse("site_css", args=[current_site().look_version]),
        static("css/desk.css"),
    ]
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((each,) for each in addresses)
    )
