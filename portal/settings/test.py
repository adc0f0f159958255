"""Tests: the local machine's settings with cheap hashing and mail kept in memory."""

import os

os.environ.setdefault("PORTAL_EMBEDDED_DURABLE", "false")  # before local.py starts the servers

from portal.settings.local import *  # noqa: F403
from portal.settings.local import STORAGES

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
