"""Production's settings, over plain HTTP, on the scratch database of the embedded server (bench/agenda.py)."""

import os
from urllib.parse import urlsplit

from cooperation.settings.production import *  # noqa: F403
from cooperation.settings.production import DATABASES, LOGGING

# An address can't name the directory of a Unix socket.
DATABASES["default"]["HOST"] = os.environ["BENCH_SOCKET"]
assert urlsplit(os.environ["DATABASE_URL"]).path.startswith("/bench_"), "never on a database that is in use"
STATIC_ROOT = os.environ["BENCH_STATIC"]
ROOT_URLCONF = "bench.urls"
SECURE_SSL_REDIRECT = False
LOGGING["root"]["level"] = "ERROR"
