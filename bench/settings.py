"""Production's settings, over plain HTTP, on the scratch database that bench/agenda.py names."""

import os

from cooperation.settings.production import *  # noqa: F403
from cooperation.settings.production import DATABASES, LOGGING

DATABASES["default"]["NAME"] = os.environ["BENCH_DATABASE"]
STATIC_ROOT = os.environ["BENCH_STATIC"]
ROOT_URLCONF = "bench.urls"
SECURE_SSL_REDIRECT = False
LOGGING["root"]["level"] = "ERROR"
