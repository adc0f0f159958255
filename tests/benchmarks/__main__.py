"""`make bench`: measures the portal's speed and writes docs/performance.json and .md.

Everything happens in a database, a Redis and a folder of its own, which are gone afterwards, so a
portal that runs beside it is disturbed by nothing but the load.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REDIS = 13  # its database; the tests have others


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--tiny", action="store_true", help="see that it runs; figures are void")
    parser.add_argument("--output", type=Path, default=ROOT / "docs", help="folder of the results")
    parser.add_argument("--template", help="start from a copy of this migrated database")
    options = parser.parse_args()
    data_dir = Path(os.environ.get("PORTAL_DATA_DIR", ROOT / ".data")).resolve() / "bench"
    with _alone(data_dir):
        _prepare_environment(data_dir)
        import django

        django.setup()
        from tests.benchmarks import run

        results = run.everything(tiny=options.tiny, template=options.template)
        from tests.benchmarks import report

        report.write(results, options.output)
    print(f"\n{report.table(results)}\nWritten to {options.output}/performance.json and .md")
    for goal in results["goals"]:
        if not goal["met"]:
            print(f"Missed: {goal['goal']} {goal['limit']}; measured {goal['value']}")
    return 0  # a slow machine is no error


@contextlib.contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    """One run at a time, in a folder that is empty before and gone afterwards."""
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    with data_dir.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("Another benchmark is running here; wait for it.")
        shutil.rmtree(data_dir, ignore_errors=True)
        data_dir.mkdir()
        try:
            yield
        finally:
            _release()
            shutil.rmtree(data_dir, ignore_errors=True)


def _prepare_environment(data_dir: Path) -> None:
    """What the settings read, here and in the web servers that are started."""
    from portal import embedded
    from tests.servers import free_port

    def redis(url: str) -> str:
        if url.startswith("unix://"):
            return re.sub(r"\?.*", "", url) + f"?db={REDIS}"
        return re.sub(r"(//[^/]+)(/\d*)?$", rf"\1/{REDIS}", url)

    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "PORTAL_DATA_DIR": str(data_dir),
        "PORT": str(free_port()),
        "DEBUG": "false",
        "DATABASE_URL": os.environ.get("DATABASE_URL") or embedded.ensure_database_url(data_dir),
        "REDIS_URL": redis(os.environ.get("REDIS_URL") or embedded.ensure_redis_url(data_dir)),
    }


def _release() -> None:
    from portal import embedded

    if "django.db" in sys.modules:
        from django.db import connections

        connections.close_all()
    embedded.release()


if __name__ == "__main__":
    sys.exit(main())
