"""A data set of a board with years of notices: out of the cache, beside a bare view of its bytes."""

from __future__ import annotations

import contextlib
import statistics
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from tests.benchmarks import lists
from tests.benchmarks.client import Target, Visitor
from tests.benchmarks.web import Web

ADDRESS = "/opendata/uredni-deska-archiv.jsonld"
NAME = "notices"


def data_set(
    site: Any, portal: Target, notices: int, rounds: int, visits: int, folder: Path
) -> dict[str, Any]:
    """The file as a browser gets it, compressed. Both servers send the same number of bytes."""
    target = Target(portal.port, portal.host, ADDRESS)
    ratios, ours, theirs = [], [], []
    with lists.archive_of(site, notices):
        connection.close()
        with contextlib.closing(Visitor(target)) as first:
            body = first.get().partition(b"\r\n\r\n")[2]
        folder.mkdir(exist_ok=True)
        (folder / NAME).write_bytes(body)
        environment = {"BENCH_BODIES": str(folder)}
        with Web("tests.benchmarks.bare:application", environment) as server:
            bare = Target(server.port, "localhost", f"/{NAME}")
            server.wait_for(bare)
            with (
                contextlib.closing(Visitor(target)) as harvester,
                contextlib.closing(Visitor(bare)) as visitor,
            ):
                harvester.latencies(visits)
                visitor.latencies(visits)
                for number in range(rounds):
                    order = [(harvester, ours), (visitor, theirs)]
                    for one, taken in order if number % 2 else reversed(order):
                        taken.append(statistics.median(one.latencies(visits)))
                    ratios.append(ours[-1] / theirs[-1])
    return {
        "notices": notices,
        "sent_kb": round(len(body) / 1000, 1),
        "cached_ms": round(1000 * statistics.median(ours), 3),
        "bare_ms": round(1000 * statistics.median(theirs), 3),
        "ratio": round(statistics.median(ratios), 2),
    }


def folder() -> Path:
    return Path(settings.DATA_DIR) / "data-sets"
