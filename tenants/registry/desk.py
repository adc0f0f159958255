"""Where the desk of the current site is, for links in mails to its people."""

from __future__ import annotations

from tenants.registry.selectors import current_site


def desk_address() -> str:
    """Address of the site that the connection is on. Raises Municipality.DoesNotExist."""
    return current_site().url


def lead_mails_to_the_right_desk() -> None:
    """Make Wagtail's mails link to the desk of the site that sends them.

    Wagtail knows one address for all sites, a setting, which it reads through one function;
    a lazy setting does not do, because urljoin() takes nothing but true strings.
    """
    from wagtail.admin import userbar, utils
    from wagtail.admin.templatetags import wagtailadmin_tags

    for module in (utils, wagtailadmin_tags, userbar):
        module.get_admin_base_url = desk_address
