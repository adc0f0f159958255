from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MandatoryConfig(AppConfig):
    name = "tenants.mandatory"
    label = "mandatory"
    verbose_name = _("mandatory information")

    def ready(self) -> None:
        from shared.kernel.sitemaps import register_sitemap
        from shared.opendata import sets
        from shared.published import projectors
        from tenants.mandatory import (  # noqa: F401
            defaults,
            opendata,
            projection,
            receivers,
            rights,
            services,
            sitemaps,
        )
        from tenants.registry.provisioning import register_default

        rights.grant_all()
        sets.register(opendata.SET)
        projectors.register("mandatory", projection.entries)
        projectors.register_projection(
            "mandatory information", verify=projection.verify, rebuild=services.rebuild
        )
        register_sitemap("mandatory", sitemaps.of_site)
        register_default("mandatory", defaults.create_mandatory, 22, on_upgrade=True)
