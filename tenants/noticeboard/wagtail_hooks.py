from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import DateColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from tenants.noticeboard.models import Notice


class NoticeViewSet(SnippetViewSet):
    model = Notice
    icon = "clipboard-list"
    menu_label = _("Notice board")
    menu_name = "noticeboard"
    menu_order = 210
    add_to_admin_menu = True
    list_display = [
        "title",
        "kind",
        DateColumn("posted_on", label=_("posted on"), sort_key="posted_on"),
        DateColumn("planned_removal", label=_("on the board until"), sort_key="planned_removal"),
        "live",
    ]
    list_filter = ["kind", "posted_on", "live"]
    search_fields = ["title", "reference"]
    ordering = ["-posted_on"]
    list_per_page = 50


register_snippet(NoticeViewSet)
