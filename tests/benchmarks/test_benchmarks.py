"""The benchmark runs. What it measures is nobody's business here."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests import database, servers


@pytest.mark.xdist_group("run")
def test_a_tiny_run_writes_its_figures_and_leaves_nothing(database_template, tmp_path, db):
    output, data_dir = tmp_path / "docs", tmp_path / "data"
    output.mkdir()
    page = "# Speed\n\nBefore.\n\n<!-- figures: begin, written by `make bench` -->\nold\n"
    (output / "performance.md").write_text(f"{page}<!-- figures: end -->\n\nAfter.\n")
    command = [sys.executable, "-m", "tests.benchmarks", "--tiny", "--output", str(output)]
    finished = subprocess.run(
        [*command, "--template", database_template],
        cwd=database.ROOT,
        env=os.environ
        | {
            "DATABASE_URL": servers.database_url("postgres"),
            "REDIS_URL": servers.redis_url(0),
            "PORTAL_DATA_DIR": str(data_dir),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr

    found = json.loads((output / "performance.json").read_text())
    assert found["latency"]["union"]["cached_ms"] > 0
    assert found["throughput"]["municipality"]["cached_per_second"] > 0
    assert found["members"]["few_queries"] == found["members"]["many_queries"]
    assert found["members"]["newest_few_queries"] == found["members"]["newest_many_queries"]
    assert found["calendar"]["feed"]["joined_faster"] > 1
    assert found["calendar"]["not_modified"]["not_modified_ms"] > 0
    assert found["search"]["ratio"] > 0
    counts = found["calendar"]["municipalities"]
    assert counts["few_queries"] == counts["many_queries"]
    pages = [*found["lists"]["board"]["pages"].values()]
    assert pages and all(page["few_queries"] == page["many_queries"] for page in pages)
    strategies = found["lists"]["strategies"]["pages"].values()
    assert strategies and all(page["3_queries"] == page["5_queries"] for page in strategies)
    assert found["letters"]["sent_per_second"] > 0
    text = (output / "performance.md").read_text()
    assert "Before." in text
    assert "old" not in text
    assert "cached : bare" in text
    assert text.endswith("After.\n")

    assert not (data_dir / "bench").exists()
    with database.server() as holder:
        assert not database._exists(holder, "portal_bench")
