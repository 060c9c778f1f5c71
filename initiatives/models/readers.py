"""Who is proposed to read a sheet: people of other associations, who work on something else."""

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import Coalesce, RowNumber

from associations.models import Membership, Organisation, Theme
from initiatives.models.readings import Reading, ReadingOptOut

# Among how many the author chooses.
OFFERED = 3
# How many readings one person has on their table at a time.
OPEN_AT_MOST = 2

FIELD_OF_ACTION = Coalesce("parent", "pk")


def possible_readers(initiative):
    """
    Memberships whose person may read this sheet, the best first, in one query: nobody of the organisations that
    made it nor of one whose main theme is the sheet's; then, who sent it back before, those without any theme in
    common, one of each association in turn, those who have least to read, who were asked least recently.
    """
    main = Theme.objects.filter(pk=initiative.main_theme_id).values(field=FIELD_OF_ACTION)
    told = Theme.objects.filter(initiatives=initiative.pk).values(field=FIELD_OF_ACTION)
    common = Theme.objects.filter(organisations=OuterRef("organisation")).annotate(field=FIELD_OF_ACTION)
    near = (
        Membership.objects.active()
        .annotate(field=Coalesce("organisation__main_theme__parent", "organisation__main_theme"))
        .filter(
            Q(organisation=initiative.carrier_id)
            | Q(organisation__partnerships__initiative=initiative.pk)
            | Q(field__in=main)
        )
    )
    mine = Reading.objects.filter(initiative=initiative.pk, reader=OuterRef("user"))
    refused = Q(state__in=[*Reading.State.open(), Reading.State.DECLINED])
    if initiative.submitted_at:
        refused |= Q(state=Reading.State.WITHDRAWN, proposed_at__gte=initiative.submitted_at)
    theirs = Reading.objects.filter(reader=OuterRef("user")).order_by().values("reader")
    opened = theirs.open().annotate(total=Count("pk")).values("total")
    last = theirs.annotate(last=Max("proposed_at")).values("last")
    rest = [F("opened"), F("last").asc(nulls_first=True), F("user"), F("pk")]
    return (
        Membership.objects.active()
        .filter(organisation__is_published=True, user__is_coordinator=False)
        .exclude(organisation__kind__in=Organisation.Kind.partners())
        .exclude(user=initiative.author_id)
        .exclude(user__in=near.values("user"))
        .exclude(Exists(mine.filter(refused)))
        .exclude(Exists(ReadingOptOut.objects.filter(user=OuterRef("user"))))
        .annotate(
            shares=Exists(common.filter(field__in=told)),
            knows=Exists(mine.filter(state__in=[Reading.State.SENT_BACK, Reading.State.PUBLISHED])),
            opened=Coalesce(Subquery(opened), Value(0)),
            last=Subquery(last),
        )
        .filter(opened__lt=OPEN_AT_MOST)
        .annotate(
            turn=Window(RowNumber(), partition_by="organisation", order_by=[F("shares"), *rest]),
        )
        .select_related("user", "organisation__main_theme")
        .order_by("-knows", "shares", "turn", *rest)
    )


def readers_for(initiative, *, most=OFFERED):
    """The first of them, each person once, however many associations they belong to."""
    people = {}
    for membership in possible_readers(initiative)[: most * 4]:
        people.setdefault(membership.user_id, membership)
    return list(people.values())[:most]
