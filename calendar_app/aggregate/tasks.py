from calendar_app.aggregate import services
from shared.kernel.jobs import site_task


@site_task("aggregate.extend_horizon")
def extend_horizon(schema: str) -> None:
    """Each night: dates of series that have come within sight."""
    services.extend_horizon()


@site_task("aggregate.project_category")
def project_category(schema: str, slug: str) -> None:
    """The union has renamed a category, whose name stands in stored VEVENTs."""
    services.project_category(slug)
