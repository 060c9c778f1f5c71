"""What the worker does for the directory: ask managers to read their sheet again, forget what has served."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from procrastinate.contrib.django import app

from associations.models import Contact, Invitation, JoinRequest, Organisation, Report

CONTACTS_KEPT = timedelta(days=365)


@app.periodic(cron="15 6 * * *")
@app.task(queue="associations")
def ask_for_reviews(timestamp):
    """One message to each manager of a sheet that is due, once until it is confirmed."""
    for pk in list(Organisation.objects.to_be_asked().values_list("pk", flat=True)):
        with transaction.atomic():
            sheets = Organisation.objects.to_be_asked().select_for_update(no_key=True, of=["self"])
            if organisation := sheets.filter(pk=pk).first():
                organisation.ask_to_review()


@app.periodic(cron="50 3 * * *")
@app.task(queue="associations")
def forget_people(timestamp):
    """Addresses, messages and names are erased once they have served, as the forms say."""
    now = timezone.now()
    Report.objects.forget_addresses(now - timedelta(days=Report.ADDRESS_DAYS))
    Invitation.objects.closed_before(now - timedelta(days=Invitation.KEPT_DAYS)).delete()
    JoinRequest.objects.forget_messages(now - timedelta(days=JoinRequest.MESSAGE_DAYS))
    forget_contacts(now - CONTACTS_KEPT)


def forget_contacts(before):
    """What contacts no longer were by then: followed by another line, or the line of their removal."""
    lines = Contact.pgh_event_models["update"].objects
    later = lines.filter(
        pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"), pgh_created_at__lt=before
    )
    removed = Q(pgh_label="delete", pgh_created_at__lt=before)
    lines.filter(removed | Exists(later)).delete()
