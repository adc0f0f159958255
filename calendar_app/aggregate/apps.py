from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AggregateConfig(AppConfig):
    name = "calendar_app.aggregate"
    verbose_name = _("Calendar of the union")

    def ready(self) -> None:
        from calendar_app.aggregate import adoptions, receivers, selectors, services
        from calendar_app.aggregate.advice import advise
        from calendar_app.events import advice
        from shared.published import dates, happenings, projectors, references
        from shared.published.enums import Kind

        receivers.connect()
        advice.register(advise)
        projectors.register("calendar", services.items_now)
        projectors.register_hosts(Kind.EVENT, adoptions.hosts)
        projectors.register_projection("calendar", verify=services.verify, rebuild=services.rebuild)
        dates.register(Kind.EVENT, selectors.next_date)
        happenings.register(selectors.happenings)
        references.register_address(Kind.EVENT, r"/kalendar/(?P<key>[0-9a-fA-F-]{36})/")
