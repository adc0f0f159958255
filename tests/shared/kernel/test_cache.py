import time

import pytest

from shared.kernel.cache import Breaker, RedisAway, ResilientRedisCache


@pytest.fixture
def nowhere():
    return ResilientRedisCache("redis://127.0.0.1:1/0", {})


def test_an_unreachable_redis_is_an_empty_cache(nowhere):
    assert nowhere.get("a", "default") == "default"
    nowhere.set("a", 1)
    assert nowhere.add("a", 1) is False
    assert nowhere.get_many(["a", "b"]) == {}
    assert nowhere.incr("a") == 1
    assert nowhere.touch("a") is False
    assert nowhere.delete("a") is False
    assert nowhere.has_key("a") is False
    assert nowhere.set_many({"a": 1}) == ["a"]
    nowhere.clear()
    nowhere.delete_many(["a"])
    assert nowhere.get_or_set("a", lambda: 5) == 5


def test_an_outage_costs_one_attempt_and_not_one_per_call(nowhere):
    nowhere.get("a")
    started = time.perf_counter()
    for _ in range(200):
        nowhere.get("a")
    assert nowhere.breaker.is_open
    assert time.perf_counter() - started < 0.2


def test_all_caches_of_one_server_know_of_its_outage(nowhere):
    nowhere.get("a")
    assert ResilientRedisCache("redis://127.0.0.1:1/0", {}).breaker.is_open
    assert not ResilientRedisCache("redis://127.0.0.1:2/0", {}).breaker.is_open


def test_the_breaker_tries_again_after_its_time():
    breaker = Breaker(seconds=0.05)
    with pytest.raises(RedisAway):
        breaker.call(lambda: (_ for _ in ()).throw(OSError("refused")))
    with pytest.raises(RedisAway):
        breaker.call(lambda: 1)
    time.sleep(0.06)
    assert breaker.call(lambda: 1) == 1


def test_other_errors_pass_through():
    with pytest.raises(KeyError):
        Breaker().call(lambda: {}["missing"])
