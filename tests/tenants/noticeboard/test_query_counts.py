"""Pages of the board cost the same with one notice and with three: literal numbers."""

from __future__ import annotations

import pytest

from tests.benchmarks.queries import captured

pytestmark = pytest.mark.django_db

# With the search path, the savepoint and its release, and the rows of menu and union.
COSTS = {
    "/uredni-deska/": 9,
    "/uredni-deska/?q=rozpocet&kategorie=budget": 10,
    "/uredni-deska/archiv/": 9,
    "/uredni-deska/rss/": 4,
    "/uredni-deska/kiosek/": 5,
    "/uredni-deska/{notice}/": 9,
    "/uredni-deska/kiosek/{notice}/": 6,
}


@pytest.mark.parametrize("notices", [1, 3])
def test_costs(lipova, on, hang, document, notices):
    from tenants.noticeboard import services
    from tenants.noticeboard.models import Notice

    for number in range(notices):
        papers = [document(lipova, f"{number}-{each}.pdf") for each in range(notices)]
        last = hang(lipova, f"Rozpočet {number}", kind="budget", documents=papers)
        gone = hang(lipova, f"Sňatý {number}", kind="budget")
        with on(lipova):
            services.take_down_by_plan(gone)
            assert Notice.objects.archived().count() == number + 1
    found = {path: len(captured(lipova, path.replace("{notice}", str(last.pk)))) for path in COSTS}
    assert found == COSTS
