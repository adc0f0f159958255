"""Addresses of the tests' own servers, for portals that run as processes of their own."""

from __future__ import annotations

import re
import socket
from urllib.parse import quote, urlencode

import redis
from django.conf import settings

# Redis databases: the tests' own processes take the first ones, one each.
E2E_REDIS, FAILURES_REDIS, KILLED_REDIS = 15, 14, 12


def database_url(name: str, *, host: str = "", port: str = "") -> str:
    """The address of another database on the server that the tests use, or on a proxy of it."""
    database = settings.DATABASES["default"]
    host, port = host or str(database["HOST"]), port or str(database["PORT"])
    person = quote(str(database["USER"]), safe="")
    if database["PASSWORD"]:
        person += ":" + quote(str(database["PASSWORD"]), safe="")
    where = f":{port}" if port else ""
    if host.startswith("/"):
        return f"postgresql://{person}@{where}/{name}?{urlencode({'host': host})}"
    return f"postgresql://{person}@{host}{where}/{name}"


def redis_url(number: int) -> str:
    url = re.sub(r"\?.*", "", settings.REDIS_URL)
    if url.startswith("unix://"):
        return f"{url}?db={number}"
    return re.sub(r"(//[^/]+)(/\d*)?$", rf"\1/{number}", url)


def empty_redis(number: int) -> None:
    with redis.Redis.from_url(redis_url(number)) as client:
        client.flushdb()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
