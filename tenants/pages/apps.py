from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "tenants.pages"
    label = "pages"
    verbose_name = _("pages")

    def ready(self) -> None:
        from shared.kernel.cms import register_home
        from shared.published import projectors
        from shared.subscriptions import topics
        from tenants.pages import defaults, projection, receivers, rights, services  # noqa: F401
        from tenants.pages.digest import NewsTopic
        from tenants.pages.models import HomePage
        from tenants.registry.provisioning import register_default

        register_home(HomePage, union=False)
        rights.grant_all()
        projectors.register("pages", projection.entries)
        projectors.register_projection(
            "documents", verify=services.verify_uses, rebuild=services.rebuild_uses
        )
        topics.register(NewsTopic())
        register_default("pages", defaults.create_pages, 20)
        register_default("menu", defaults.create_menu, 25)
        # Rights follow the code: a page type or a snippet that comes with an upgrade needs them.
        register_default("rights on pages", defaults.create_rights, 26, on_upgrade=True)
        register_default("workflow", defaults.create_snippet_workflow, 90, on_upgrade=True)
