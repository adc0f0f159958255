from __future__ import annotations

from uuid import UUID

from shared.kernel.jobs import site_task
from tenants.noticeboard import proof, services, watch


@site_task("noticeboard.turn")
def turn(schema: str) -> None:
    """Every minute: post what is due, take down what is over, follow the union's postings."""
    services.turn()


@site_task("noticeboard.post_joint")
def post_joint(schema: str, key: str) -> None:
    services.post_joint(UUID(key))


@site_task("noticeboard.revoke_joint")
def revoke_joint(schema: str, key: str) -> None:
    services.revoke_joint(UUID(key))


@site_task("noticeboard.extend_joint")
def extend_joint(schema: str, key: str) -> None:
    services.extend_joint(UUID(key))


@site_task("noticeboard.check")
def check(schema: str) -> None:
    """Ask the public address for everything that hangs, as a citizen would."""
    watch.check()


@site_task("noticeboard.nightly")
def nightly(schema: str) -> None:
    """Seal the day's checks into the journal and prove that board and journal are whole."""
    services.turn()
    proof.nightly()
