"""The demo's courses: one that is over, one under way, one that opens. Nobody exists."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from agenda.models import Event
from agenda.models.occurrences import start_of_day
from cooperation.portal.demo.methods import METHODS
from cooperation.portal.demo.notation import typeset
from cooperation.portal.demo.plan import at_noon
from initiatives import numbering
from initiatives.models import (
    Answer,
    Attendance,
    Certificate,
    Course,
    Enrolment,
    Initiative,
    Method,
    Moment,
    Respondent,
    Statement,
    Workshop,
)

TITLE = "Pouvoir d’agir et coopération à l’épreuve du territoire"
AIMS = """
- repérer qui ne vient pas, et aller le chercher
- animer une réunion où chacun a parlé
- transformer un désaccord en proposition
- monter une action avec une association d’un autre domaine
- dire ce qui a marché, et ce qui n’a pas marché, pour que d’autres le refassent
"""
AUDIENCE = """
Bénévoles, salariés et habitants-relais des quartiers sud. Aucun diplôme n’est demandé ; on peut venir à deux de la
même association.
"""
PROGRAMME = """
Six ateliers de trois heures, un samedi matin sur deux. À chaque fois : une méthode que l’on vit, une situation
apportée par le groupe, et un essai sur le terrain avant l’atelier suivant.
"""
WORKSHOPS = [
    ("Partir de ce que vivent les gens", ["L’entretien croisé", "Écouter à trois"]),
    ("Lire son territoire", ["La carte de ce qu’on ressent"]),
    ("Aller vers ceux qui ne viennent pas", ["La question sur la place"]),
    ("Du désaccord à la proposition", ["La ligne qui bouge", "Décider par les objections"]),
    ("Lever les freins à plusieurs", ["Le mur des freins", "La statue de la situation"]),
    ("Raconter pour transmettre", ["Lire un livre à douze en une matinée"]),
]
STATEMENTS = [
    "Je sais faire parler celles et ceux qui se taisent.",
    "J’ose dire mon désaccord en réunion.",
    "Je sais à qui m’adresser dans les autres associations.",
    "Je me sens capable de monter une action avec d’autres.",
    "Je sais raconter ce qui n’a pas marché.",
]
PEOPLE = [
    ("Samia Belkacem", "lanternes"),
    ("Marcel Tissot", "lanternes"),
    ("Fatima Yahiaoui", ""),
    ("Jean-Luc Pons", "cle-du-cabot"),
    ("Anrafa Saïd", "udzima"),
    ("Mireille Gauthier", "marmite"),
    ("Yanis Ouali", "embarcadere"),
    ("Lucette Arnaud", "deux-ages"),
    ("Karim Haddad", "ballon"),
    ("Aline Da Costa", "cocon"),
    ("Noëlle Vidal", "tisseuses"),
    ("Abdou Mohamed", ""),
    ("Claire Perrin", "barque-aux-livres"),
    ("Idir Mansouri", "tremplin"),
    ("Régine Faure", "visiteuses"),
    ("Théo Rossi", "cigalon"),
]
CAPACITY = 14


def write(network):
    methods = dict(_methods(network))
    with_six = {"aims": AIMS, "audience": AUDIENCE, "programme": PROGRAMME, "capacity": CAPACITY}
    spring = _course(network, f"{TITLE} (printemps)", **with_six)
    autumn = _course(network, TITLE, **with_six)
    for course, first in ((spring, -30), (autumn, -5)):
        for number, (title, names) in enumerate(WORKSHOPS):
            workshop = _workshop(network, course, number, title, weeks=first + 2 * number)
            workshop.methods.set(methods[name] for name in names)
        _people(network, course, PEOPLE[:13] if course == spring else PEOPLE)
        _attend(course, network.day)
        _answer(course)
    _end(network, spring)
    autumn.state = Course.State.RUNNING
    autumn.save()
    day = _course(
        network,
        typeset("Animer une réunion sans s’épuiser"),
        aims="- préparer en une heure\n- tenir le temps sans couper\n- finir sur qui fait quoi",
        audience="Toute personne qui anime, ou va animer, une réunion.",
        programme="Une journée, repas partagé compris.",
        capacity=12,
    )
    _workshop(
        network, day, 0, "Animer une réunion sans s’épuiser", weeks=4, hours=(9, 17), minutes=360
    ).methods.set([methods["Écouter à trois"], methods["Décider par les objections"]])
    _people(network, day, PEOPLE[4:9])
    Workshop.objects.become_told()
    Event.objects.filter(occurrences__workshops__isnull=False).refresh_search_text()


def _methods(network):
    for sheet in METHODS:
        method = Method.objects.create(
            title=sheet.title,
            aim=sheet.aim,
            group_min=sheet.group[0],
            group_max=sheet.group[1],
            minutes=sheet.minutes,
            material=sheet.material,
            steps=sheet.steps,
            precautions=sheet.precautions,
            organisation=network.organisations[sheet.by],
            state=Method.State.PUBLISHED,
            published_at=at_noon(network.day) - timedelta(days=40),
        )
        themes = [network.themes[slug] for slug in sheet.themes.split()]
        method.themes.set(themes)
        alike = Initiative.objects.public().filter(themes__in=themes).distinct().order_by("title")
        method.initiatives.set(alike[:2])
        yield sheet.title, method
    Method.objects.refresh_search_text()


def _course(network, title, *, aims, audience, programme, capacity):
    course = Course.objects.create(
        title=title,
        summary="Agir ensemble avec les autres associations du quartier, et pas chacune dans son coin."
        if capacity == CAPACITY
        else "Une journée pour des réunions plus courtes, où l’on décide.",
        aims=typeset(aims),
        audience=typeset(audience),
        programme=typeset(programme),
        organisation=network.organisations["restanques"],
        trainers="Nadège R. et Fatima Y.",
        capacity=capacity,
        state=Course.State.OPEN,
    )
    for position, text in enumerate(STATEMENTS):
        Statement.objects.create(course=course, text=text, position=position)
    return course


def _workshop(network, course, position, title, *, weeks, hours=(9, 12), minutes=None):
    """On a Saturday, so many weeks from the demo's."""
    saturday = network.day + timedelta(days=5 - network.day.weekday(), weeks=weeks)
    start = start_of_day(saturday)
    event = Event(
        title=f"Formation : {title}" if minutes is None else title,
        summary=course.title[:200],
        starts_at=start + timedelta(hours=hours[0]),
        ends_at=start + timedelta(hours=hours[1]),
        organiser=course.organisation,
        place=network.places["restanques"],
        state=Event.State.PUBLISHED,
        published_at=at_noon(network.day) - timedelta(days=250),
        sequence=1,
    )
    # Wall clock: the day of the clock change has another length.
    event.starts_at, event.ends_at = (timezone.localtime(start).replace(hour=hour) for hour in hours)
    event.save()
    event.themes.add(network.themes["vie-de-quartier"])
    event.write_dates()
    return Workshop.objects.create(
        course=course,
        title=title,
        position=position,
        occurrence=event.occurrences.get(),
        planned_minutes=minutes,
    )


