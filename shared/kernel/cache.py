"""Redis as a convenience: with it away the portal is slower, never broken.

Every failure to reach Redis opens a breaker for a few seconds, during which nobody tries, so that
an outage costs each process one short timeout now and then instead of one per call.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

import redis
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

T = TypeVar("T")

SOCKET_TIMEOUT = 0.2  # seconds; a healthy Redis answers in a thousandth of that
BREAKER_SECONDS = 3.0


class RedisAway(ConnectionError):
    """Redis cannot be reached, or was not a moment ago."""


class Breaker:
    """Remembers for a few seconds that a server did not answer."""

    def __init__(self, seconds: float = BREAKER_SECONDS) -> None:
        self.seconds = seconds
        self._closed_from = 0.0
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self._closed_from

    def trip(self, error: Exception) -> None:
        with self._lock:
            if not self.is_open:
                logger.warning("Redis is away for %s s: %s", self.seconds, error)
            self._closed_from = time.monotonic() + self.seconds

    def reset(self) -> None:
        self._closed_from = 0.0

    def call(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Raises RedisAway at once while the breaker is open."""
        if time.monotonic() < self._closed_from:
            raise RedisAway("Redis did not answer a moment ago")
        try:
            return function(*args, **kwargs)
        except (redis.exceptions.RedisError, OSError) as error:
            self.trip(error)
            raise RedisAway(str(error)) from error


_breakers: dict[str, Breaker] = {}


class ResilientRedisCache(RedisCache):
    """Django's Redis cache, for which an unreachable server is an empty cache.

    ``add`` then answers False and ``incr`` its own step: a lock is not obtained, a limit counts
    from the beginning.
    """

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        params = {
            **params,
            "OPTIONS": {
                "socket_timeout": SOCKET_TIMEOUT,
                "socket_connect_timeout": SOCKET_TIMEOUT,
                # One immediate retry: pooled connections die when Redis is restarted.
                "retry": Retry(NoBackoff(), 1),
                "protocol": 2,  # nothing here needs the third, whose reader is slower
                **params.get("OPTIONS", {}),
            },
        }
        super().__init__(server, params)
        # Django makes a cache for each thread and alias; what one has found out, all should know.
        self.breaker = _breakers.setdefault(str(server), Breaker())

    @cached_property
    def client(self) -> redis.Redis:
        """The client below Django's cache. Call its methods through ``breaker.call``.

        Kept, because making one costs as much as asking the server.
        """
        client: redis.Redis = self._cache.get_client(write=True)
        return client

    def _or(self, fallback: T, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        try:
            return self.breaker.call(function, *args, **kwargs)
        except RedisAway:
            return fallback

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(False, super().add, *args, **kwargs)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, super().get, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._or(None, super().set, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(False, super().touch, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(False, super().delete, *args, **kwargs)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        return self._or({}, super().get_many, list(keys), version)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(False, super().has_key, *args, **kwargs)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self._or(delta, super().incr, key, delta, version)

    def set_many(self, data: Mapping[str, Any], *args: Any, **kwargs: Any) -> list[str]:
        return self._or(list(data), super().set_many, data, *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._or(None, super().delete_many, *args, **kwargs)

    def clear(self) -> None:
        self._or(None, super().clear)


def shared_redis() -> ResilientRedisCache | None:
    """The default cache where it is Redis; nothing else is shared by all processes."""
    cache = caches["default"]
    return cache if isinstance(cache, ResilientRedisCache) else None
