"""Is the portal alive, is it ready, and may Caddy ask for a certificate?"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse

from shared.kernel.db import connection
from tenants.registry import schemas
from tenants.registry.enums import State
from tenants.registry.models import Domain


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else."""
    return _json({"status": "ok"}, 200)


def readyz(request: HttpRequest) -> HttpResponse:
    """Names each dependency and whether it is there: database, cache, migrations.

    Without the cache the portal still serves, only slower, so that alone is not a 503.
    """
    checks = {"database": "ok", "migrations": "ok", "cache": "ok"}
    connection.set_schema_to_public()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not schemas.is_current(schemas.PUBLIC):
            checks["migrations"] = "behind the code"
    except DatabaseError:
        checks["database"], checks["migrations"] = "away", "unknown"
        connection.close()
    if not _redis_answers():
        checks["cache"] = "away"
    ready = checks["database"] == checks["migrations"] == "ok"
    return _json({"status": "ready" if ready else "not ready", **checks}, 200 if ready else 503)


def tls_allowed(request: HttpRequest) -> HttpResponse:
    """Caddy's question before it asks for a certificate: only hosts that the registry knows."""
    connection.set_schema_to_public()
    host = request.GET.get("domain", "").lower().rstrip(".").removeprefix("www.")
    known = Domain.objects.filter(domain=host, tenant__state=State.ACTIVE).exists()
    return _json({"domain": host[:255], "allowed": known}, 200 if known else 404)


def _redis_answers() -> bool:
    import redis

    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1
        ) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False


def _json(body: dict[str, object] | dict[str, str], status: int) -> HttpResponse:
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    return response


VIEWS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/tls-allowed": tls_allowed,
}
