from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from calendar_app.events.models import Event
from calendar_app.imports import selectors, services, views
from calendar_app.imports.permissions import user_can_import


@hooks.register("register_admin_urls")
def import_urls() -> list[URLPattern]:
    return [
        path("cizi-kalendare/", views.index, name="imports"),
        path("cizi-kalendare/pridat/", views.add, name="import_add"),
        path("cizi-kalendare/cekajici/", views.waiting, name="imports_waiting"),
        path("cizi-kalendare/nahled/<uuid:key>/", views.preview, name="import_preview"),
        path("cizi-kalendare/beh/<int:number>/", views.run, name="import_run"),
        path("cizi-kalendare/beh/<int:number>/rozhodnout/", views.decide, name="import_decide"),
        path("cizi-kalendare/odemknout/<int:number>/", views.unlock, name="import_unlock"),
        path("cizi-kalendare/<uuid:key>/", views.source, name="import_source"),
        path("cizi-kalendare/<uuid:key>/upravit/", views.edit, name="import_edit"),
        path("cizi-kalendare/<uuid:key>/smazat/", views.delete, name="import_delete"),
        path("cizi-kalendare/<uuid:key>/akce/", views.act, name="import_act"),
        path("cizi-kalendare/<uuid:key>/soubor/", views.upload, name="import_upload"),
    ]


class ImportsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_import(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        item = super().render_component(request)
        if count := selectors.waiting_count() + selectors.question_count():
            item.label = f"{self.label} ({count})"
        return item


@hooks.register("register_admin_menu_item")
def imports_menu_item() -> MenuItem:
    label, url = gettext_lazy("Foreign calendars"), reverse("imports")
    return ImportsMenuItem(label, url, name="foreign-calendars", icon_name="download", order=207)


class OpenImports(Component):
    """On the first page of the desk, while something waits or a calendar does not work."""

    order = 25
    name = "open-imports"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def render_html(self, parent_context: Any = None) -> str:
        rows = list(selectors.sources())
        failing = [source for source in rows if source.is_failing_for_long]
        context = {
            "waiting": sum(source.waiting_count for source in rows),  # type: ignore[attr-defined]
            "questions": [source for source in rows if source.question_count],  # type: ignore[attr-defined]
            "failing": failing,
        }
        if not any(context.values()):
            return ""
        return render_to_string("calendar_app/imports/desk_home.html", context, self.request)


@hooks.register("construct_homepage_panels", order=11)
def show_open_imports(request: HttpRequest, panels: list[Any]) -> None:
    if user_can_import(request.user):
        panels.append(OpenImports(request))


@hooks.register("after_edit_snippet")
def tell_what_is_locked(request: HttpRequest, instance: Any) -> None:
    """What the clerk has changed in an imported event is hers from now on."""
    if not isinstance(instance, Event):
        return
    imported = selectors.origin_of(instance)
    if imported is None:
        return
    locked = [str(field.label) for field in services.note_changes(imported)]
    if locked:
        told = _("The calendar “%(source)s” will no longer overwrite: %(fields)s.")
        messages.info(request, told % {"source": imported.source.name, "fields": ", ".join(locked)})
