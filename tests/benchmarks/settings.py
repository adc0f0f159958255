"""The local machine's settings, as `make run` uses them, without compressing every static file."""

from portal.settings.local import *  # noqa: F403
from portal.settings.local import STORAGES

# Names still carry hashes, which is what pages are made of; compressing takes a minute.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True  # no worker runs
