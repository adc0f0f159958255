from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from tenants.contacts.models import Office, Person


class OfficeViewSet(SnippetViewSet):
    model = Office
    icon = "home"
    menu_label = _("Offices and opening hours")
    list_display = ["name", "is_main", "phone", "email"]
    search_fields = ["name", "address"]


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    menu_label = _("People")
    list_display = ["name", "function", "office", "phone", "email"]
    list_filter = ["office"]
    search_fields = ["name", "function", "email"]


class ContactsViewSetGroup(SnippetViewSetGroup):
    items = (OfficeViewSet, PersonViewSet)
    menu_icon = "group"
    menu_label = _("Contacts")
    menu_name = "contacts"
    menu_order = 220


register_snippet(ContactsViewSetGroup)
