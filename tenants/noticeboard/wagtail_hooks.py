from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.permissions import register_permission_policy
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from tenants.noticeboard import desk, selectors
from tenants.noticeboard.forms import NoticeForm
from tenants.noticeboard.models import Notice


class NoticeViewSet(SnippetViewSet):
    model = Notice
    icon = "clipboard-list"
    menu_label = _("Notice board")
    menu_name = "noticeboard"
    menu_order = 210
    add_to_admin_menu = True
    copy_view_enabled = False

    index_view_class = desk.NoticeIndexView
    add_view_class = desk.CreateNoticeView
    unpublish_view_class = desk.NoticeUnpublishView

    list_display = [
        "title",
        "kind",
        desk.PostedColumn("posted", label=_("posted"), sort_key="post_at"),
        desk.UntilColumn("until", label=_("on the board until"), sort_key="planned_removal"),
        desk.StageColumn("stage", label=_("state")),
    ]
    list_filter = ["kind", "post_at", "live", "personal"]
    search_fields = ["title", "reference", "file_mark", "originator"]
    search_backend_name = None
    ordering = ["-post_at"]
    list_per_page = 50

    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("kind"),
            desk.PeriodsPanel(heading=_("What the law asks")),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("post_at"), FieldPanel("planned_removal")]),
                    FieldPanel("meeting_on"),
                    FieldPanel("exception"),
                    FieldPanel("everywhere"),
                ],
                heading=_("Time on the board"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("reference"), FieldPanel("file_mark")]),
                    FieldRowPanel([FieldPanel("originator"), FieldPanel("department")]),
                    FieldPanel("corrects"),
                ],
                heading=_("Where it belongs"),
            ),
            FieldPanel("text"),
            InlinePanel(
                "attachments",
                panels=[FieldPanel("document"), FieldPanel("title")],
                heading=_("Documents"),
                label=_("Document"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("personal"),
                    InlinePanel(
                        "subjects",
                        panels=[FieldRowPanel([FieldPanel("name"), FieldPanel("is_person")])],
                        label=_("Person concerned"),
                    ),
                ],
                heading=_("Privacy"),
            ),
        ],
        base_form_class=NoticeForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        def view(cls: type[Any]) -> Any:
            return cls.as_view()

        return [
            *super().get_urlpatterns(),
            path("take-down/<int:pk>/", view(desk.TakeDownView), name="take-down"),
            path("extend/<int:pk>/", view(desk.ExtendView), name="extend"),
            path("flag/<int:pk>/", view(desk.FlagView), name="flag"),
            path("erase/<int:pk>/", view(desk.EraseView), name="erase"),
            path("certificate/<int:pk>/", view(desk.CertificateView), name="certificate"),
            path("journal/<int:pk>/", view(desk.JournalView), name="journal"),
            path("joint/", view(desk.JointView), name="joint"),
            path("joint/<int:pk>/", view(desk.JointView), name="joint-one"),
        ]


register_permission_policy(Notice, desk.NoticePolicy(Notice))
register_snippet(NoticeViewSet)


def _menu_item(item: type[desk._PostedMenuItem], order: int) -> None:
    @hooks.register("register_snippet_action_menu_item")
    def add(model: type[Any]) -> ActionMenuItem | None:
        return item(order=order) if model is Notice else None


for position, item in enumerate(desk.MENU_ITEMS):
    _menu_item(item, 70 + position)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def tell_the_clerk(request: HttpRequest, instance: Any) -> None:
    if isinstance(instance, Notice):
        instance.refresh_from_db()
        for level, text in desk.notes_on(instance):
            getattr(messages, level)(request, text)


@hooks.register("before_serve_document")
def guard_documents_of_notices(document: Any, request: HttpRequest) -> None:
    """The library hands out a notice's document only while the notice is public."""
    user = getattr(request, "user", None)
    if user is not None and user.has_perm("noticeboard.view_notice"):
        return
    if not selectors.library_may_serve(document):
        raise Http404


@hooks.register("before_delete_snippet")
def keep_what_was_posted(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Wagtail's own view asks for the right to delete any notice, not this one."""
    posted = [each for each in instances if isinstance(each, Notice) and each.is_posted]
    if not posted:
        return None
    messages.error(request, _("A posted notice is taken down, not deleted."))
    return redirect(desk.url_name("list"))
