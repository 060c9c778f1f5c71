"""On a developer's machine: debug pages, mails on the console, the component page."""

from .base import *  # noqa: F403
from .base import database, env, local_server

DEBUG = True
SECRET_KEY = "insecure-development-key-never-used-in-production"  # noqa: S105
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", ".localhost"])
DATABASES = {"default": database(local_server())}
STYLE_PAGE = True
