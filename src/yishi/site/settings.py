"""All settings in one file; what differs from place to place comes from the environment (docs/deploy.md lists it).

`YISHI_MODE` is `demo` (default: anyone may look round, messages go to the console) or `production`, which refuses to
start where something is unsafe.
"""

import contextlib
import os
import secrets
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

PROJECT = Path(__file__).resolve().parents[3]
DATA_DIR = Path(os.environ.get("YISHI_DATA_DIR") or PROJECT / "var").absolute()
MODE = os.environ.get("YISHI_MODE", "demo")
IN_PRODUCTION = MODE == "production"
DEBUG = False


def _own_secret() -> str:
    """A secret made once and kept beside the data, for whoever has not set one. Written whole, then put in place, so
    that two processes starting at once agree on it."""
    path = DATA_DIR / "secret"
    if not path.exists():
        fresh = DATA_DIR / f"secret.{os.getpid()}"
        with open(fresh, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text()


try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"YISHI_DATA_DIR: {DATA_DIR} cannot be made ({error.strerror})") from error
SECRET_KEY = os.environ.get("YISHI_SECRET_KEY") or _own_secret()
ALLOWED_HOSTS = [h for h in os.environ.get("YISHI_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("YISHI_ORIGINS", "").split(",") if o]
BEHIND_TLS = os.environ.get("YISHI_TLS", "1" if IN_PRODUCTION else "0") == "1"

if MODE not in ("demo", "production"):
    raise ImproperlyConfigured("YISHI_MODE is demo or production")
if IN_PRODUCTION:
    unsafe = [
        sentence
        for wrong, sentence in [
            (
                len(os.environ.get("YISHI_SECRET_KEY", "")) < 40,
                "YISHI_SECRET_KEY needs at least 40 random characters",
            ),
            (not os.environ.get("YISHI_HOSTS"), "YISHI_HOSTS must name the hosts served"),
            ("*" in ALLOWED_HOSTS, "YISHI_HOSTS must not be *"),
            (not BEHIND_TLS, "YISHI_TLS=0 would send sign-ins over an open line"),
        ]
        if wrong
    ]
    if unsafe:
        raise ImproperlyConfigured("refusing to start in production: " + "; ".join(unsafe))

INSTALLED_APPS = [
    # our templates and words come before those of the libraries
    "yishi.site",
    "yishi.desk",
    "yishi.disclosure",
    "yishi.api",
    "yishi.deliberation",
    "yishi.cases",
    "yishi.notices",
    "yishi.network",
    "yishi.people",
    "yishi.record",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "treebeard",
    "django_cotton.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "yishi.site.middleware.security_headers",
    "yishi.site.static_files.static_files",
    "yishi.site.fair_share.fair_share",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "yishi.site.middleware.in_measure",
    "yishi.site.middleware.rows_as_they_are",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yishi.site.middleware.who_acts",
    "yishi.site.middleware.closed_unless_open",
    "yishi.site.first_password.own_password_first",
    "yishi.site.second_factor.second_factor_for_posts",
    "yishi.site.middleware.refusals",
]

YISHI_PAGES_ARE_KEPT = os.environ.get("YISHI_PAGES_ARE_KEPT", "1") == "1"
YISHI_ROWS_ARE_KEPT = os.environ.get("YISHI_ROWS_ARE_KEPT", "1") == "1"
YISHI_SHEET_ROWS = int(os.environ.get("YISHI_SHEET_ROWS", "5000"))
"""Rows of a spreadsheet that is written while somebody waits; the worker writes longer ones."""
YISHI_MOST_A_MINUTE = int(os.environ.get("YISHI_MOST_A_MINUTE", "6000"))
"""What one address, or one person signed in, may ask for in a minute, in pages (site/fair_share.py weighs); 0: as much
as they like. An address is often many people: a courtyard of 300 phones that scan one code at once, behind one address
of the hall or of a carrier, asks for a page each, up to ten small pictures, and the list that is renewed every few
seconds: some 20 each, within one minute. One who goes on like that all day takes less than one processor."""
YISHI_BENCH = os.environ.get("YISHI_BENCH") == "1" and not IN_PRODUCTION
"""A benchmark: limits on attempts count as ever and refuse nobody; an answer can say how many queries it took."""
if YISHI_BENCH:
    MIDDLEWARE.insert(0, "yishi.site.bench.counting.counted")

ROOT_URLCONF = "yishi.site.urls"
WSGI_APPLICATION = "yishi.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "yishi.site.templatetags.drawn",
                "yishi.site.templatetags.lasting",
                "django.templatetags.static",
            ],
            "libraries": {"i18n": "yishi.site.templatetags.lasting"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yishi.site.context.page",
                "yishi.notices.context.unread",
            ],
        },
    }
]

DATABASE_URL = os.environ.get("YISHI_DATABASE_URL") or f"sqlite:///{DATA_DIR / 'yishi.sqlite3'}"
try:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)}
except Exception as error:
    raise ImproperlyConfigured(
        "YISHI_DATABASE_URL is not understood; it looks like postgres://user:password@host/name"
    ) from error
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # recursive_triggers: without it INSERT OR REPLACE would delete a row past the trigger that forbids it
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON;",
    }
