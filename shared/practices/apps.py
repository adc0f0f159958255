from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "shared.practices"
    label = "practices"
    verbose_name = _("Good practice")

    def ready(self) -> None:
        from shared.kernel.sitemaps import register_sitemap
        from shared.practices import receivers, sitemaps  # noqa: F401
        from shared.practices.services import projection
        from shared.published import projectors

        projectors.register("practices", projection.entries)
        projectors.register_projection(
            "practice seats", verify=projection.verify_seats, rebuild=projection.rebuild_seats
        )
        register_sitemap("practices", sitemaps.of_site)
