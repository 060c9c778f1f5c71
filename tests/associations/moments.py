"""All of a test is one transaction, so one moment: what was written so far is put back in time."""

from datetime import timedelta

from django.apps import apps
from django.db.models import F

TABLES = ["organisationhistory", "organisationthemeevent", "organisationdistrictevent", "contacthistory"]


def an_hour_passes():
    for name in TABLES:
        earlier = F("pgh_created_at") - timedelta(hours=1)
        apps.get_model("associations", name).objects.update(pgh_created_at=earlier)
