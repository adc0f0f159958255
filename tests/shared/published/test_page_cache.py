"""Cached pages are quick, shared by nobody who is known, and never old."""

import gzip
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest
import time_machine
from django.core.cache import caches
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django_tenants.utils import tenant_context

from shared.kernel.cache import shared_redis
from shared.published import page_cache, revisions, services
from shared.published.models import Item
from shared.published.page_cache import PageCacheMiddleware
from tests.conftest import DATABASE
from tests.shared.published.factory import entry


class Site:
    """A site behind the middleware, with one page that shows what is published."""

    def __init__(self, municipality):
        self.municipality = municipality
        self.rendered = 0
        self.view = self.show_title
        self.middleware = PageCacheMiddleware(self.respond)

    def respond(self, request):
        self.rendered += 1
        return self.view(request)

    def show_title(self, request):
        item = Item.objects.filter(municipality=self.municipality, source_id="1").first()
        return HttpResponse(f"<p>{item.title if item else 'nic'}</p>" + "výplň " * 500)

    def get(self, path="/", method="get", **headers):
        request = getattr(RequestFactory(), method)(
            path, headers={"host": self.municipality.host, **headers}
        )
        request.tenant = self.municipality
        return self.middleware(request)

    def title(self):
        text = self.get().content.decode()
        return text[3 : text.index("</p>")]

    def publish(self, title):
        with tenant_context(self.municipality), transaction.atomic():
            services.publish(entry("1", title=title))

    def is_cached(self):
        """Whether the last of three visits costs no rendering."""
        self.get()
        self.get()
        before = self.rendered
        self.get()
        return self.rendered == before


@pytest.fixture
def site(lipova):
    return Site(lipova)


@pytest.fixture
def redis():
    cache = shared_redis()
    assert cache is not None
    return cache.client


# --- What is served from the cache ------------------------------------------------------------


def test_the_second_visit_costs_no_rendering_and_no_query(site, django_assert_num_queries):
    first = site.get()
    with django_assert_num_queries(0):
        second = site.get()
    assert site.rendered == 1
    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"]
    assert second["Cache-Control"] == first["Cache-Control"] == page_cache.PUBLIC
    assert second["ETag"] == first["ETag"]


def test_a_visitor_gets_the_page_compressed_if_she_can_read_it(site):
    plain = site.get().content
    packed = site.get(**{"accept-encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain
    assert "Accept-Encoding" in packed["Vary"]
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain)
    assert "Content-Encoding" not in site.get().headers


def test_a_visitor_who_has_the_page_gets_304(site):
    etag = site.get()["ETag"]
    for given in (etag, f'"other", {etag}', "*"):
        response = site.get(**{"if-none-match": given})
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == etag
    assert site.get(**{"if-none-match": '"other"'}).status_code == 200
    assert site.rendered == 1


def test_the_first_visitor_may_get_304_too(site):
    etag = site.get()["ETag"]
    caches["default"].clear()
    assert site.get(**{"if-none-match": etag}).status_code == 304
    assert site.get().status_code == 200
    assert site.rendered == 2  # what was rendered for the 304 was stored


def test_head_is_answered_from_the_cache_and_never_fills_it(site):
    assert site.get(method="head").status_code == 200
    page = site.get()
    assert site.rendered == 2
    response = site.get(method="head")
    assert (site.rendered, response.content) == (2, b"")
    assert int(response["Content-Length"]) == len(page.content)


def test_addresses_are_kept_apart(site, sluknov):
    other = Site(sluknov)
    for each in ("/", "/kontakty/", "/de/", "/?strana=2"):
        before = site.rendered
        site.get(each)
        assert site.rendered == before + 1
    other.get("/")
    assert other.rendered == 1


def test_the_order_of_parameters_does_not_matter(site):
    site.get("/kalendar/?obec=lipova&od=2026-05-01")
    site.get("/kalendar/?od=2026-05-01&obec=lipova")
    assert site.rendered == 1


# --- What is not ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/?utm_source=x", "/?strana=" + "9" * 600, "/admin/", "/?q=slovo"]
)
def test_addresses_that_are_never_cached(site, path):
    site.get(path)
    site.get(path)
    assert site.rendered == 2


