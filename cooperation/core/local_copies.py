"""
What a browser keeps of a form that is being typed (static/js/autosave.js) goes once the server has accepted the form.

Only the server knows: a page that follows may be the sign-in's, a refusal's or an error's. It says so in a cookie, which
the browser's next page reads and drops.
"""

import re

from django.conf import settings

# The field by which the browser names the copy that it keeps, and the cookie that gives that name back.
FIELD, COOKIE = "copie-locale", "copie-acceptee"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")


def accepted(request, response):
    """The response, which says that the form of this request was accepted: its copy has served."""
    name = request.POST.get(FIELD, "")
    if _NAME.fullmatch(name):
        response.set_cookie(COOKIE, name, secure=settings.CSRF_COOKIE_SECURE, samesite="Lax")
    return response
