import pytest

from tenants.registry.models import UnionMembership


@pytest.fixture(autouse=True)
def members(lipova, sluknov, rumburk):
    """Lipová, Šluknov and Rumburk are members."""
    UnionMembership.objects.all().delete()
    for site in (lipova, sluknov, rumburk):
        UnionMembership.objects.create(municipality=site, confirmed=True, evidence_note="statutes")
