"""The local machine's settings, as `make run` uses them, without compressing every static file."""

from portal.settings.local import *  # noqa: F403
from portal.settings.local import STORAGES

# Names still carry hashes, so a missing file is found; compressing Wagtail's takes a minute.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