def _people(network, course, people):
    before = at_noon(network.day) - timedelta(days=260)
    for number, (name, key) in enumerate(people):
        email = "membre@example.org" if number == 0 else f"{name.split()[0].lower()}@example.org"
        fits = number < course.capacity
        Enrolment.objects.create(
            course=course,
            name=name,
            email=email.replace("ï", "i").replace("ë", "e").replace("é", "e"),
            organisation=network.organisations.get(key),
            state=Enrolment.State.CONFIRMED if fits else Enrolment.State.WAITING,
            queued_at=before + timedelta(hours=number),
        )


def _attend(course, day):
    """Most came to all; some missed one or two, two missed much."""
    random = Random(course.title)  # noqa: S311 -- plausible absences, not secrets
    enrolments = list(Enrolment.objects.of_course(course).order_by("queued_at"))
    for workshop in course.workshops.select_related("occurrence__event"):
        if workshop.occurrence.starts_at > at_noon(day):
            continue
        for number, enrolment in enumerate(enrolments):
            often = 0.45 if number in (3, 8) else 0.94
            there = random.random() < often
            online = there and random.random() < 0.08
            mode = Attendance.Mode.ONLINE if online else Attendance.Mode.PRESENT
            Attendance.objects.create(
                workshop=workshop,
                enrolment=enrolment,
                mode=mode if there else Attendance.Mode.ABSENT,
                minutes=workshop.minutes if there else 0,
            )


def _answer(course):
    random = Random(course.slug)  # noqa: S311 -- plausible answers, not secrets
    is_over = course.title != TITLE
    statements = list(course.statements.all())
    for number, enrolment in enumerate(Enrolment.objects.of_course(course).order_by("queued_at")):
        respondent = Respondent.objects.create(course=course, enrolment=enrolment)
        answers = []
        for statement in statements:
            before = random.choice([0, 1, 1, 2, 2, 3])
            after = min(4, max(0, before + random.choice([-1, 0, 1, 1, 1, 2, 2])))
            answers.append((statement, Moment.BEFORE, before))
            if is_over and number % 6 != 5:
                answers.append((statement, Moment.AFTER, after))
        Answer.objects.bulk_create(
            Answer(respondent=respondent, statement=statement, moment=moment, level=level)
            for statement, moment, level in answers
        )


def _end(network, course):
    """Closed six weeks after its last date; its certificates are as old, and one was given anew."""
    closed = at_noon(network.day) - timedelta(weeks=14)
    course.state, course.ended_at = Course.State.ENDED, closed
    course.save()
    workshops = list(course.workshops.select_related("occurrence__event"))
    total = sum(workshop.minutes for workshop in workshops)
    days = [workshop.occurrence.local_start.date() for workshop in workshops]
    for enrolment in Enrolment.objects.of_course(course).with_minutes():
        if enrolment.minutes * 100 < course.minimum_share * total:
            continue
        given = {
            "course": course,
            "name": enrolment.name,
            "course_title": course.title,
            "organisation_name": course.organisation.name,
            "starts_on": min(days),
            "ends_on": max(days),
            "minutes": enrolment.minutes,
            "total_minutes": total,
            "issued_at": closed,
            "issued_by": network.people["coordination"],
        }
        if enrolment.name.startswith("Noëlle"):
            Certificate.objects.create(
                number=numbering.new(),
                enrolment=enrolment,
                revoked_at=closed + timedelta(days=2),
                revoked_reason="Nom mal écrit : remplacée.",
                **given | {"name": "Noele Vidal"},
            )
        Certificate.objects.create(number=numbering.new(), enrolment=enrolment, **given)
