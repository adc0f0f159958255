"""What is the same everywhere. Values that differ by machine come from `portal.settings.env`."""

from pathlib import Path

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# --- Applications -----------------------------------------------------------------------------
# The first word of a path says whose data it is; docs/structure.md has the map.

PUBLIC_ONLY_APPS = [
    "portal",
    "tenants.profile",
    "tenants.registry",  # before django_tenants: its `migrate` commands replace that package's
    "django_tenants",
    "tenants.accounts",
    "shared.kernel",
    "shared.audit",
    "shared.published",
    "shared.boards",
    "shared.subscriptions",
    "shared.duties",
    "shared.opendata",
    "shared.alerts",
    "shared.practices",
    "shared.members",
    "shared.highlights",
    "shared.strategies",
    "calendar_app.categories",
    "calendar_app.aggregate",
    "calendar_app.ical",
    "calendar_app.feeds",
    "calendar_app.suggestions",
    "calendar_app.sharing",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",  # its templates
    "axes",
]
SITE_APPS = [
    # Union-only page types, yet their tables are everywhere: Wagtail deletes a page together
    # with its rows of every type, and where a table is missing that would reach public's rows.
    "shared.union",
    "tenants.roles",
    "tenants.pages",
    "tenants.contacts",
    "tenants.noticeboard",
    "tenants.mandatory",
    "calendar_app.events",
    "calendar_app.imports",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.contenttypes",
    "django.contrib.auth",
]
SHARED_APPS = [*PUBLIC_ONLY_APPS, *SITE_APPS]
TENANT_APPS = SITE_APPS
INSTALLED_APPS = SHARED_APPS

# --- Sites ------------------------------------------------------------------------------------

TENANT_MODEL = "registry.Municipality"
TENANT_DOMAIN_MODEL = "registry.Domain"
TENANT_LIMIT_SET_CALLS = True
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TEMPLATE_SCHEMA = "template_site"
ALLOWED_HOSTS = ["*"]  # SiteMiddleware answers only hosts that the registry knows
ROOT_URLCONF = "portal.urls"
PUBLIC_SCHEMA_URLCONF = "portal.urls_union"
WSGI_APPLICATION = "portal.wsgi.application"

MIDDLEWARE = [
    "portal.middleware.HealthMiddleware",
    "portal.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenants.registry.middleware.SiteMiddleware",
    "shared.published.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tenants.roles.middleware.DeskMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def postgres(url: str) -> dict[str, object]:
    """Django's settings of one PostgreSQL database from its URL.

    Every request is one transaction: what a site publishes and its projection into the public
    schema must stand or fall together, and Wagtail's own signals fire outside any transaction.
    """
    from urllib.parse import parse_qsl, unquote, urlsplit

    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django_tenants.postgresql_backend",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or (parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            "options": "-c statement_timeout=30000 -c lock_timeout=10000"
            " -c idle_in_transaction_session_timeout=60000",
            **query,
        },
    }


def broker(url: str) -> str:
    """Celery's address of a Redis; its transport spells a Unix socket in a way of its own."""
    if url.startswith("unix://"):
        path, _, query = url.removeprefix("unix://").partition("?")
        return f"redis+socket://{path}?{query.replace('db=', 'virtual_host=') or 'virtual_host=0'}"
    return url


def caches(url: str) -> dict[str, dict[str, object]]:
    """Keys carry the schema in both caches, or one site would show the other's pictures."""
    common: dict[str, object] = {
        "BACKEND": "shared.kernel.cache.ResilientRedisCache",
        "LOCATION": url,
        "KEY_FUNCTION": "django_tenants.cache.make_key",
    }
    return {"default": common, "renditions": {**common, "KEY_PREFIX": "renditions"}}


# --- People -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "tenants.accounts.backends.LocalRightsBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
PASSWORD_RESET_TIMEOUT = 3 * 60 * 60
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's editor reads it
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"

# Guessing is stopped for one person from one address after 8 tries: a stranger cannot lock a
# clerk out of her own desk. `tenants.roles.middleware` limits the address.
AXES_USERNAME_FORM_FIELD = "username"  # its default is our USERNAME_FIELD, which no form has
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.5  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "tenants.accounts.views.locked_out"
AXES_IPWARE_PROXY_COUNT = None
AXES_CLIENT_IP_CALLABLE = "shared.kernel.ratelimit.client_address"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- Languages --------------------------------------------------------------------------------

