from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "shared.practices"
    label = "practices"
    verbose_name = _("Good practice")

    def ready(self) -> None:
        from shared.kernel.sitemaps import register_sitemap
        from shared.opendata import sets
        from shared.practices import opendata, selectors, sitemaps
        from shared.practices.services import projection
        from shared.published import projectors, references
        from shared.published.enums import Kind

        projectors.register("practices", projection.entries)
        sets.register(opendata.PRACTICES)
        references.register_pointing(Kind.PRACTICE, selectors.pointing)
        references.register_address(Kind.PRACTICE, r"/dobra-praxe/(?P<key>\d+)(?=[-/])")
        register_sitemap("practices", sitemaps.of_site)
