"""The figures for readers: a JSON file, and a part of docs/performance.md between two marks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

BEGIN = "<!-- figures: begin, written by `make bench` -->"
END = "<!-- figures: end -->"

Rows = list[tuple[Any, ...]]


def write(results: dict[str, Any], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "performance.json").write_text(
        json.dumps(results, indent=2, ensure_ascii=False) + "\n"
    )
    page = folder / "performance.md"
    text = page.read_text() if page.exists() else f"# Speed\n\n{BEGIN}\n{END}\n"
    before, _, rest = text.partition(BEGIN)
    _old, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{table(results)}{END}{after}")


def table(results: dict[str, Any]) -> str:
    parts = [
        _made(results["made"]),
        _goals(results["goals"]),
        "### One visitor\n",
        _latency(results["latency"]),
        "### Many visitors at once\n",
        _throughput(results["throughput"]),
        "### Queries\n",
        _queries(results["queries"]),
        "### A new site\n",
        _provisioning(results["provisioning"]),
        "### The union's home page as the union grows, uncached\n",
        _members(results["members"]),
        "### The calendar\n",
        _feed(results["calendar"]),
        _grown(results["calendar"]["municipalities"]),
        "### Search over all sites\n",
        _search(results["search"]),
        "### Lists that grow, uncached\n",
        _board(results["lists"]["board"]),
        _by_size("Good practice, by number of records", results["lists"]["practices"]),
        _by_size("Strategies, by number of documents", results["lists"]["strategies"]),
        "### Open data\n",
        _opendata(results["opendata"]),
        "### E-mails\n",
        _letters(results["letters"]),
    ]
    return "\n" + "\n".join(parts) + "\n"


def _markdown(head: tuple[str, ...], rows: Rows) -> str:
    def line(cells: tuple[Any, ...]) -> str:
        return "| " + " | ".join("–" if cell is None else str(cell) for cell in cells) + " |"

    rule = tuple("---" if number == 0 else "---:" for number in range(len(head)))
    return "\n".join([line(head), line(rule), *(line(row) for row in rows)]) + "\n"


def _made(made: dict[str, Any]) -> str:
    return (
        f"Made {made['at']} after commit `{made['after_commit']}` on {made['cores']} cores of"
        f" {made['processor']}, {made['system']}, load {made['load_before']} before and"
        f" {made['load_after']} after; Python {made['python']}, Django {made['django']}, Granian"
        f" {made['granian']}, PostgreSQL {made['postgresql']}; {made['sites']} sites, of"
        f" which the measured one and the union's have {made['items']} items in each list.\n"
    )


def _goals(goals: list[dict[str, Any]]) -> str:
    rows: Rows = [
        (goal["goal"], goal["limit"], goal["value"], "yes" if goal["met"] else "**no**")
        for goal in goals
    ]
    return _markdown(("Goal", "limit", "measured", "met"), rows)


def _latency(found: dict[str, Any]) -> str:
    names = [
        ("bare view of the same size", "bare_ms"),
        ("cached", "cached_ms"),
        ("bare view, a visit now and then", "bare_rare_ms"),
        ("cached, a visit now and then (asks Redis)", "rare_ms"),
        ("uncached", "uncached_ms"),
    ]
    ratios = [
        ("**cached : bare**", "cached_to_bare"),
        ("cached : bare, the fastest tenth of each", "cached_to_bare_fastest_tenth"),
        ("cached : bare, now and then", "rare_to_bare"),
        ("uncached : cached", "uncached_to_cached"),
    ]
    one, union = found["municipality"], found["union"]
    rows: Rows = [(label, f"{one[key]} ms", f"{union[key]} ms") for label, key in names]
    rows += [(label, one[key], union[key]) for label, key in ratios]
    rows.append(("size of the answer, compressed", f"{one['bytes']} B", f"{union['bytes']} B"))
    return _markdown(("Home page", "of a municipality", "of the union"), rows)


def _throughput(found: dict[str, Any]) -> str:
    one, union = found["municipality"], found["union"]
    rows: Rows = []
    for label, name in (("bare view", "bare"), ("cached", "cached"), ("uncached", "uncached")):
        rows.append(
            (
                f"{label}, answers per second",
                one[f"{name}_per_second"],
                union[f"{name}_per_second"],
            )
        )
    for label, name in (("bare view", "bare"), ("cached", "cached"), ("uncached", "uncached")):
        rows.append(
            (
                f"{label}, processor time of the web server",
                f"{one[f'{name}_cpu_ms']} ms",
                f"{union[f'{name}_cpu_ms']} ms",
            )
        )
    rows.append(("cached : bare, answers", one["cached_to_bare"], union["cached_to_bare"]))
    rows.append(
        ("cached : bare, processor time", one["cached_to_bare_cpu"], union["cached_to_bare_cpu"])
    )
    rows.append(
        ("cached : uncached, answers", one["cached_to_uncached"], union["cached_to_uncached"])
    )
    head = (
        f"Granian, {one['workers']} workers, {one['connections']} connections",
        "home of a municipality",
        "home of the union",
    )
    return _markdown(head, rows)


def _queries(found: dict[str, dict[str, int]]) -> str:
    rows: Rows = [(name, count["1"], count["3"]) for name, count in found.items()]
    return _markdown(("Page, uncached", "1 item", "3 items"), rows)


def _provisioning(found: dict[str, Any]) -> str:
    rows: Rows = [
        (
            "tables only",
            found["schema_by_copy_s"],
            found.get("schema_by_migrations_s"),
            found.get("schema_ratio"),
        ),
        (
            "**whole site**: tables, pages, roles, menu",
            found["site_by_copy_s"],
            found.get("site_by_migrations_s"),
            found.get("site_ratio"),
        ),
    ]
    return _markdown(("Seconds", "copy of the template", "migrations", "times faster"), rows)


def _members(found: dict[str, Any]) -> str:
    rows: Rows = [
        (
            f"{found[size]} members",
            f"{found[f'{size}_ms']} ms",
            found[f"{size}_queries"],
            found.get(f"newest_{size}_queries"),
        )
        for size in ("few", "many")
    ]
    rows.append(("ratio", found["ratio"], "", ""))
    return _markdown(("", "time", "queries", "queries of what is new everywhere"), rows)


def _feed(found: dict[str, Any]) -> str:
    feed, unchanged = found["feed"], found["not_modified"]
    rows: Rows = [
        ("icalendar builds and serialises on each request", f"{feed['icalendar_ms']} ms", 1),
        ("stored VEVENTs, fetched and joined", f"{feed['joined_ms']} ms", feed["joined_faster"]),
        ("compressing it", f"{feed['gzip_ms']} ms", ""),
        ("compressed, from the cache", f"{feed['cached_ms']} ms", feed["cached_faster"]),
        ("over HTTP: not changed", f"{unchanged['not_modified_ms']} ms", ""),
        ("over HTTP: a bare view", f"{unchanged['bare_ms']} ms", ""),
        ("memory of a request, times the body", feed["memory_ratio"], ""),
    ]
    size = f"{feed['bytes'] / 1e6:.1f} MB"
    return _markdown((f"Feed of {feed['events']} events, {size}", "", "times faster"), rows)


def _grown(found: dict[str, Any]) -> str:
    rows: Rows = [
        (
            "month of the union, uncached",
            f"{found['few_ms']} ms",
            f"{found['many_ms']} ms",
            found["month_ratio"],
        ),
        ("its queries", found["few_queries"], found["many_queries"], ""),
        (
            "publishing one event",
            f"{found['publish_few_ms']} ms",
            f"{found['publish_many_ms']} ms",
            found["publish_ratio"],
        ),
    ]
    head = ("", f"{found['few']} municipalities", f"{found['many']} municipalities", "ratio")
    return _markdown(head, rows)


def _board(found: dict[str, Any]) -> str:
    rows: Rows = [
        (
            name,
            f"{page['few_ms']} ms",
            f"{page['many_ms']} ms",
            page["few_queries"],
            page["many_queries"],
        )
        for name, page in found["pages"].items()
    ]
    few, many = found["few"], found["many"]
    head = (f"Notice board, {few} and {many} archived notices", few, many, "queries", "queries")
    return _markdown(tuple(str(each) for each in head), rows)


def _by_size(title: str, found: dict[str, Any]) -> str:
    sizes = [str(size) for size in found["sizes"]]
    rows: Rows = [
        (
            name,
            *(f"{page[f'{size}_ms']} ms" for size in sizes),
            *(page[f"{size}_queries"] for size in sizes),
        )
        for name, page in found["pages"].items()
    ]
    head = (title, *sizes, *(f"queries, {size}" for size in sizes))
    return _markdown(head, rows)


def _opendata(found: dict[str, Any]) -> str:
    rows: Rows = [
        (
            f"{found['notices']} notices, {found['sent_kb']} kB as sent",
            f"{found['cached_ms']} ms",
            f"{found['bare_ms']} ms",
            found["ratio"],
        )
    ]
    return _markdown(("Data set", "cached", "bare", "ratio"), rows)


def _search(found: dict[str, Any]) -> str:
    rows: Rows = [
        (
            f"{name} words",
            group["found"],
            f"{group['plain_ms']} ms",
            f"{group['ours_ms']} ms",
            group["ratio"],
        )
        for name, group in found["groups"].items()
    ]
    rows.append(("**all queries together**", "", "", "", found["ratio"]))
    rows.append(("a mistyped word, corrected", "", "", f"{found['mistyped_ms']} ms", ""))
    rows.append(("suggestions for four letters", "", "", f"{found['typing_ms']} ms", ""))
    head = (
        f"{found['entries']} entries, {found['municipalities']} municipalities, {found['words']} words",
        "found",
        "plain query",
        "search",
        "ratio",
    )
    return _markdown(head, rows)


def _letters(found: dict[str, Any]) -> str:
    rows: Rows = [
        ("their rows made, per second", found["queued_per_second"]),
        ("memory that this takes", f"{found['queue_growth_mb']} MB"),
        (f"sent by {found['workers']} workers, per second", found["sent_per_second"]),
        ("most memory of a worker", f"{found['worker_memory_mb']} MB"),
        ("of it grown after the first five seconds", f"{found['worker_growth_mb']} MB"),
        ("longest transaction of all", f"{found['longest_transaction_ms']} ms"),
    ]
    return _markdown((f"{found['letters']} letters to a mail server on this machine", ""), rows)
