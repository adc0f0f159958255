"""Says before the tests whether those in a real browser can run, and if not, how to get one."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_browser() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


if __name__ == "__main__":
    if find_browser() is None:
        print(
            "• No Chromium found, the tests in a real browser are skipped. To get it: "
            "`apt install chromium`, or `.venv/bin/python -m playwright install chromium` and "
            "CHROMIUM=/path/to/it."
        )
