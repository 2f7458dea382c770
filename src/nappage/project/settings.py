"""Django's settings: wires everything, decides nothing. What differs between installations is in environment.py."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from nappage.project.environment import database_settings, read_environment
from nappage.project.sqlite import use_current_sqlite

use_current_sqlite()
_ENVIRONMENT = read_environment()
_WEB = Path(__file__).parents[1] / "web"

DEBUG = _ENVIRONMENT.debug
SECRET_KEY = _ENVIRONMENT.secret_key
ALLOWED_HOSTS = list(_ENVIRONMENT.hosts)
NAPPAGE_MASTER_KEY = _ENVIRONMENT.master_key
NAPPAGE_DEMO = _ENVIRONMENT.demo
NAPPAGE_FOLDER = _ENVIRONMENT.folder
NAPPAGE_MAIL = _ENVIRONMENT.sending.mail
NAPPAGE_MAIL_FROM = _ENVIRONMENT.sending.mail_from
NAPPAGE_SMS = _ENVIRONMENT.sending.sms
NAPPAGE_PUSH = _ENVIRONMENT.sending.push
NAPPAGE_PUSH_SERVICES = _ENVIRONMENT.sending.push_services
# What the links in messages begin with.
NAPPAGE_ADDRESS = _ENVIRONMENT.sending.address


def NAPPAGE_CLOCK() -> datetime:  # noqa: N802  # Django reads settings by names in capitals
    """Return the instant of a request. The only clock of the product; a test puts its own in this place."""
    return datetime.now(UTC)


INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "nappage.records.apps.RecordsConfig",
    "nappage.web.apps.WebConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nappage.web.middleware.ClinicMiddleware",
    "nappage.web.entrance.EntranceMiddleware",
    "nappage.web.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "nappage.project.urls"
WSGI_APPLICATION = "nappage.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_WEB / "templates", *sorted(_WEB.glob("*/templates"))],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["nappage.web.templatetags.binding"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nappage.web.context.clinic_context",
                "nappage.web.door.context.door_context",
            ],
        },
    }
]
FORM_RENDERER = "nappage.web.forms.ClinicRenderer"
DATABASES = {"default": database_settings(_ENVIRONMENT)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "nappage_cache",
        # Far more than limits ever need, so that a flood of log-ins cannot push them out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

AUTH_USER_MODEL = "records.User"
AUTHENTICATION_BACKENDS = ["nappage.web.accounts.backend.ClinicBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "today"
LOGIN_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "nappage.web.accounts.adapter.ClinicAccounts"
ACCOUNT_FORMS = {"login": "nappage.web.accounts.library_forms.LogInForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# Besides the library's own: codes to log in with that one address may ask for, and try.
ACCOUNT_RATE_LIMITS = {"portal_ask": "20/10m/ip", "portal_try": "40/10m/ip", "verify": "60/10m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Nappage"
MFA_FORMS = {"add_webauthn": "nappage.web.accounts.library_forms.PasskeyForm"}
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "nappage.web.accounts.adapter.SecondFactors"
# The demo speaks plain http on this very machine, where browsers allow passkeys all the same.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _ENVIRONMENT.demo
# Limits count by address: behind a proxy it is the one that the proxy saw, not the proxy's own.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _ENVIRONMENT.behind_proxy else 0

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "nappage.web.refusals.csrf_failed"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if not _ENVIRONMENT.demo:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

FORM_RENDERER = "nappage.web.forms.ClinicRenderer"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español")]
LOCALE_PATHS = sorted(_WEB.glob("*/locale"))
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# What is uploaded never touches a disk before it is sealed.
FILE_UPLOAD_HANDLERS = ["nappage.web.uploading.KeptInMemory"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
