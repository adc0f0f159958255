"""The revision numbers of sites, mirrored in Redis for the page cache.

The database holds the truth: `SiteRevision`, raised in the transaction that publishes. Readers ask
only Redis, so the two must never disagree in a way that shows an old page:

* Before the commit a publisher puts a random token under ``pending`` and drops ``revision``.
  While a token is there nobody serves or stores pages of the site.
* What a reader has been told holds for `LEASE_SECONDS` without asking again. So a publisher who
  takes away a number that readers use waits for as long before it goes on to commit.
* After the commit, or after a rollback, the token's owner writes the new number and drops it.
  Publications of a site wait for each other at the row's lock, so there is one owner at a time.
  The number carries a star until the first reader uses it: nobody has to wait for readers that
  are not there, and publishing a thousand items in a row costs no waiting at all.
* A publisher killed in between leaves its token, which expires: the site was slower for two
  minutes, and then the number is read from the database again.
* If Redis was away, `reconcile` (every minute) compares it with the database.

Every write is a script, since each is a comparison and a write that must not be torn apart.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Iterable
from typing import Any, cast

import redis
from django.db import connection, transaction

from shared.kernel.cache import RedisAway, ResilientRedisCache, shared_redis
from shared.published.models import SiteRevision

logger = logging.getLogger(__name__)

PENDING_SECONDS = 120
LEASE_SECONDS = 0.05

_UNUSED = b"*"

_NUMBER = """
local function number(value) return tonumber((string.gsub(value or '-1', '%*', ''))) end
"""
# Ours: write the number. Nobody's (expired, or Redis was away): write it unless a later one is
# there. Another publisher's: leave everything, the number will be its business.
_CONFIRM = (
    _NUMBER
    + """
local held = redis.call('GET', KEYS[1])
if held == ARGV[1] then
  redis.call('DEL', KEYS[1])
  redis.call('SET', KEYS[2], ARGV[2] .. '*')
elseif not held and number(redis.call('GET', KEYS[2])) < tonumber(ARGV[2]) then
  redis.call('SET', KEYS[2], ARGV[2] .. '*')
end
"""
)
_STORE = (
    _NUMBER
    + """
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
if number(redis.call('GET', KEYS[2])) > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[2], ARGV[1])
return 1
"""
)
_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
"""


class _Announced(threading.local):
    """Tokens of this thread whose transaction has not been committed yet."""

    def __init__(self) -> None:
        self.tokens: dict[str, tuple[str, ...]] = {}


_announced = _Announced()


def revision_key(schema: str) -> str:
    return f"revision:{schema}"


def pending_key(schema: str) -> str:
    return f"pending:{schema}"


def _run(cache: ResilientRedisCache, script: str, keys: list[str], arguments: list[Any]) -> Any:
    client: redis.Redis = cache.client
    return cache.breaker.call(client.eval, script, len(keys), *keys, *arguments)


def from_database(schema: str) -> int:
    number = SiteRevision.objects.filter(pk=schema).values_list("number", flat=True).first()
    return number or 0


def raise_numbers(schemas: Iterable[str]) -> dict[str, int]:
    """Raise the numbers in the database, waiting for other publishers of the same sites.

    Rows are locked in one order, the union's last, so that publishers cannot deadlock as long as
    each publishes on one site per transaction.
    """
    ordered = [*sorted(set(schemas) - {"public"}), "public"]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO published_siterevision AS known (schema, number)
            SELECT name, 1 FROM unnest(%s::text[]) WITH ORDINALITY AS given (name, position)
            ORDER BY position
            ON CONFLICT (schema) DO UPDATE SET number = known.number + 1
            RETURNING schema, number
            """,
            [ordered],
        )
        return dict(cursor.fetchall())


def announce(numbers: dict[str, int]) -> None:
    """Stop the use of cached pages until the current transaction has ended."""
    token = secrets.token_hex(8)
    _announced.tokens[token] = tuple(numbers)
    cache = shared_redis()
    if cache is not None:
        try:
            readers = cache.breaker.call(_mark_pending, cache.client, numbers, token)
        except RedisAway:
            logger.warning("Redis is away: cached pages are reconciled when it is back")
            readers = True  # those who were told a number just before go by it a moment longer
        if readers:
            time.sleep(LEASE_SECONDS * 1.2)
    transaction.on_commit(lambda: confirm(numbers, token), robust=True)


def _mark_pending(client: redis.Redis, schemas: Iterable[str], token: str) -> bool:
    """Whether readers may be using a number that has just been taken away."""
    with client.pipeline(transaction=True) as pipe:
        for schema in schemas:
            pipe.get(revision_key(schema))
            pipe.set(pending_key(schema), token, ex=PENDING_SECONDS)
            pipe.delete(revision_key(schema))
        previous = pipe.execute()[::3]
    return any(number is not None and not number.endswith(_UNUSED) for number in previous)


def confirm(numbers: dict[str, int], token: str) -> None:
    """Committed: let pages be cached again, under the new numbers."""
    _announced.tokens.pop(token, None)
    cache = shared_redis()
    if cache is None:
        return
    try:
        for schema, number in numbers.items():
            _run(cache, _CONFIRM, [pending_key(schema), revision_key(schema)], [token, number])
    except RedisAway:
        logger.warning("Redis is away: cached pages are reconciled when it is back")


def release_rolled_back() -> None:
    """Free the tokens of transactions of this thread that came to nothing.

    Called when a request or a task is over. Forgetting it costs two minutes of an unused cache.
    """
    if not _announced.tokens or connection.in_atomic_block:
        return
    tokens, _announced.tokens = _announced.tokens, {}
    cache = shared_redis()
    if cache is None:
        return
    try:
        for token, schemas in tokens.items():
            for schema in schemas:
                _run(cache, _RELEASE, [pending_key(schema)], [token])
    except RedisAway:
        pass


def in_use(schema: str, mirrored: bytes | None) -> int | None:
    """The number that readers may go by, given what Redis holds; None while there is none.

    Costs nothing for a number in use, a round trip for one that nobody has used yet, and a query
    besides where Redis holds none. Raises DatabaseError and RedisAway.
    """
    if mirrored is not None and not mirrored.endswith(_UNUSED):
        return int(mirrored)
    number = int(mirrored.rstrip(_UNUSED)) if mirrored is not None else from_database(schema)
    return number if remember(schema, number) else None


def remember(schema: str, number: int) -> bool:
    """Put a number into use; False while a publisher is at work or when a later one is there."""
    cache = shared_redis()
    if cache is None:
        return False
    keys = [pending_key(schema), revision_key(schema)]
    return bool(_run(cache, _STORE, keys, [number]))


def reconcile() -> list[str]:
    """Bring the mirror in line with the database; returns the sites that were out of line."""
    cache = shared_redis()
    if cache is None:
        return []
    numbers = dict(SiteRevision.objects.values_list("schema", "number"))
    if not numbers:
        return []
    try:
        names = [revision_key(name) for name in numbers]
        known = cast(list[bytes | None], cache.breaker.call(cache.client.mget, names))
        mended = []
        for (schema, number), mirrored in zip(numbers.items(), known, strict=True):
            if mirrored is None or int(mirrored.rstrip(_UNUSED)) == number:
                continue  # absent is fine: the next reader fetches it
            mended.append(schema)
            if int(mirrored.rstrip(_UNUSED)) > number:
                # Published since we asked, or the database was restored: let readers look.
                cache.breaker.call(cache.client.delete, revision_key(schema))
            else:
                remember(schema, number)
        return mended
    except RedisAway:
        return []
