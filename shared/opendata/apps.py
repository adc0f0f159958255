from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpenDataConfig(AppConfig):
    name = "shared.opendata"
    label = "opendata"
    verbose_name = _("Open data")

    def ready(self) -> None:
        from shared.kernel.sitemaps import register_sitemap
        from shared.opendata import news, sets, sitemaps, unions
        from shared.opendata.api import resources, standard

        sets.register(news.NEWS)
        sets.register(unions.REGISTER)
        for resource in standard.ALL:
            resources.register(resource)
        register_sitemap("opendata", sitemaps.of_site)
