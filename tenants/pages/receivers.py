"""Keeps the projection and the page cache in step with what clerks do."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from shared.kernel.cms import SitePage, page_address_changed, page_content_changed
from tenants.pages import services
from tenants.pages.models import DocumentUse, MainMenu, NewsCategory, SiteDocument, SiteImage


@receiver(page_published)
@receiver(page_content_changed)
def project_published(sender: Any, instance: Page, **kwargs: Any) -> None:
    services.project(instance)


@receiver(page_unpublished)
def withdraw_unpublished(sender: Any, instance: Page, **kwargs: Any) -> None:
    services.withdraw(instance.specific)


@receiver(page_address_changed)
def project_renamed(sender: Any, instance: Page, **kwargs: Any) -> None:
    services.project_subtree(instance)


@receiver(post_page_move)
def project_moved(
    sender: Any, instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    # Pages dragged into another order keep their addresses, but menus and lists show the order.
    if url_path_before == url_path_after:
        services.touch()
    else:
        services.project_subtree(instance)


@receiver(post_delete)
def withdraw_deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    if issubclass(sender, SitePage) and instance.live:
        services.withdraw(instance)


@receiver(post_save, sender=PageViewRestriction)
@receiver(post_delete, sender=PageViewRestriction)
def project_restricted(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    if kwargs.get("raw"):
        return
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:  # the restriction may go because its page goes
        services.project_subtree(page)


@receiver(post_save, sender=SiteDocument)
def document_saved(instance: SiteDocument, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        services.document_saved(instance)


@receiver(post_delete, sender=SiteDocument)
def document_deleted(instance: SiteDocument, **kwargs: Any) -> None:
    services.project_document(instance.pk)


@receiver(post_delete, sender=DocumentUse)
def document_no_longer_shown(instance: DocumentUse, **kwargs: Any) -> None:
    services.project_document(instance.document_id)


@receiver(post_save, sender=CollectionViewRestriction)
@receiver(post_delete, sender=CollectionViewRestriction)
def documents_restricted(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        services.project_collection(instance.collection_id)


@receiver(post_save, sender=Collection)
def collection_moved(instance: Collection, created: bool = False, **kwargs: Any) -> None:
    if not kwargs.get("raw") and not created:
        services.project_collection(instance.pk)


@receiver(post_save, sender=MainMenu)
@receiver(post_save, sender=NewsCategory)
@receiver(post_save, sender=SiteImage)
@receiver(post_delete, sender=MainMenu)
@receiver(post_delete, sender=NewsCategory)
@receiver(post_delete, sender=SiteImage)
def show_anew(sender: Any, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        services.touch()
