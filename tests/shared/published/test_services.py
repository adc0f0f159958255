import datetime as dt

import pytest
from django.db import connection, transaction
from django_tenants.utils import tenant_context

from shared.published import projectors, revisions, selectors, services
from shared.published.enums import Kind
from shared.published.items import ItemData
from shared.published.models import Item
from tests.shared.published.factory import entry


@pytest.fixture
def says(monkeypatch):
    """What the sites publish, as far as the registry of projectors can tell: schema → entries."""
    said: dict[str, list[ItemData]] = {}
    monkeypatch.setattr(projectors, "_registry", projectors._Registry())
    projectors.register("test", lambda: said.get(connection.schema_name, []))
    return said


def test_an_item_has_one_row_however_often_it_is_published(sluknov, on):
    with on(sluknov), transaction.atomic():
        services.publish(entry(title="První znění"))
        row = Item.objects.get()
        services.publish(entry(title="Druhé znění"))
        assert Item.objects.get().title == "Druhé znění"
        assert Item.objects.get().pk == row.pk
        assert Item.objects.get().municipality == sluknov


def test_the_same_number_on_two_sites_means_two_items(sluknov, lipova, on):
    for site in (sluknov, lipova):
        with on(site):
            services.publish(entry())
    with on(sluknov):
        services.withdraw(Kind.NEWS, "1")
    assert [item.municipality for item in Item.objects.all()] == [lipova]


def test_withdrawing_what_is_not_there_is_no_error(sluknov, on):
    with on(sluknov):
        services.withdraw(Kind.NEWS, 404)


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused():
    from tenants.registry.models import Municipality

    with tenant_context(Municipality.objects.get(slug="lipova")):
        for refused in (
            lambda: services.publish(entry()),
            lambda: services.withdraw(Kind.NEWS, "1"),
            services.touch,
        ):
            with pytest.raises(services.OutsideTransaction):
                refused()


def test_what_is_rolled_back_leaves_nothing(sluknov, on):
    before = revisions.from_database(sluknov.schema_name)
    with on(sluknov), pytest.raises(RuntimeError), transaction.atomic():
        services.publish(entry())
        raise RuntimeError("the page could not be saved after all")
    assert not Item.objects.exists()
    assert revisions.from_database(sluknov.schema_name) == before


def test_publishing_raises_the_numbers_of_the_site_and_the_union_only(sluknov, lipova, on):
    def numbers():
        return [revisions.from_database(name) for name in ("sluknov", "public", "lipova")]

    before = numbers()
    with on(sluknov):
        services.publish(entry())
    assert [new - old for new, old in zip(numbers(), before, strict=True)] == [1, 1, 0]


def test_a_change_of_the_owner_or_of_membership_makes_pages_new(sluknov, lipova):
    from tenants.registry.models import UnionMembership

    def numbers():
        return [revisions.from_database(name) for name in ("sluknov", "public", "lipova")]

    before = numbers()
    sluknov.phone = "412 000 000"
    sluknov.save()
    UnionMembership.objects.create(municipality=lipova, evidence_note="stanovy")
    assert [new - old for new, old in zip(numbers(), before, strict=True)] == [1, 2, 0]


def test_texts_too_long_or_with_nul_do_not_stop_publishing(sluknov, on):
    with on(sluknov):
        services.publish(entry(title="A" * 900, body_text="slovo\x00 " * 40_000))
    item = Item.objects.get()
    assert len(item.title) == 500
    assert "\x00" not in item.text


def test_the_end_of_an_event():
    start = dt.datetime(2026, 5, 4, 22, 0, tzinfo=dt.UTC)  # midnight in Prague
    assert entry(starts_at=start, all_day=True).over_at == start + dt.timedelta(days=1)
    assert entry(starts_at=start).over_at == start
    assert entry(starts_at=start, ends_at=start + dt.timedelta(hours=2)).over_at == (
        start + dt.timedelta(hours=2)
    )
    assert entry().over_at is None


def test_publishing_costs_few_queries(sluknov, on, django_assert_num_queries):
    with on(sluknov):
        services.publish(entry())  # the first query of a site also sets the search path
        with django_assert_num_queries(4):  # the numbers, what was said before, the row, its words
            services.publish(entry())
        with django_assert_num_queries(3):  # signals of deletion need the row
            services.withdraw(Kind.NEWS, "1")


# --- Verifying and rebuilding -----------------------------------------------------------------


def test_what_agrees_is_not_reported(sluknov, on, says):
    says["sluknov"] = [entry(), entry("2", kind=Kind.PAGE, body_text="Text stránky " * 50)]
    with on(sluknov):
        for each in says["sluknov"]:
            services.publish(each)
        assert services.verify() == []
        assert services.rebuild() == []


@pytest.mark.parametrize(
    ("tamper", "reported"),
    [
        (lambda rows: rows.update(title="Jiný titulek"), "news 1: different (title)"),
        (lambda rows: rows.update(text="přepsáno"), "news 1: different (text)"),
        (lambda rows: rows.update(pinned=True), "news 1: different (pinned)"),
        (lambda rows: rows.update(search=""), "news 1: different (search)"),
        (lambda rows: rows.delete(), "news 1: missing"),
        (lambda rows: rows.update(source_id="77"), "news 1: missing, news 77: orphaned"),
    ],
)
def test_tampering_is_found_and_mended(sluknov, on, says, tamper, reported):
    says["sluknov"] = [entry()]
    with on(sluknov):
        services.publish(entry())
        tamper(Item.objects.filter(source_id="1"))
        assert ", ".join(map(str, services.verify())) == reported
        assert ", ".join(map(str, services.rebuild())) == reported
        assert services.verify() == []
        assert Item.objects.get().title == "Zámecké slavnosti"


def test_rebuilding_one_site_leaves_the_others_alone(sluknov, lipova, on, says):
    with on(lipova):
        services.publish(entry("5"))
    with on(sluknov):
        services.rebuild()
    assert Item.objects.get().municipality == lipova


def test_rebuilding_without_a_difference_keeps_cached_pages(sluknov, on, says):
    before = revisions.from_database("sluknov")
    with on(sluknov):
        services.rebuild()
    assert revisions.from_database("sluknov") == before


def test_a_further_projection_is_verified_and_rebuilt_along(sluknov, on, says):
    state = {"wrong": True}

    def verify():
        return [projectors.Drift("occurrence", "9", "missing")] if state["wrong"] else []

    projectors.register_projection(
        "calendar", verify=verify, rebuild=lambda: state.update(wrong=False)
    )
    with on(sluknov):
        assert [str(drift) for drift in services.verify()] == ["occurrence 9: missing"]
        services.rebuild()
        assert services.verify() == []


def test_the_command_reports_and_mends(sluknov, on, says, capsys):
    from django.core.management import CommandError, call_command

    says["sluknov"] = [entry()]
    with pytest.raises(CommandError):
        call_command("projection", "verify", "--site", "sluknov")
    assert "sluknov: news 1: missing" in capsys.readouterr().out
    call_command("projection", "rebuild")
    call_command("projection", "verify")
    assert selectors.counts("sluknov")[Kind.NEWS] == 1
    with pytest.raises(CommandError, match="no active site"):
        call_command("projection", "verify", "--site", "praha")


def test_the_nightly_task_mends_every_site(sluknov, lipova, says):
    from shared.published.tasks import verify_all

    says["sluknov"], says["lipova"] = [entry()], [entry("2")]
    verify_all()
    verify_all()
    assert Item.objects.count() == 2
