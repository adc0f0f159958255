from tenants.roles.enums import PUBLISHING_ROLES
from tenants.roles.registry import grant


def grant_all() -> None:
    """Who publishes answers for it; a change shows at once, so authors may not."""
    for role in PUBLISHING_ROLES:
        for model in ("contract", "regulation"):
            for verb in ("add", "change", "delete", "view"):
                grant(role, f"mandatory.{verb}_{model}")