@pytest.mark.parametrize("suffix", [":9999", ":80.evil", ""])
def test_a_port_that_the_portal_does_not_have_is_never_cached(site, suffix):
    for _visit in range(3):
        site.get(host=f"{site.municipality.host}{suffix}")
    assert site.rendered == (3 if suffix else 1)


def test_nothing_is_shared_with_people_who_are_logged_in(site):
    site.get()
    for cookie in ("sessionid=abc", "a=b; sessionid=abc", "messages=x"):
        response = site.get(cookie=cookie)
        assert response["Cache-Control"] == page_cache.PRIVATE
        assert "ETag" not in response.headers
    assert site.rendered == 4
    site.get(cookie="csrftoken=abc")
    assert site.rendered == 4


def with_token(request):
    return HttpResponse(get_token(request))


def with_cookie(request):
    response = HttpResponse("x")
    response.set_cookie("a", "b")
    return response


@pytest.mark.parametrize(
    "view",
    [
        with_token,
        with_cookie,
        lambda request: HttpResponse("x", status=404),
        lambda request: HttpResponse("x", status=302, headers={"Location": "/jinam/"}),
        lambda request: HttpResponse("x", content_type="application/json"),
        lambda request: HttpResponse("x", headers={"Cache-Control": "no-store"}),
        lambda request: HttpResponse("x", headers={"Content-Encoding": "gzip"}),
        lambda request: StreamingHttpResponse(["x"]),
    ],
)
def test_answers_that_are_never_cached(site, view):
    site.view = view
    assert not site.is_cached()
    assert page_cache.PUBLIC not in site.get().headers.get("Cache-Control", "")


def test_a_form_page_of_a_stranger_is_private(site):
    site.view = with_token
    assert site.get()["Cache-Control"] == page_cache.PRIVATE


def test_news_feeds_are_cached_and_posts_are_not(site):
    site.view = lambda request: HttpResponse("<rss/>", content_type="application/rss+xml")
    assert site.is_cached()
    before = site.rendered
    site.get(method="post")
    assert site.rendered == before + 1


# --- Never old --------------------------------------------------------------------------------


def committing(test):
    return pytest.mark.django_db(transaction=True)(test)


@pytest.fixture
def live():
    from tenants.registry.models import Municipality

    return Site(Municipality.objects.get(slug="lipova"))


@committing
def test_publishing_is_seen_at_once_and_cached_again(live):
    for title in ("první", "druhá", "třetí"):
        live.publish(title)
        assert live.title() == title
        assert live.is_cached()


@committing
def test_the_unions_pages_are_new_too_and_other_sites_stay(live):
    from tenants.registry.models import Municipality

    union = Site(Municipality.objects.the_union())
    other = Site(Municipality.objects.get(slug="sluknov"))
    for each in (union, other):
        assert each.is_cached()
    live.publish("novinka")
    rendered = other.rendered
    other.get()
    assert other.rendered == rendered
    rendered = union.rendered
    union.get()
    assert union.rendered == rendered + 1


@committing
def test_while_someone_publishes_nobody_caches(live, redis):
    live.publish("první")
    assert live.is_cached()
    with tenant_context(live.municipality), transaction.atomic():
        services.touch()
        assert not live.is_cached()
        assert 0 < redis.ttl(revisions.pending_key("lipova")) <= 120
    assert live.is_cached()


@committing
def test_a_page_rendered_before_the_commit_is_not_served_after_it(live):
    live.publish("stará")
    assert live.title() == "stará"
    caches["default"].clear()

    def slow(request):
        response = live.show_title(request)
        live.view = live.show_title
        live.publish("nová")  # committed while this visitor's page is on its way
        return response

    live.view = slow
    assert live.title() == "stará"
    assert live.title() == "nová"
    assert live.title() == "nová"


