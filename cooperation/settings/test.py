"""For the test suite: quick password hashing, mails kept in memory, files in a temporary directory."""

import tempfile

from .base import *  # noqa: F403
from .base import database, local_server

DEBUG = False
SECRET_KEY = "test"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Removed when the process ends.
_media = tempfile.TemporaryDirectory(prefix="cooperation-media-", ignore_cleanup_errors=True)
MEDIA_ROOT = _media.name
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DATABASES = {"default": database(local_server()) | {"CONN_MAX_AGE": 0}}
MAILERS = {
    "default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"},
    "outbound": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"},
}
STYLE_PAGE = True
ACCOUNT_RATE_LIMITS = False
