"""Settings of every installation, read from the environment.

``PARTNERHUB_DEMO=1`` opens the demo doors, ``PARTNERHUB_HTTP=1`` serves without TLS (demo, tests, behind nothing).
Without ``DATABASE_URL`` an embedded PostgreSQL starts in ``VAR_DIR``; without ``REDIS_URL`` jobs travel through a folder there.
"""

import os
import secrets
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from psycopg.conninfo import conninfo_to_dict

from partnerhub import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _secret_key() -> str:
    """The installation's own key: from the environment, else made once and kept in ``VAR_DIR``."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = VAR_DIR / "secret_key"
    if not path.exists():
        # Written aside (readable by this user only) and linked, so that nobody ever reads half a key.
        with NamedTemporaryFile("w", dir=VAR_DIR) as file, suppress(FileExistsError):
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.link(file.name, path)
    return path.read_text()


DEMO = _flag("PARTNERHUB_DEMO")
DEMO_TODAY = date.fromisoformat(os.environ["DEMO_TODAY"]) if os.environ.get("DEMO_TODAY") else None
PLAIN_HTTP = DEMO or _flag("PARTNERHUB_HTTP")

SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "drf_spectacular",
    "rest_framework",
    "rest_framework.authtoken",
    "template_partials",
    "partnerhub",
    "evidence",
    "scoring",
    "specializations",
    "directory",
    "credit",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Adds up to 100 random bytes to each answer, and every page masks its CSRF token anew (docs/decisions.md, BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "partnerhub.languages.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "partnerhub.urls"
WSGI_APPLICATION = "partnerhub.wsgi.application"
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
                "partnerhub.context.shell",
                "specializations.context.workspace",
            ],
        },
    }
]

DATABASE_URL = os.environ.get("DATABASE_URL") or embedded.database_url(VAR_DIR)
_conninfo = conninfo_to_dict(DATABASE_URL)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _conninfo.get("dbname", "partnerhub"),
        "USER": _conninfo.get("user", ""),
        "PASSWORD": _conninfo.get("password", ""),
        "HOST": _conninfo.get("host", ""),
        "PORT": str(_conninfo.get("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Compiled statements, which depend on code and rules alone.
    "statements": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": os.environ.get("STATEMENTS_DIR") or VAR_DIR / "statements",
        "TIMEOUT": 30 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

JOB_VANISHED_SECONDS = float(os.environ.get("JOB_VANISHED_SECONDS", "20"))

LAKE_URL = os.environ.get("LAKE_URL") or str(VAR_DIR / "lake")
EVIDENCE_ENGINE = os.environ.get("EVIDENCE_ENGINE") or "duckdb"
UPLOAD_DIR = VAR_DIR / "uploads"
DOCUMENTS_DIR = VAR_DIR / "documents"
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "tmp"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
RULEBOOK_DIR = BASE_DIR / "rulebooks"
RULEBOOK_OVERLAY = Path(os.environ["RULEBOOK_OVERLAY"]) if os.environ.get("RULEBOOK_OVERLAY") else None

AUTH_USER_MODEL = "partnerhub.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
ACCOUNT_ADAPTER = "partnerhub.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    key: f"partnerhub.account_forms.{form}Form"
    for key, form in {
        "login": "Login",
        "add_email": "AddEmail",
        "change_password": "ChangePassword",
        "set_password": "SetPassword",
        "reset_password": "ResetPassword",
        "reset_password_from_key": "ResetPasswordKey",
        "reauthenticate": "Reauthenticate",
    }.items()
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
# Without a mail server, letters are printed in the worker's log.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"
EMAIL_TIMEOUT = 30
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
# Where the site is reached, for addresses in e-mails.
PUBLIC_URL = os.environ.get("PUBLIC_URL", f"http://127.0.0.1:{os.environ.get('PORT') or 8000}").rstrip("/")
# How many days a customer's personal link works; how long a reference's contact is kept after its purpose has ended.
REFERENCE_LINK_DAYS = int(os.environ.get("REFERENCE_LINK_DAYS") or 30)
REFERENCE_CONTACT_DAYS = int(os.environ.get("REFERENCE_CONTACT_DAYS") or 30)
# How long the person in a lead is kept after it ended.
LEAD_PERSON_DAYS = int(os.environ.get("LEAD_PERSON_DAYS") or 90)
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "partnerhub@example.com")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("nl", "Nederlands"), ("fr", "Français")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["partnerhub.formats"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "partnerhub.static_files.SheetFinder",
    "partnerhub.static_files.HtmxFinder",
]
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or VAR_DIR / "static")
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "partnerhub.static_files.Storage"},
}

# The strictest policy that works: nothing inline, nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
if _flag("TRUST_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "partnerhub.api.Page",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_RATES": {"token": "10/minute"},
    # How many proxies before us may name the caller: none, unless one is trusted.
    "NUM_PROXIES": int(_flag("TRUST_PROXY")),
    "EXCEPTION_HANDLER": "partnerhub.api.error_response",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "partnerhub",
    "DESCRIPTION": "Scores, evidence and specializations of partner organisations. Not affiliated with Microsoft.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "partnerhub.openapi.add_refusals",
    ],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Refusals (404, 410, 422) are logged with their address by this one.
    "filters": {"discreet": {"()": "partnerhub.logs.Discreet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["discreet"]}},
    "loggers": {"django.request": {"filters": ["discreet"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}
