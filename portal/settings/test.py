"""Tests: the local machine's settings, on servers of their own, with cheap hashing.

Each pytest-xdist worker has a Redis database of its own here and a PostgreSQL database of its
own from tests/conftest.py.
"""

import os
import re

os.environ.setdefault("PORTAL_EMBEDDED_DURABLE", "false")

from portal.settings.base import broker, caches
from portal.settings.local import *  # noqa: F403
from portal.settings.local import REDIS_URL as SERVER
from portal.settings.local import STORAGES

_worker = int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0) + 1


def _database(url: str, number: int) -> str:
    if url.startswith("unix://"):
        return re.sub(r"\?.*", "", url) + f"?db={number}"
    return re.sub(r"(//[^/]+)(/\d*)?$", rf"\1/{number}", url)


REDIS_URL = _database(SERVER, _worker)
# Patient: on a busy machine a fifth of a second passes, and what a test counts would be forgotten.
_PATIENT = {"socket_timeout": 10, "socket_connect_timeout": 10}
CACHES = {alias: {**cache, "OPTIONS": _PATIENT} for alias, cache in caches(REDIS_URL).items()}
CELERY_BROKER_URL = broker(REDIS_URL)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
