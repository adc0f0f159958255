"""A developer's or tester's machine: embedded servers unless real ones are named.

Set DATABASE_URL and REDIS_URL to use real servers; `portal.embedded` starts its own otherwise.
"""

import hashlib

from portal import embedded
from portal.settings import env
from portal.settings.base import *  # noqa: F403
from portal.settings.base import BASE_DIR, broker, caches, postgres

DEBUG = env.boolean("DEBUG", default=False)
DATA_DIR = env.path("PORTAL_DATA_DIR", default=BASE_DIR / ".data")
PORTAL_DOMAIN = env.text("PORTAL_DOMAIN", default="sever.localhost")
PORTAL_PORT = env.integer("PORT", default=8000)
PORTAL_SCHEME = "http"
WAGTAILADMIN_BASE_URL = f"{PORTAL_SCHEME}://{PORTAL_DOMAIN}"  # Wagtail wants one; see registry.desk

# Not secret: it signs the sessions of one developer's machine only, yet differs between checkouts.
SECRET_KEY = env.text(
    "SECRET_KEY", default="local-" + hashlib.sha256(str(BASE_DIR).encode()).hexdigest()
)

# Tests get servers of their own, which do not wait for the disk (see portal.settings.test).
_DURABLE = env.boolean("PORTAL_EMBEDDED_DURABLE", default=True)
DATABASES = {
    "default": postgres(
        env.optional_text("DATABASE_URL")
        or embedded.ensure_database_url(DATA_DIR, durable=_DURABLE)
    )
}
REDIS_URL = env.optional_text("REDIS_URL") or embedded.ensure_redis_url(DATA_DIR, durable=_DURABLE)

CACHES = caches(REDIS_URL)
CELERY_BROKER_URL = broker(REDIS_URL)

MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
SESSION_COOKIE_DOMAIN = PORTAL_DOMAIN

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = f"portal@{PORTAL_DOMAIN}"
