"""Demonstration data: real municipalities and feasts, invented texts, people and pictures."""


def is_present() -> bool:
    """Whether the accounts with the public password exist, which the login page must announce."""
    from portal.demo import people
    from tenants.accounts.models import User

    return User.objects.filter(email=people.OPERATOR, is_active=True).exists()
