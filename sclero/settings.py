"""Settings, all from the environment; docs/running.md lists the variables. Wrong values are refused, not guessed."""

import os
from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from sclero import secret_key
from sclero.environment import Environment, Refused

ROOT = Path(__file__).resolve().parent.parent
env = Environment(os.environ)

# What kind of deployment this is
SCLERO_HOME = Path(env.text("SCLERO_HOME", str(ROOT / "var"))).absolute()
SCLERO_DEMO = env.yes("SCLERO_DEMO", False)
DEBUG = env.yes("SCLERO_DEBUG", False)
SCLERO_OPEN_READING = env.yes("SCLERO_OPEN_READING", False)
SCLERO_SIGNUP = env.one_of("SCLERO_SIGNUP", ("invitation", "closed", "open"))
HTTPS = env.yes("SCLERO_HTTPS", not (SCLERO_DEMO or DEBUG))
SCLERO_PROXIES = env.number("SCLERO_PROXIES", 0, least=0, most=5)  # how many of our own proxies stand in front
SCLERO_REQUIRED_SIGN_OFFS = env.sign_offs("SCLERO_REQUIRED_SIGN_OFFS")  # roles that sign before a kind is published
# Asking Crossref and PubMed about our sources: off, because a clinic decides what its server asks of the internet
LOOKUPS = env.yes("SCLERO_LOOKUPS", False)
LOOKUP_CONTACT = env.text("SCLERO_LOOKUP_CONTACT")  # an e-mail address; registers answer polite callers sooner
LOOKUP_ADDRESSES = {"crossref": "https://api.crossref.org", "pubmed": "https://eutils.ncbi.nlm.nih.gov"}
PORT = env.number("PORT", 8000, least=1, most=65535)

SECRET_KEY = env.text("SECRET_KEY") or secret_key.read(SCLERO_HOME)
if not SECRET_KEY and not SCLERO_DEMO:
    raise Refused("there is no secret key; set SECRET_KEY, or make one with `python3 sclero/secret_key.py`.")
SECRET_KEY = SECRET_KEY or secret_key.make(SCLERO_HOME)

ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "education.core",
    "education.accounts",
    "education.editorial",
    "education.search",
    "education.library",
    "education.pathways",
    "education.learning",
]

MIDDLEWARE = [
    "education.core.middleware.Gatekeeper",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sclero.urls"
WSGI_APPLICATION = "sclero.wsgi.application"
CSRF_FAILURE_VIEW = "education.core.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,  # django-template-partials puts its own loader around this
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "education.core.context.page",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# Data
DATABASES = {"default": env.database("DATABASE_URL", SCLERO_HOME / "sclero.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits at its start instead of failing in the middle
        # FULL: in WAL mode, NORMAL can lose acknowledged commits when the power goes
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        "timeout": 20,
    }
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000  # the editor's pages have many; a learner's have six
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# Redis is a cache and nothing else: when it is slow or gone, pages are slower and nothing more
REDIS_URL = env.redis("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
if REDIS_URL:
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    CACHES["default"] = {
        "BACKEND": "education.core.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "sclero",
        "OPTIONS": {
            "serializer": "education.core.cache.JSONSerializer",
            "socket_timeout": 0.3,
            "socket_connect_timeout": 0.3,
        },
    }
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it stops a locked-out sign-in before a password is looked at
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "education.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "education.accounts.forms.SignupForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
# An invitation proves the address already; with open sign-up nothing else does.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if SCLERO_SIGNUP == "open" else "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = SCLERO_PROXIES
# Failed sign-ins are counted by axes, in the database; allauth's count would sit in each process's memory.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}

AXES_HANDLER = "education.accounts.throttling.Handler"
AXES_USERNAME_CALLABLE = "education.accounts.throttling.account"
AXES_CLIENT_IP_CALLABLE = "education.core.address.client_address"
AXES_CLIENT_STR_CALLABLE = "education.accounts.throttling.nobody"
AXES_LOCKOUT_CALLABLE = "education.accounts.throttling.locked_out"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username", "ip_address"]
AXES_FAILURE_LIMIT = 5  # for one account from one address; the other two limits are in accounts/throttling.py
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # we keep no diary of who signed in when
AXES_ENABLE_ADMIN = False

EMAIL = env.mail("EMAIL_URL")
globals().update({name: value for name, value in EMAIL.items() if name.startswith("EMAIL_")})
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "sclero@localhost")

# Words and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE")

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = SCLERO_HOME / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What browsers are told
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.number("SCLERO_HSTS_SECONDS", 31_536_000 if HTTPS else 0, least=0, most=63_072_000)
if SCLERO_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # whether a hospital's other host names are HTTPS-only is not ours to say
    "security.W021",  # nor is entering the host name into browsers' preload list
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING"}},
}
