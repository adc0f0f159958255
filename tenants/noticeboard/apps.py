from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticeboardConfig(AppConfig):
    name = "tenants.noticeboard"
    label = "noticeboard"
    verbose_name = _("official notice board")

    def ready(self) -> None:
        from shared.kernel import sections
        from shared.opendata import sets
        from shared.published import projectors
        from shared.subscriptions import topics
        from tenants.noticeboard import (  # noqa: F401
            opendata,
            projection,
            receivers,
            rights,
            selectors,
        )
        from tenants.noticeboard.digest import BoardTopic

        rights.grant_all()
        projectors.register("noticeboard", projection.entries)
        topics.register(BoardTopic())
        sets.register(opendata.NOTICES)
        sets.register(opendata.ARCHIVED)
        sections.register_section(
            "notices",
            selectors.home_section,
            "tenants/noticeboard/home_section.html",
            order=20,
            region=sections.MAIN,
        )
