"""One settings file; what differs between installations comes from the environment.

Every variable is documented in docs/reference/settings.md (a test compares the two).
"""

import json
import os
import secrets
from pathlib import Path
from typing import Any, Literal

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from yunghap import __version__
from yunghap.config.databases import harvest_beside
from yunghap.core import logging as structured
from yunghap.core.registry import third_party_apps

Profile = Literal["production", "demo", "development", "test"]


def env(name: str, default: str = "") -> str:
    """Read a variable, or the file that NAME_FILE points to (for secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env("YUNGHAP_DATA_DIR", "var")).resolve()
PROFILE = env("YUNGHAP_PROFILE", "development")
if PROFILE not in {"production", "demo", "development", "test"}:
    raise ImproperlyConfigured(f"YUNGHAP_PROFILE: unknown profile {PROFILE!r}")
DEBUG = False
VERSION = __version__

# --- secrets -----------------------------------------------------------------------------------


def _secret_key() -> str:
    """The signing secret: given in production, kept in the data folder elsewhere."""
    given = env("YUNGHAP_SECRET_KEY")
    if given:
        return given
    if PROFILE == "production":
        raise ImproperlyConfigured("YUNGHAP_SECRET_KEY is required in production")
    if PROFILE == "test":
        return "test-secret-key-not-used-outside-tests"
    path = DATA_DIR / "keys" / "secret_key"
    if not path.exists():
        for folder in (DATA_DIR, path.parent):  # `parents` would open the outer one to others
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return path.read_text(encoding="utf-8")


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = [key for key in env("YUNGHAP_SECRET_KEY_FALLBACKS").split(",") if key]

# --- applications and request path ---------------------------------------------------------------

INSTALLED_APPS = [
    "yunghap.config",
    "yunghap.portal",
    "yunghap.plan",
    "yunghap.cases",
    "yunghap.exchange",
    "yunghap.casework",
    "yunghap.procedures",
    "yunghap.programmes",
    "yunghap.measures",
    "yunghap.search",
    "yunghap.documents",
    "yunghap.identity",
    "yunghap.ledger",
    "yunghap.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    *third_party_apps(),
]

MIDDLEWARE = [
    "yunghap.core.logging.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "yunghap.exchange.web.dsp.middleware.ProtocolMiddleware",  # what follows is for people and their programs
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "yunghap.core.language.AcceptedLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yunghap.identity.web.middleware.SignInRequiredMiddleware",  # private unless declared public
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "yunghap.identity.web.middleware.SecondFactorMiddleware",
    "yunghap.core.idempotency.IdempotencyMiddleware",
    "yunghap.core.problems.ProblemMiddleware",
    "yunghap.config.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "yunghap.config.urls"
WSGI_APPLICATION = "yunghap.config.wsgi.application"
ALLOWED_HOSTS = env("YUNGHAP_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env("YUNGHAP_ORIGINS").split(",") if origin]

# A folder whose templates/ and static/ come before ours: how an agency shows its own marks.
THEME_DIR = Path(env("YUNGHAP_THEME_DIR")).resolve() if env("YUNGHAP_THEME_DIR") else None
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [THEME_DIR / "templates"] if THEME_DIR else [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yunghap.config.context.site",
            ],
        },
    },
]

# Private networks that the server may call nevertheless (`core.gate.check_url`).
ALLOWED_NETWORKS = [] if PROFILE == "production" else ["127.0.0.0/8", "::1/128"]
# Hosts and networks, private ones too, whose PostgreSQL may be named as a source: for nothing else, and each database
# waits for an operator nevertheless.
DATABASE_HOSTS = env("YUNGHAP_DATABASE_HOSTS").split(",")

# --- data ----------------------------------------------------------------------------------------

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        env("YUNGHAP_DATABASE_URL", f"sqlite:///{DATA_DIR / 'yunghap.sqlite3'}"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "yunghap.core.sqlite3"
    # Where tests keep it anyway; those who run them know Django's own backend by its name only.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
    # FULL keeps every acknowledged write through a power cut; IMMEDIATE avoids failing lock upgrades.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=1000"
        ),
    }
    # One writer per file: a harvest of a million records must not keep people waiting. On PostgreSQL it need not.
    DATABASES["harvest"] = harvest_beside(DATABASES["default"])
DATABASE_ROUTERS = ["yunghap.config.databases.HarvestRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA_DIR / "files"

# --- data that is sent ---------------------------------------------------------------------------

# Files made of sources, by the hash of their content, and half of what is being received; safe to delete.
CONTENT_DIR = DATA_DIR / "content"
CONTENT_LIMIT = int(env("YUNGHAP_CONTENT_LIMIT_MB", "20000")) * 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 6_000_000  # bytes of a form without its files: a drawn diagram of 5 MB fits
LARGEST_SOURCE = int(env("YUNGHAP_LARGEST_SOURCE_MB", "20000")) * 1_000_000
# Where consumers get data: this site, or a data process or proxy in front of it.
DATA_URL = env("YUNGHAP_DATA_URL", env("YUNGHAP_SITE_URL", "http://127.0.0.1:8000")).rstrip("/")
# Participants whose tokens need not name the message that they go with.
EXCHANGE_UNBOUND = frozenset(env("YUNGHAP_EXCHANGE_UNBOUND", "").split())
# A location that nginx keeps for itself and that leads to the data folder: it then sends the bytes (X-Accel-Redirect).
ACCEL = env("YUNGHAP_ACCEL").rstrip("/")
# A folder of the operator with one folder for each organisation (named by its id) whose files may be sources.
SOURCES_DIR = Path(env("YUNGHAP_SOURCES_DIR")).resolve() if env("YUNGHAP_SOURCES_DIR") else None

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
if PROFILE == "test":
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# --- people --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# The address people and links use, and how many proxies of ours stand before the server.
SITE_URL = env("YUNGHAP_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
TRUSTED_PROXIES = int(env("YUNGHAP_PROXIES", "0"))
ALLAUTH_TRUSTED_PROXY_COUNT = NINJA_NUM_PROXIES = TRUSTED_PROXIES  # by whom rate limits count
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
SIGN_UP = env("YUNGHAP_SIGN_UP", "yes") == "yes"  # citizens, who apply in their own name
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "yunghap.identity.web.forms.SignUpForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = (
    True  # typed where one signed up: no account under a foreign address
)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or second factor is told by e-mail
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_ADAPTER = "yunghap.identity.web.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "yunghap.identity.web.adapters.SocialAccountAdapter"
MFA_ADAPTER = "yunghap.identity.web.adapters.MFAAdapter"
MFA_FORMS = {"add_webauthn": "yunghap.identity.web.key_forms.AddKeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PROFILE != "production"
# Officers need a second factor; the demo and the tests are spared.
SECOND_FACTOR_REQUIRED = PROFILE in {"production", "development"}
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would drop the session on the way back from an identity provider
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
# Identity providers: a JSON list of {"id", "name", "server", "client_id", "secret"}.
OIDC = json.loads(env("YUNGHAP_OIDC", "[]"))
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": provider["id"],
                "name": provider["name"],
                "client_id": provider["client_id"],
                "secret": provider["secret"],
                "settings": {"server_url": provider["server"]},
            }
            for provider in OIDC
        ],
    }
}

if PROFILE == "demo":  # several of one machine share their host: cookies are told apart by the port
    _PORT = SITE_URL.rpartition(":")[2].strip("/")
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"sessionid-{_PORT}", f"csrftoken-{_PORT}"

# Generated cases are no evidence. Only the demo counts them, to show the whole way; each figure says so.
COUNT_GENERATED = PROFILE == "demo"

# --- e-mail and the shared cache (rate limits) ---------------------------------------------------

DEFAULT_FROM_EMAIL = env("YUNGHAP_MAIL_FROM", "yunghap@localhost")
EMAIL_HOST = env("YUNGHAP_SMTP_HOST")
EMAIL_PORT = int(env("YUNGHAP_SMTP_PORT", "587"))
EMAIL_HOST_USER = env("YUNGHAP_SMTP_USER")
EMAIL_HOST_PASSWORD = env("YUNGHAP_SMTP_PASSWORD")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_TIMEOUT = 10
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
elif PROFILE == "test":
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
else:  # without a mail server, messages become files that an operator can read
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "identity_cache"},
    # Files made of an edition, by the hash of its data; safe to delete.
    "exports": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "exports",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}
if PROFILE == "development":  # who changes a writer wants to see it
    CACHES["exports"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
if PROFILE == "test":
    CACHES = {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
        for name in CACHES
    }

# --- language ------------------------------------------------------------------------------------

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
# Addresses of which Accept-Language chooses the language; that of a page is in its address.
FOR_PROGRAMS = ("/api/", "/data/", "/dsp/")
TIME_ZONE = "Asia/Seoul"
USE_I18N = True
FORMAT_MODULE_PATH = ["yunghap.config.formats"]
USE_TZ = True

# --- static files and headers --------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [THEME_DIR / "static"] if THEME_DIR and (THEME_DIR / "static").is_dir() else []
# Production serves files that were collected, hashed and compressed; elsewhere they come straight from the package.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PROFILE == "production"
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = PROFILE != "production"
WHITENOISE_AUTOREFRESH = PROFILE == "development"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "yunghap.config.error_pages.forged"
if PROFILE == "production":
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- logs ----------------------------------------------------------------------------------------

LOGGING = structured.configure(
    PROFILE, level=env("YUNGHAP_LOG_LEVEL", "WARNING" if PROFILE == "test" else "INFO")
)