@pytest.fixture
def naps(monkeypatch):
    """How often a publisher has waited; it does not really sleep here."""
    taken = []
    monkeypatch.setattr(revisions.time, "sleep", taken.append)
    return taken


@committing
def test_another_process_does_not_serve_what_it_was_told_before(live, monkeypatch):
    """Each process goes by a lease; the publisher waits until the last one is over."""
    other = page_cache.Recent()

    def title_elsewhere():
        with monkeypatch.context() as patch:
            patch.setattr(page_cache, "recent", other)
            return live.title()

    live.publish("první")
    for title in ("druhá", "třetí"):
        for _visit in range(3):
            assert live.title() == title_elsewhere() != title
        rendered = live.rendered
        live.publish(title)
        assert title_elsewhere() == title
        assert live.title() == title
        assert live.rendered == rendered + 1  # once for all processes


@committing
def test_a_publisher_waits_for_readers_and_only_for_them(live, naps):
    for n in range(5):
        live.publish(f"bez čtenářů {n}")
    assert naps == []
    assert live.is_cached()
    with tenant_context(live.municipality), transaction.atomic():
        for n in range(5):
            services.publish(entry(f"{n}", title="po čtenáři"))
    assert len(naps) == 1
    assert naps[0] > revisions.LEASE_SECONDS
    live.publish("zase bez čtenářů")
    assert len(naps) == 1


def test_a_busy_page_costs_no_round_trip_within_a_lease(site, monkeypatch):
    site.get()
    site.get()
    monkeypatch.setattr(shared_redis().breaker, "call", None)
    assert site.get().status_code == 200


def test_a_page_is_kept_for_a_limited_time_everywhere(site):
    site.get()
    site.get()
    with time_machine.travel(time.time() + page_cache.SECONDS + 1):
        page_cache.recent._leases.clear()
        caches["default"].clear()  # Redis keeps the time by itself
        site.get()
    assert site.rendered == 2


def test_the_memory_for_pages_is_bounded(site):
    for n in range(page_cache.Recent.PAGES + 20):
        site.get(f"/stranka-{n}/")
        site.get(f"/stranka-{n}/")
    assert len(page_cache.recent._pages) == page_cache.Recent.PAGES


@committing
def test_what_is_rolled_back_leaves_a_working_cache(live):
    live.publish("stará")
    assert live.is_cached()
    with tenant_context(live.municipality):
        with pytest.raises(RuntimeError), transaction.atomic():
            services.publish(entry("1", title="nikdy"))
            raise RuntimeError
        assert not live.is_cached()  # the token is still there
        revisions.release_rolled_back()
    assert live.title() == "stará"
    assert live.is_cached()


@committing
def test_an_inner_rollback_does_not_hide_the_outer_commit(live):
    live.publish("stará")
    live.get()
    with tenant_context(live.municipality), transaction.atomic():
        services.publish(entry("1", title="nová"))
        with pytest.raises(RuntimeError), transaction.atomic():
            services.publish(entry("1", title="nikdy"))
            raise RuntimeError
    revisions.release_rolled_back()
    assert live.title() == "nová"
    assert live.is_cached()


KILLED_AT = {
    # Where the publisher dies, and what the public must see from then on.
    "before the number is raised": (
        "revisions.raise_numbers = lambda schemas: die()",
        "stará",
    ),
    "after announcing": (
        "announce = revisions.announce; "
        "revisions.announce = lambda numbers: (announce(numbers), die())",
        "stará",
    ),
    "after the commit": ("revisions.confirm = lambda numbers, token: die()", "nová"),
    "between the site and the union": (
        "run = revisions._run; revisions._run = lambda *a: (run(*a), die())",
        "nová",
    ),
}


