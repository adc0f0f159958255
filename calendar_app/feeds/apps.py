from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedsConfig(AppConfig):
    name = "calendar_app.feeds"
    verbose_name = _("Calendar pages and feeds")

    def ready(self) -> None:
        from calendar_app.feeds import api, opendata
        from calendar_app.feeds.digest import CalendarTopic
        from shared.opendata import sets
        from shared.opendata.api import resources
        from shared.subscriptions import topics

        topics.register(CalendarTopic())
        sets.register(opendata.EVENTS)
        resources.register(api.OCCURRENCES)
