from tenants.roles.enums import PUBLISHING_ROLES, Role
from tenants.roles.registry import grant


def grant_all() -> None:
    """Authors prepare notices, editors hang them out and take them down."""
    for role in PUBLISHING_ROLES:
        for verb in ("add", "change", "delete", "view", "publish", "lock", "unlock"):
            grant(role, f"noticeboard.{verb}_notice")
    for verb in ("add", "change", "view"):
        grant(Role.AUTHOR, f"noticeboard.{verb}_notice")
