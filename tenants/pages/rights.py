"""What each role may do with pages, pictures and documents."""

from __future__ import annotations

from tenants.roles.enums import PUBLISHING_ROLES, Role
from tenants.roles.registry import grant

# Rights on the tree and on the root collection; Wagtail keeps these apart from model rights.
PAGE_RIGHTS = {
    Role.ADMINISTRATOR: ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
    Role.EDITOR: ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
    Role.AUTHOR: ("add",),
}
COLLECTION_RIGHTS = {
    Role.ADMINISTRATOR: (
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
        "add_collection",
        "change_collection",
        "delete_collection",
    ),
    Role.EDITOR: (
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
        "add_collection",
        "change_collection",
    ),
    # "add" lets a person change what they have added themselves, and nothing else.
    Role.AUTHOR: ("add_image", "choose_image", "add_document", "choose_document"),
}


def grant_all() -> None:
    for role in Role:
        grant(role, "wagtailadmin.access_admin")
    for role in PUBLISHING_ROLES:
        grant(
            role,
            "pages.add_newscategory",
            "pages.change_newscategory",
            "pages.delete_newscategory",
            "pages.view_newscategory",
            "pages.change_mainmenu",
            "wagtailredirects.add_redirect",
            "wagtailredirects.change_redirect",
            "wagtailredirects.delete_redirect",
            "simple_translation.submit_translation",
        )
