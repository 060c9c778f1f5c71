"""Settings shared by every environment. What differs from place to place is read from the environment."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
import pghistory
from django.utils.csp import CSP

from cooperation.core import postgres

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# Everything the platform writes outside PostgreSQL lives here: uploads, and the embedded server's data.
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / ".data")))

SITE_NAME = env("SITE_NAME", default="Coopération Sud")
# The public address without a final slash: feeds, mails and UIDs are written outside any request.
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
# The host part of the UIDs that we mint. It must never change once feeds are followed.
UID_DOMAIN = env("UID_DOMAIN", default="cooperation-sud.example.org")

INSTALLED_APPS = [
    "cooperation.portal",
    "gouvernance",
    "habitants",
    "initiatives",
    "agenda",
    "associations",
    "cooperation.core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's passkey pages
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "import_export",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cooperation.core.logs.RequestIdMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cooperation.core.history.HistoryMiddleware",
]

ROOT_URLCONF = "cooperation.urls"
WSGI_APPLICATION = "cooperation.wsgi.application"

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
                "cooperation.core.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "cooperation.core.templatetags.content",
                "cooperation.core.templatetags.interface",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


def database(server):
    """PostgreSQL only: the server's address, and how we talk to it."""
    # Typo tolerance of `text %> word`: "cuizine" has 0.4545 of "cuisine", "jargon" 0.43 of "jardin" (default: 0.6).
    options = {**server.get("OPTIONS", {}), "options": "-c pg_trgm.word_similarity_threshold=0.45"}
    max_age = env.int("CONN_MAX_AGE", default=60)
    return {**server, "CONN_MAX_AGE": max_age, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def local_server():
    """DATABASE_URL's; without it an embedded one is started, which all processes share. Not for production."""
    if env("DATABASE_URL", default=""):
        return env.db_url("DATABASE_URL")
    return postgres.ensure_server(DATA_DIR / "postgres").django_settings()


# One PostgreSQL for all: the cache (allauth's rate limits) is a table, so that every web process counts together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # with the default of 300, counts are thrown away
    }
}

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:my-space"

# How many proxies of ours write X-Forwarded-For; without any, a client's address is REMOTE_ADDR.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ALLAUTH_TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_ADAPTER = "cooperation.core.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"signup": "cooperation.core.account_forms.SignupForm"}
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "site_web"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME

# French for everyone: no LocaleMiddleware, which would turn dates into the browser's language.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# A request of a form with one picture; the picture itself is checked by cooperation.core.images.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# The ground of the map: "https://{s}.tuiles.example.org/{z}/{x}/{y}.png", and the credit that its makers ask for (HTML).
# Without an address the map draws a schematic coast by itself, and no browser asks anything of another host.
MAP_TILES_URL = env("MAP_TILES_URL", default="")
MAP_TILES_ATTRIBUTION = env("MAP_TILES_ATTRIBUTION", default="")
_tiles = urlsplit(MAP_TILES_URL.replace("{s}", "*"))

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", *([f"{_tiles.scheme}://{_tiles.netloc}"] if MAP_TILES_URL else [])],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "cooperation.core.views.csrf_failure"

# Mail goes to the task queue in the request's transaction; the worker hands it over to "outbound".
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <ne-pas-repondre@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILERS = {
    "default": {"BACKEND": "cooperation.core.mail.QueueBackend"},
    "outbound": {"BACKEND": "django.core.mail.backends.console.EmailBackend"},
}

# A job holds a whole mail: it goes as soon as it is done (cooperation.core.tasks removes those that failed).
# Several at a time: a calendar whose server is slow keeps no mail waiting.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful", "concurrency": 4}

# Each tracked row has its `history`; who and from which page is kept with it.
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history", related_query_name="history")
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "cooperation.core.logs.RequestIdFilter"},
        "jobs": {"()": "cooperation.core.logs.JobFilter"},
    },
    "formatters": {
        "plain": {"format": "%(levelname)s %(name)s [%(request_id)s] %(message)s"},
        "json": {"()": "cooperation.core.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["request_id", "jobs"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "django.server": {"propagate": False, "handlers": ["console"], "level": "INFO"},
    },
}
