from shared.kernel.jobs import site_task
from tenants.noticeboard import services


@site_task("noticeboard.turn_day")
def turn_day(schema: str) -> None:
    """After midnight: what is due comes onto the board and what is over goes from lists."""
    services.turn_day()
