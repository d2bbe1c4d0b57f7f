"""Settings: production by default, what differs between wards comes from the environment.

No I/O here: ``wardportal.runtime.startup.prepare`` has set ``SECRET_KEY`` and ``DATABASE_URL``
before this module is imported. Every variable is documented in ``.env.example``.
"""

from pathlib import Path
from urllib.parse import urlsplit

import django
from environs import Env

from core.richtext.editor import CKEDITOR_CONFIGS  # noqa: F401  (read by django-ckeditor)
from wardportal.content_security import PUBLIC_POLICY
from wardportal.runtime.environment import check_environment

env = Env()
check_environment()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", "") or BASE_DIR / "var").resolve()

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "")
SITE_URL = (env.str("SITE_URL", "") or f"http://127.0.0.1:{env.int('PORT', 8000)}").rstrip("/")
SITE_URL = SITE_URL.lower()  # scheme and host; there is nothing behind them
ALLOWED_HOSTS = [
    *map(str.strip, env.list("ALLOWED_HOSTS", [])),
    urlsplit(SITE_URL).hostname,
    "127.0.0.1",
    "localhost",
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "core",
    "organization",
    "news",
    "meetings",
    "documents",
    "broadcasts",
    "reports",
    "demo",
    "wardportal.apps.WardportalConfig",
    "wardportal.apps.WardAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "wardportal.apps.WardStaticFilesConfig",
    "django.forms",
    "axes",
    "ckeditor",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
]
if env.bool("BENCH", False):  # set by manage.py for its own commands
    INSTALLED_APPS.append("bench")

MIDDLEWARE = [
    "core.http.deadline.DeadlineMiddleware",
    "wardportal.middleware.permissions_policy",
    "core.files.size_limit.refuse_large_requests",
    "wardportal.middleware.refuse_nul",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "wardportal.page_cache.middleware.page_cache",
    "wardportal.middleware.redirect_legacy_urls",
    "wardportal.system.refused_methods.explain_refused_methods",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "core.text.middleware.NormalizedInputMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.files.upload_notices.tell_uploader",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "wardportal.urls"
WSGI_APPLICATION = "wardportal.wsgi.application"

TEMPLATES = [
    {  # public pages, and what Django ships for forms
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates/jinja2", Path(django.__file__).parent / "forms/jinja2"],
        "OPTIONS": {
            "environment": "wardportal.public_templates.environment.environment",
            "context_processors": ["core.http.context_processors.site_context"],
        },
    },
    {  # pages of the admin, mails, errors without a database
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.http.context_processors.site_context",
            ],
            "builtins": [
                "core.templatetags.inline",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL", "postgres:///ward", conn_max_age=60, conn_health_checks=True
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LATE_REQUEST_VIEW = "wardportal.system.error_views.late_request"
CSRF_FAILURE_VIEW = "core.autosave.expired_session.csrf_failure"

AUTH_USER_MODEL = "organization.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
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
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AXES_FAILURE_LIMIT = 10
AXES_HANDLER = "organization.accounts.limits.LogInLimits"  # and its further limits
AXES_USERNAME_CALLABLE = "organization.accounts.limits.typed_name"
AXES_CLIENT_IP_CALLABLE = "core.http.client_ip.client_ip"
AXES_LOCKOUT_CALLABLE = "organization.accounts.limits.locked_out_page"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "wardportal/locked_out.html"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["wardportal.formats"]

# Our own pages alone use them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
HANDBOOKS = BASE_DIR / "docs/huong-dan"
STATICFILES_DIRS = [BASE_DIR / "static", ("handbooks", HANDBOOKS / "anh")]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "wardportal.system.static_files.StaticFilesStorage"},
}

_mail = {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
if env.str("EMAIL_URL", ""):
    _mail = env.dj_email_url("EMAIL_URL")
vars().update(_mail)
EMAIL_TIMEOUT = _mail.get("EMAIL_TIMEOUT") or 20  # seconds per reply of the server
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"portal@{urlsplit(SITE_URL).hostname}")

# Seconds until a request is ended. A photo or a long Word file takes two or three.
REQUEST_TIME_LIMIT = env.int("REQUEST_TIME_LIMIT", 30)

# No page is older than two seconds; a process with one query per second serves many times as fast.
PAGE_CACHE_SECONDS = 1

CONTENT_SECURITY_POLICY = PUBLIC_POLICY
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SECURE_HSTS_SECONDS = 31_536_000 if SITE_URL.startswith("https://") else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if SITE_URL.startswith("https://") else None
)
FILE_UPLOAD_HANDLERS = [
    "core.files.storage.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # far above an article of 8,000 words with markup
SILENCED_SYSTEM_CHECKS = [
    # CKEditor 4's end of life: it is used by authenticated users only, and every text is sanitised
    # on the server.
    "ckeditor.W001",
]

# Days between two reporting periods that belong to the following one; more belong to none.
PERIOD_GAP_DAYS = env.int("PERIOD_GAP_DAYS", 7)
# Working days after which a document of the ward is late on the portal.
DOCUMENT_PUBLISHING_DAYS = env.int("DOCUMENT_PUBLISHING_DAYS", 2)

# Bit rate of broadcasts in kbit/s, and the Piper voice (an .onnx file) that may speak previews.
BROADCAST_BITRATE = env.int("BROADCAST_BITRATE", 64)
PIPER_VOICE = env.str("PIPER_VOICE", "")
# Months after which the sound of bulletins is deleted; their log is kept for ever.
BROADCAST_AUDIO_MONTHS = env.int("BROADCAST_AUDIO_MONTHS", 12)

# Nightly backups; an empty value turns them off.
BACKUP_DIR = env.str("BACKUP_DIR", str(DATA_DIR / "backups"))

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SIMPLE_HISTORY_ENABLED = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"no_client_traceback": {"()": "core.http.log_filters.NoClientTraceback"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_client_traceback"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        # Django logs queries with DEBUG alone.
        "django.db.backends": {"level": "DEBUG" if env.bool("PRINT_SQL", False) else "WARNING"},
    },
}
