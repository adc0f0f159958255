from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from shared.practices import permissions
from shared.practices.views import desk


class PracticeMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.works_here(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return PracticeMenuItem(
        _("Good practice"), reverse("practice_desk"), icon_name="pick", order=260
    )


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    root = "dobra-praxe/"
    one = f"{root}<int:practice>/"
    return [
        path(root, desk.index, name="practice_desk"),
        path(f"{root}prehled/", desk.digest, name="practice_digest"),
        path(one, desk.overview, name="practice_overview"),
        path(f"{one}cast/<slug:part>/", desk.part, name="practice_part"),
        path(f"{one}nahled/", desk.preview, name="practice_preview"),
        path(f"{one}verze/<int:number>/", desk.version, name="practice_version"),
        path(f"{one}pridat/<slug:kind>/", desk.add_file, name="practice_add_file"),
        path(f"{one}odebrat/<int:file_id>/", desk.remove_file, name="practice_remove_file"),
        path(
            f"{root}<int:number>/soubor/<int:file_id>/<str:name>", desk.file, name="practice_file"
        ),
        path(f"{one}podat/", desk.submit, name="practice_submit"),
        path(f"{one}vzit-zpet/", desk.take_back, name="practice_take_back"),
        path(f"{one}archivovat/", desk.archive, name="practice_archive"),
        path(f"{one}obnovit/", desk.restore, name="practice_restore"),
        path(f"{one}posouzeni/", desk.review, name="practice_review"),
        path(f"{one}prizvat/", desk.invite, name="practice_invite"),
        path(f"{one}pripojit/", desk.join, name="practice_join"),
        path(f"{one}odejit/", desk.leave, name="practice_leave"),
        path(f"{root}otazka/<int:question>/", desk.answer, name="practice_answer"),
        path(f"{root}otazka/<int:question>/skryt/", desk.hide, name="practice_hide"),
        path(f"{root}prevzeti/<int:adoption>/", desk.checklist, name="practice_checklist"),
        path(f"{root}prevzeti/<int:adoption>/balicek.zip", desk.pack, name="practice_pack"),
    ]
