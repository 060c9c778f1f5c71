"""`/style/`, in development and in tests: every component with sample data, none of it from the database."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace as Sample

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

TUESDAY = date(2026, 11, 24)

THEMES = [
    Sample(name=name, colour=colour, icon=icon)
    for name, colour, icon in [
        (_("Accès aux droits"), "mer", "shield-check"),
        (_("Nature et environnement"), "pin", "tree"),
        (_("Alimentation"), "ocre", "basket"),
        (_("Mémoire et patrimoine"), "calcaire", "bank"),
        (_("Enfance"), "corail", "balloon"),
        (_("Parentalité"), "lavande", "people"),
        (_("Aide à domicile"), "olive", "house-heart"),
        (_("Sport"), "azur", "bicycle"),
        (_("Emploi et formation"), "brique", "briefcase"),
        (_("Culture"), "prune", "music-note-beamed"),
        (_("Numérique"), "ardoise", "lightbulb"),
        (_("Santé"), "menthe", "heart"),
    ]
]

TOKENS = ["paper", "surface", "sunk", "sea", "pine", "sun", "brick", "deep"]


class SampleForm(forms.Form):
    title = forms.CharField(label=_("Titre"), help_text=_("Court et clair : « Atelier cuisine du monde »."))
    day = forms.DateField(label=_("Jour"), widget=forms.DateInput(attrs={"type": "date"}))
    begins = forms.TimeField(label=_("Début"), widget=forms.TimeInput(attrs={"type": "time"}))
    repeat = forms.ChoiceField(
        label=_("Cela se répète ?"),
        widget=forms.RadioSelect,
        choices=[("once", _("Une seule fois")), ("weekly", _("Chaque semaine"))],
        initial="weekly",
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Quels jours ?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sans choix : le jour de la première date."),
        choices=[
            ("0", _("lundi")),
            ("1", _("mardi")),
            ("2", _("mercredi")),
            ("3", _("jeudi")),
            ("4", _("vendredi")),
            ("5", _("samedi")),
            ("6", _("dimanche")),
        ],
        initial=["1", "3"],
    )
    district = forms.ChoiceField(
        label=_("Quartier"), choices=[("", _("Je ne sais pas")), ("mazargues", "Mazargues")], required=False
    )
    description = forms.CharField(label=_("Description"), widget=forms.Textarea(attrs={"rows": 4}))
    picture = forms.FileField(label=_("Photo ou affiche"), required=False)
    is_free = forms.BooleanField(label=_("C’est gratuit"), required=False, initial=True)


def occurrence(title, begins, ends, *, theme=None, cancelled=False, note="", **event):
    """A date of an event with all that a card shows."""
    event = {
        "title": title,
        "main_theme": theme,
        "place": Sample(name=_("Salle du Corbusier"), district=Sample(name="Sainte-Anne")),
        "organiser": Sample(label=_("Les Amis du Quartier")),
        "online_url": "",
        "image": None,
        "is_full": False,
        "is_postponed": False,
        "is_free": True,
        "age_wording": "",
        "all_day": False,
        "get_absolute_url": "#cartes",
        **event,
    }
    return Sample(
        event=Sample(**event),
        where=event["place"],
        display_title=title,
        hours=f"{begins} – {ends}".replace(" h", "\xa0h").replace("h ", "h\xa0") if ends else begins,
        start_hour=begins,
        iso_start=f"{TUESDAY:%Y-%m-%d}T18:00+01:00",
        shown_cancelled=cancelled,
        note=note,
    )


def occurrences():
    return [
        occurrence(
            _("Aide aux devoirs"),
            "16 h 45",
            "18 h",
            theme=THEMES[4],
            age_wording=_("de 6 à 11 ans"),
            image=Sample(thumbnail_url="/static/img/calanques.svg"),
        ),
        occurrence(
            _("Sortie botanique dans les collines : apprendre à reconnaître les plantes du bord de mer"),
            "18 h",
            "19 h 30",
            theme=THEMES[1],
            is_full=True,
            note=_("Rendez-vous devant l’arrêt de bus."),
        ),
        occurrence(_("Permanence écrivain public"), "9 h", "12 h", theme=THEMES[0], cancelled=True),
        occurrence(
            _("Café des parents, en ligne"),
            _("toute la journée"),
            "",
            place=None,
            online_url="https://example.org/",
            is_free=False,
            organiser=None,
        ),
    ]


def weeks():
    """Two weeks of a month, with a quiet day, a busy one and one of the month before."""
    monday = date(2026, 11, 30) - timedelta(days=7)
    rows = occurrences()
    busy = {TUESDAY: rows[:3] + rows[1:2], TUESDAY + timedelta(days=4): rows[1:3]}
    days = [monday + timedelta(days=number) for number in range(14)]
    days = [
        Sample(
            date=day,
            in_month=day.month == 11,
            occurrences=busy.get(day, []),
            total=len(busy.get(day, [])) + (3 if day == TUESDAY else 0),
            more=3 if day == TUESDAY else 0,
        )
        for day in days
    ]
    return [days[:7], days[7:]]


def dates():
    start = datetime(2026, 11, 24, 18, 0, tzinfo=timezone.get_current_timezone())
    return [
        Sample(
            local_start=start + timedelta(weeks=week),
            wording=f"mardi {(start + timedelta(weeks=week)).day} {month}, 18 h – 19 h 30",
            shown_cancelled=week == 1,
            title="",
            note=_("Dans la petite salle.") if week == 2 else "",
            is_elsewhere=False,
            get_edit_url="#",
        )
        for week, month in enumerate(["novembre", "décembre", "décembre"])
    ]


@require_safe
def style_guide(request):
    faulty = SampleForm(
        {"title": "", "day": "hier", "begins": "18:00", "weekdays": ["1"], "repeat": "weekly"}
    )
    context = {
        "tokens": TOKENS,
        "themes": THEMES,
        "tones": ["sea", "pine", "ochre", "brick", "neutral"],
        "day": TUESDAY,
        "occurrences": occurrences(),
        "weekdays": [choice[1] for choice in SampleForm().fields["weekdays"].choices],
        "weeks": weeks(),
        "dates": dates(),
        "form": SampleForm(),
        "faulty": faulty,
        "organisations": [
            Sample(
                name=_("Les Amis du Quartier"), kind=_("Association"), theme=THEMES[4], place="Sainte-Anne"
            ),
            Sample(
                name=_("Centre social des Collines"),
                kind=_("Centre social"),
                theme=THEMES[5],
                place="Mazargues",
            ),
            Sample(
                name=_("Le Jardin Partagé"), kind=_("Association"), theme=THEMES[1], place="La Pointe-Rouge"
            ),
        ],
    }
    return render(request, "style.html", context)
