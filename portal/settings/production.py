"""Production: everything that differs comes from the environment or from files (`NAME_FILE`).

A missing secret stops the start with a message that names it.
"""

from portal.settings import env
from portal.settings.base import *  # noqa: F403
from portal.settings.base import BASE_DIR, broker, caches, postgres

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", min_length=50)
PORTAL_DOMAIN = env.text("PORTAL_DOMAIN")
PORTAL_PORT = env.integer("PORTAL_PUBLIC_PORT", default=443)
PORTAL_SCHEME = "https"
WAGTAILADMIN_BASE_URL = f"{PORTAL_SCHEME}://{PORTAL_DOMAIN}"  # Wagtail wants one; see registry.desk

DATABASES = {"default": postgres(env.url_with_password("DATABASE_URL"))}
REDIS_URL = env.url_with_password("REDIS_URL")
CACHES = caches(REDIS_URL)
CELERY_BROKER_URL = broker(REDIS_URL)

DATA_DIR = env.path("PORTAL_DATA_DIR", default=BASE_DIR / ".data")
MEDIA_ROOT = env.path("MEDIA_ROOT", default=DATA_DIR / "media")
STATIC_ROOT = env.path("STATIC_ROOT", default=DATA_DIR / "static")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
USE_X_FORWARDED_HOST = False
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = env.boolean("SECURE_HSTS_PRELOAD", default=True)
SESSION_COOKIE_DOMAIN = PORTAL_DOMAIN
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Secure-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
# The proxy in front is the only one that may say where a visitor comes from.
TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", default=1)

EMAIL_BACKEND = env.text("EMAIL_BACKEND", default="django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.optional_secret("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", default=True)
# TLS from the first byte, mostly on port 465; it excludes EMAIL_USE_TLS, which begins later.
EMAIL_USE_SSL = env.boolean("EMAIL_USE_SSL", default=False)
EMAIL_TIMEOUT = 20
BOUNCES_URL = env.optional_secret("BOUNCES_URL") or ""
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", default=f"portal@{PORTAL_DOMAIN}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # They tell of every page saved and every search index touched.
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "wagtail", "axes")},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", default="INFO")},
}
