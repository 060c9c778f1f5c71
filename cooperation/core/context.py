from django.conf import settings


def site(request):
    """What every page names: the platform and its public address."""
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
