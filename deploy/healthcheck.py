"""Health of a container: `healthcheck.py web [path]`, `healthcheck.py worker|beat`.

Small on purpose, since it runs every few seconds: no Django, and no broker is asked.
"""

import http.client
import os
import sys
import time
from pathlib import Path

# The worker writes its sign of life every 2 s, beat at each look at its schedule, at most a minute.
TOO_OLD = {"worker": 30, "beat": 90}


def web(path: str) -> str | None:
    client = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
    try:
        client.request("GET", path)
        response = client.getresponse()
        body = response.read(500).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return f"{path}: {error}"
    return None if response.status == http.HTTPStatus.OK else f"{path}: {response.status} {body}"


def heartbeat(kind: str) -> str | None:
    file = Path(os.environ.get("PORTAL_HEARTBEAT_FILE", "/tmp/heartbeat"))  # noqa: S108
    try:
        age = time.time() - file.stat().st_mtime
    except OSError as error:
        return f"no sign of life: {error}"
    return f"the last sign of life is {age:.0f} s old" if age > TOO_OLD[kind] else None


if __name__ == "__main__":
    kind, *path = sys.argv[1:]
    problem = web(*path or ["/readyz"]) if kind == "web" else heartbeat(kind)
    if problem:
        sys.exit(problem)
