from calendar_app.aggregate import services
from shared.kernel.jobs import site_task


@site_task("aggregate.extend_horizon")
def extend_horizon(schema: str) -> None:
    """Each night: dates of series that have come within sight."""
    services.extend_horizon()