else:
    # a machine that vanished is noticed within ten seconds, not when the kernel gives up after a quarter of an hour
    patience = {
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
    }
    DATABASES["default"]["ENGINE"] = "yishi.site.postgresql"
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        **patience,
        # a page's question reads a few rows; starting helpers for it, or compiling it, takes longer than answering it
        "options": "-c max_parallel_workers_per_gather=0 -c jit=off",
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_cache",
        # a city keeps some rows for each of its places; what does not fit goes by its name, not by its age
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
YISHI_KEYS = Path(os.environ.get("YISHI_KEYS") or DATA_DIR / "keys" / "ring.json").absolute()
SESSION_ENGINE = "yishi.site.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["yishi.people.backends.SignedIn"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["yishi.site.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "yishi.site.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "yishi.site.storage.StaticFiles"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400  # a pile of paper: 60 lines of five fields
DATA_UPLOAD_MAX_NUMBER_FILES = 12
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

_CARRIERS = {
    "": "yishi.notices.channels.sms.Sms",
    "aliyun": "yishi.notices.channels.aliyun.Aliyun",
    "tencent": "yishi.notices.channels.tencent.Tencent",
}
YISHI_SMS = os.environ.get("YISHI_SMS", "")
if YISHI_SMS not in _CARRIERS:
    raise ImproperlyConfigured("YISHI_SMS is aliyun or tencent, or empty")
YISHI_SMS_KEY = os.environ.get("YISHI_SMS_KEY", "")
YISHI_SMS_SECRET = os.environ.get("YISHI_SMS_SECRET", "")
YISHI_SMS_SIGN = os.environ.get("YISHI_SMS_SIGN", "")
YISHI_SMS_APP = os.environ.get("YISHI_SMS_APP", "")
YISHI_SMS_REGION = os.environ.get("YISHI_SMS_REGION", "")
YISHI_SMS_ADDRESS = os.environ.get("YISHI_SMS_ADDRESS", "").rstrip("/")
YISHI_SMS_WORDINGS = os.environ.get("YISHI_SMS_WORDINGS", "")
YISHI_ROBOTS = os.environ.get("YISHI_ROBOTS") or str(DATA_DIR / "robots.json")
YISHI_CHANNELS = {
    "sms": _CARRIERS[YISHI_SMS],
    "email": "yishi.notices.channels.email.Email"
    if os.environ.get("YISHI_SMTP_HOST")
    else "yishi.notices.channels.console.Console",
    "push": "yishi.notices.channels.push.Push",
    "wecom": "yishi.notices.channels.wecom.WeCom",
    "dingtalk": "yishi.notices.channels.dingtalk.DingTalk",
    "feishu": "yishi.notices.channels.feishu.Feishu",
}
YISHI_VAPID_KEY = os.environ.get("YISHI_VAPID_KEY", "")
YISHI_VAPID_CONTACT = os.environ.get("YISHI_VAPID_CONTACT", "mailto:yishi@localhost")
# Push services of the browsers in use. Nothing else is written to: the address comes from whoever drives the browser.
YISHI_PUSH_HOSTS = {
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "notify.windows.com",
    "push.apple.com",
    *filter(None, os.environ.get("YISHI_PUSH_HOSTS", "").split(",")),
}
EMAIL_BACKEND = (
    "yishi.notices.channels.email.Server"
    if os.environ.get("YISHI_SMTP_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = os.environ.get("YISHI_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("YISHI_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("YISHI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("YISHI_SMTP_PASSWORD", "")
EMAIL_USE_TLS = True
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("YISHI_MAIL_FROM", "yishi@localhost")

YISHI_SECOND_FACTOR = os.environ.get("YISHI_SECOND_FACTOR", "1" if IN_PRODUCTION else "0") == "1"
YISHI_OPERATOR_SECOND_FACTOR = True
"""Whoever acts as the technical operator has passed the second factor, in every mode; only a test signs in without."""
YISHI_ADDRESS = os.environ.get("YISHI_ADDRESS", "").rstrip("/")
YISHI_SITE_NAME = os.environ.get("YISHI_SITE_NAME", "")
YISHI_FONT = os.environ.get("YISHI_FONT", "")
YISHI_SMS_REPLIES_SECRET = os.environ.get("YISHI_SMS_REPLIES_SECRET", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "err": {"class": "logging.StreamHandler", "formatter": "line"},
        "out": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stdout"},
    },
    "root": {"handlers": ["err"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "yishi.notices.console": {"handlers": ["out"], "propagate": False},
    },
}
SILENCED_SYSTEM_CHECKS = [
    "templates.W003"
]  # our `i18n` stands in for Django's on purpose (templatetags/lasting.py)

from yishi.people.sign_in import *  # noqa: E402,F403  the sign-in library's settings stand with the room that uses it