LANGUAGE_CODE = "cs"
LANGUAGES = [("cs", _("Czech")), ("de", _("German")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("cs", "Čeština"), ("de", "Deutsch"), ("en", "English")]
WAGTAIL_I18N_ENABLED = True
# The second holds what the Czech translation of Wagtail lacks; makemessages leaves it alone.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "wagtail"]
TIME_ZONE = "Europe/Prague"
FORMAT_MODULE_PATH = ["portal.formats"]
USE_TZ = True
USE_I18N = True

# --- Files ------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "tenants.registry.storage.SiteStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o644

# --- Wagtail ----------------------------------------------------------------------------------

# Clerks write dates as everybody here does; portal/formats reads them in every language.
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
WAGTAIL_SITE_NAME = "Portál svazku obcí"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}
WAGTAILADMIN_USER_LOGIN_FORM = "tenants.accounts.forms.LoginForm"
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_USAGE_COUNT_ENABLED = True
WAGTAIL_MODERATION_ENABLED = True
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no third-party content on public pages
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "tenants/pages/password_required.html"  # noqa: S105 - a template
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "tenants.pages.widgets.LabelledRichTextArea"}
}
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILIMAGES_IMAGE_MODEL = "pages.SiteImage"
WAGTAILDOCS_DOCUMENT_MODEL = "pages.SiteDocument"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # files are downloaded, never shown in place
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt", "ods", "txt", "csv", "ics", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_IMAGE_FORM_BASE = "tenants.pages.forms.SiteImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAIL_ALLOW_UNICODE_SLUGS = False
TAGGIT_CASE_INSENSITIVE = True

# --- E-mail -----------------------------------------------------------------------------------

#: imaps://name:password@host/folder of the mailbox that gets the bounces; empty: nobody reads it.
BOUNCES_URL = ""

# --- Celery -----------------------------------------------------------------------------------

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A killed worker's message comes back after the visibility timeout, looked for this often.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_timeout": 5}
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_IMPORTS = ["portal.heartbeat"]
CELERY_BEAT_SCHEDULE = {
    "publish-scheduled": {
        "task": "portal.publish_scheduled_everywhere",
        "schedule": crontab(minute="*"),
    },
    "nightly": {
        "task": "portal.nightly_everywhere",
        "schedule": crontab(hour=0, minute=5),
    },
    "send-overdue-invitations": {
        "task": "roles.send_overdue_invitations",
        "schedule": crontab(minute="*/10"),
    },
    "send-overdue-mails": {
        "task": "portal.send_overdue_everywhere",
        "schedule": crontab(minute="*/10"),
    },
    # Digests are due at five in the morning, but asked for all the time: what an outage has kept
    # back is made good, and what has been made is known.
    "make-digests": {"task": "subscriptions.make_due", "schedule": crontab(minute="*/5")},
    # News at once go within a minute, what a clerk puts on the web in that time in one letter.
    "make-letters-at-once": {"task": "subscriptions.make_batches", "schedule": crontab(minute="*")},
    "turn-urgent-messages": {"task": "alerts.turn", "schedule": crontab(minute="*")},
    "send-letters": {"task": "subscriptions.send_due", "schedule": crontab(minute="*")},
    "read-returned-letters": {
        "task": "subscriptions.read_returned",
        "schedule": crontab(minute="*/15"),
    },
    "forget-subscribers": {"task": "subscriptions.forget", "schedule": crontab(minute=25)},
    "tell-overdue-offers": {
        "task": "sharing.tell_overdue",
        "schedule": crontab(minute="*/10"),
    },
    "fetch-foreign-calendars": {
        "task": "imports.fetch_due_everywhere",
        "schedule": crontab(minute="*/5"),
    },
    "check-boards": {
        "task": "portal.check_boards_everywhere",
        "schedule": crontab(minute="*/15"),
    },
    "reconcile-page-cache": {"task": "published.reconcile_revisions", "schedule": 60.0},
    "send-overdue-practice-mails": {
        "task": "practices.send_overdue",
        "schedule": crontab(minute="*/10"),
    },
    "send-overdue-strategy-mails": {
        "task": "strategies.send_overdue",
        "schedule": crontab(minute="5-55/10"),
    },
    "send-overdue-members-mails": {
        "task": "members.send_overdue",
        "schedule": crontab(minute="7-57/10"),
    },
    "remind-members-of-tasks": {
        "task": "members.remind",
        "schedule": crontab(hour=7, minute=20),
    },
    "read-files-of-strategies": {
        "task": "strategies.read_files",
        "schedule": crontab(hour=3, minute=5),
    },
    "read-papers-of-practices": {
        "task": "practices.read_papers",
        "schedule": crontab(hour=3, minute=25),
    },
    "practice-digests": {
        "task": "practices.queue_digests",
        "schedule": crontab(hour=7, minute=10, day_of_month="1-7"),
    },
    "verify-projection": {
        "task": "published.verify_all",
        "schedule": crontab(hour=3, minute=20),
    },
    "forget-words": {"task": "published.forget_words", "schedule": crontab(hour=4, minute=5)},
}

# --- Security ---------------------------------------------------------------------------------

X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail shows previews in a frame of the same site
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

SILENCED_SYSTEM_CHECKS = ["security.W019"]  # wants DENY; see X_FRAME_OPTIONS above
TEST_RUNNER = "django.test.runner.DiscoverRunner"
