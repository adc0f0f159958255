from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from shared.strategies import permissions
from shared.strategies.views import desk


class StrategyMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.works_here(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return StrategyMenuItem(
        _("Strategies"), reverse("strategy_desk"), icon_name="list-ol", order=262
    )


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    root = "strategie/"
    one = f"{root}<int:document>/"
    patterns = [
        path(root, desk.index, name="strategy_desk"),
        path(f"{root}novy/", desk.create, name="strategy_create"),
        path(f"{root}podil/<int:share>/", desk.share, name="strategy_share"),
        path(f"{root}projekt/", desk.project, name="strategy_project_new"),
        path(f"{root}projekt/<int:project>/", desk.project, name="strategy_project"),
        path(one, desk.document, name="strategy_document"),
        path(f"{one}upravit/", desk.edit, name="strategy_edit"),
        path(f"{one}ctenari/", desk.readers, name="strategy_readers"),
        path(f"{one}smazat/", desk.delete, name="strategy_delete"),
        path(f"{one}verze/", desk.version, name="strategy_version_new"),
        path(f"{one}verze/<int:number>/", desk.version, name="strategy_version"),
        path(f"{one}verze/<int:number>/soubor/", desk.add_file, name="strategy_add_file"),
        path(f"{one}soubor/<int:file_id>/", desk.file, name="strategy_file"),
        path(f"{one}soubor/<int:file_id>/odebrat/", desk.remove_file, name="strategy_remove_file"),
        path(f"{one}cil/", desk.goal, name="strategy_goal_new"),
        path(f"{one}cil/<int:goal>/", desk.goal, name="strategy_goal"),
        path(f"{one}cil/<int:goal>/opatreni/", desk.measure, name="strategy_measure_new"),
        path(f"{one}cil/<int:goal>/opatreni/<int:measure>/", desk.measure, name="strategy_measure"),
        path(f"{one}opatreni/<int:measure>/aktivita/", desk.activity, name="strategy_activity_new"),
        path(f"{one}aktivita/<int:activity>/", desk.activity, name="strategy_activity"),
        path(f"{one}tabulka/", desk.upload, name="strategy_upload"),
        path(f"{one}tabulka/<int:upload>/", desk.preview, name="strategy_preview"),
    ]
    for kind in ("cil", "opatreni", "aktivita"):
        line = f"{one}{kind}/<int:row>/"
        patterns += [
            path(f"{line}smazat/", desk.remove, {"kind": kind}, name=f"strategy_remove_{kind}"),
            path(
                f"{line}nahoru/",
                desk.move,
                {"kind": kind, "way": "nahoru"},
                name=f"strategy_up_{kind}",
            ),
            path(
                f"{line}dolu/",
                desk.move,
                {"kind": kind, "way": "dolu"},
                name=f"strategy_down_{kind}",
            ),
        ]
    for form in ("csv", "xlsx", "json"):
        patterns.append(
            path(
                f"{one}aktivity.{form}", desk.export, {"form": form}, name=f"strategy_export_{form}"
            )
        )
    return patterns
