from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from shared.duties.enums import Standing
from shared.duties.permissions import keeps_duties, sees_all_sites
from tenants.mandatory import selectors
from tenants.mandatory.models import Contract, Regulation
from tenants.mandatory.views import desk


class ContractViewSet(SnippetViewSet):
    model = Contract
    icon = "doc-full"
    menu_label = _("Contracts")
    list_display = ["subject", "counterpart", "price", "signed_on", "valid_until"]
    list_filter = ["signed_on", "is_person"]
    search_fields = ["subject", "counterpart", "number", "counterpart_ico"]
    search_backend_name = None
    list_per_page = 50


class RegulationViewSet(SnippetViewSet):
    model = Regulation
    icon = "doc-full-inverse"
    menu_label = _("Regulations")
    list_display = ["number", "title", "in_force_from", "repealed_on"]
    search_fields = ["number", "title"]
    search_backend_name = None


register_snippet(ContractViewSet)
register_snippet(RegulationViewSet)


class DutiesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return keeps_duties(request.user)


class AllSitesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return sees_all_sites(request.user)


class DutiesMenu(SubmenuMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return keeps_duties(request.user)


menu = Menu(
    register_hook_name="register_mandatory_menu_item",
    construct_hook_name="construct_mandatory_menu",
)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return DutiesMenu(_("Mandatory information"), menu, icon_name="list-ul", order=225)


@hooks.register("register_mandatory_menu_item")
def checklist_item() -> MenuItem:
    return DutiesMenuItem(_("Checklist"), reverse("mandatory_desk"), icon_name="tick", order=10)


@hooks.register("register_mandatory_menu_item")
def contracts_item() -> MenuItem:
    url = reverse("wagtailsnippets_mandatory_contract:list")
    return DutiesMenuItem(_("Contracts"), url, icon_name="doc-full", order=20)


@hooks.register("register_mandatory_menu_item")
def regulations_item() -> MenuItem:
    url = reverse("wagtailsnippets_mandatory_regulation:list")
    return DutiesMenuItem(_("Regulations"), url, icon_name="doc-full-inverse", order=30)


@hooks.register("register_mandatory_menu_item")
def officers_item() -> MenuItem:
    return DutiesMenuItem(
        _("Data protection officers"), reverse("mandatory_officers"), icon_name="user", order=40
    )


@hooks.register("register_mandatory_menu_item")
def all_sites_item() -> MenuItem:
    return AllSitesMenuItem(
        _("Which municipality lacks what"),
        reverse("mandatory_all_sites"),
        icon_name="globe",
        order=50,
    )


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    root = "povinne-informace/"
    officers = f"{root}poverenci/"
    return [
        path(root, desk.index, name="mandatory_desk"),
        path(f"{root}obce/", desk.all_sites, name="mandatory_all_sites"),
        path(f"{root}pristupnost/", desk.review_statement, name="mandatory_review"),
        path(officers, desk.officer_list, name="mandatory_officers"),
        path(f"{officers}pridat/", desk.officer, name="mandatory_officer_add"),
        path(f"{officers}<int:officer_id>/", desk.officer, name="mandatory_officer"),
        path(
            f"{officers}<int:officer_id>/smazat/",
            desk.delete_officer,
            name="mandatory_officer_delete",
        ),
        path(f"{root}polozka/<str:key>/", desk.item, name="mandatory_item"),
    ]


class Reminder(Component):
    """On the first page of the desk, as long as something is missing or older than a year."""

    order = 20
    name = "mandatory-reminder"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def render_html(self, parent_context: Any = None) -> str:
        facts = selectors.facts()
        rows = [row for each in selectors.sections(facts) for row in each.items]
        counts = selectors.counts(rows + selectors.further(facts))
        if not (counts[Standing.MISSING] or counts[Standing.OUTDATED]):
            return ""
        context = {"counts": counts, "statement": _old_statement(facts)}
        return render_to_string("tenants/mandatory/desk/reminder.html", context, self.request)


def _old_statement(facts: selectors.Facts) -> bool:
    """The accessibility statement wants a review of its own."""
    from tenants.mandatory import structure

    item = structure.BY_KEY[structure.ACCESSIBILITY]
    return selectors.shown(item, facts).standing in (Standing.OUTDATED, Standing.UNCHECKED)


@hooks.register("construct_homepage_panels", order=10)
def remind(request: HttpRequest, panels: list[Any]) -> None:
    if keeps_duties(request.user):
        panels.append(Reminder(request))
