from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CategoriesConfig(AppConfig):
    name = "calendar_app.categories"
    label = "event_categories"
    verbose_name = _("Categories of events")

    def ready(self) -> None:
        from calendar_app.categories.defaults import create_categories
        from tenants.registry.provisioning import register_default

        register_default("categories of events", create_categories, 15)
