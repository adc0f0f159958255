from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategiesConfig(AppConfig):
    name = "shared.strategies"
    label = "strategies"
    verbose_name = _("Strategies")

    def ready(self) -> None:
        from shared.kernel.sitemaps import register_sitemap
        from shared.opendata import sets
        from shared.published import projectors, references
        from shared.published.enums import Kind
        from shared.strategies import opendata, selectors, sitemaps
        from shared.strategies.services import projection

        projectors.register("strategies", projection.entries)
        references.register_address(Kind.STRATEGY, r"/strategie/(?P<key>\d+)(?=[-/])")
        references.register_pointing(Kind.STRATEGY, selectors.pointing)
        for data_set in opendata.SETS:
            sets.register(data_set)
        register_sitemap("strategies", sitemaps.of_site)