@committing
@pytest.mark.parametrize("moment", KILLED_AT)
def test_a_killed_publisher_leaves_no_old_page(live, redis, moment):
    from tenants.registry.models import Municipality

    union = Site(Municipality.objects.the_union())
    union.view = live.show_title
    live.publish("stará")
    assert live.is_cached()
    assert union.is_cached()
    sabotage, expected = KILLED_AT[moment]
    script = f"""
        import os, signal, django
        django.setup()
        from django.db import transaction
        from tests import database
        database.use({DATABASE!r})
        from django_tenants.utils import tenant_context
        from shared.published import revisions, services
        from tenants.registry.models import Municipality
        from tests.shared.published.factory import entry

        def die():
            os.kill(os.getpid(), signal.SIGKILL)

        {sabotage}
        with tenant_context(Municipality.objects.get(slug="lipova")), transaction.atomic():
            services.publish(entry("1", title="nová"))
        """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    for site in (live, union):
        for _visit in range(3):
            assert site.title() == expected
    # The token expires by itself; nobody has to clean up.
    for schema in ("lipova", "public"):
        assert redis.ttl(revisions.pending_key(schema)) != -1
        redis.delete(revisions.pending_key(schema))
    for site in (live, union):
        assert site.title() == expected
        assert site.is_cached()
        assert site.title() == expected


# --- With Redis or the database away ----------------------------------------------------------


class Away:
    """Redis as seen from this process, unreachable while `away`."""

    def __init__(self, monkeypatch):
        self.away = False
        cache = shared_redis()
        cache.breaker.reset()
        call = cache.breaker.call

        def maybe(function, *args, **kwargs):
            if self.away:
                raise page_cache.RedisAway
            return call(function, *args, **kwargs)

        monkeypatch.setattr(cache.breaker, "call", maybe)


@pytest.fixture
def outage(monkeypatch):
    return Away(monkeypatch)


def test_without_redis_pages_are_rendered(site, outage):
    outage.away = True
    assert site.get().status_code == 200
    assert not site.is_cached()
    outage.away = False
    assert site.is_cached()


@committing
def test_what_is_published_while_redis_is_away_is_seen_after_reconciling(live, outage):
    live.publish("stará")
    assert live.is_cached()
    outage.away = True
    live.publish("nová")
    assert live.title() == "nová"
    outage.away = False
    assert revisions.reconcile() == ["lipova", "public"]
    assert live.title() == "nová"
    assert live.is_cached()
    assert revisions.reconcile() == []


@committing
def test_reconciling_forgets_a_number_from_the_future(live, redis):
    """A database restored from a backup counts from an earlier number."""
    live.publish("z dnešní databáze")
    assert live.is_cached()
    redis.set(revisions.revision_key("lipova"), 999_999)
    assert revisions.reconcile() == ["lipova"]
    page_cache.recent.clear()
    assert live.is_cached()
    assert int(redis.get(revisions.revision_key("lipova"))) == revisions.from_database("lipova")


def test_without_the_database_cached_pages_still_come(site, redis, monkeypatch):
    site.get()

    def away(schema):
        raise OperationalError("the database is away")

    monkeypatch.setattr(revisions, "from_database", away)
    site.view = lambda request: pytest.fail("nothing must be rendered")
    assert site.get().status_code == 200
    redis.delete(revisions.revision_key("lipova"))
    assert site.get().status_code == 200


def test_a_publisher_at_work_is_never_overtaken_by_a_reader(site, redis):
    redis.set(revisions.pending_key("lipova"), "someone")
    assert not revisions.remember("lipova", 7)
    assert redis.get(revisions.revision_key("lipova")) is None
    redis.delete(revisions.pending_key("lipova"))
    assert revisions.remember("lipova", 7)
    assert not revisions.remember("lipova", 5)
    assert redis.get(revisions.revision_key("lipova")) == b"7"


def test_another_publishers_token_is_left_alone(site, redis):
    redis.set(revisions.pending_key("lipova"), "theirs")
    revisions.confirm({"lipova": 9}, "ours")
    assert redis.get(revisions.pending_key("lipova")) == b"theirs"
    assert redis.get(revisions.revision_key("lipova")) is None


def test_the_connection_is_left_in_its_schema(site):
    connection.set_schema_to_public()
    site.get()
    assert connection.schema_name == "public"
