"""The demo's pool of future administrators. The people are made up."""

from datetime import timedelta

from django.utils import timezone

from associations.models import District
from gouvernance.models import Body, Mandate, Prospect

# Name, state, body, district, age, gender, words, support.
PEOPLE = [
    ("Nora Haddad", "listed", "Conseil d’administration", "Mazargues", "26-39", "femme",
     "Je connais tout le monde à la sortie de l’école, mais je n’ai jamais parlé en réunion.", ["training", "childcare"]),
    ("Kévin Rossi", "met", "Commission jeunesse", "Le Cabot", "18-25", "homme",
     "Je veux que le terrain reste ouvert le soir.", ["transport"]),
    ("Josette Blanc", "trying", "Commission logement et cadre de vie", "Sainte-Marguerite", "60+", "femme",
     "Trente ans dans la même tour, je sais ce qui fuit.", ["reading"]),
    ("Samir Ouali", "ready", "Conseil d’administration", "Bonneveine", "40-59", "homme", "", []),
]  # fmt: skip
DESCRIBED = {
    "Yolande Serra": ("60+", "femme"), "Patrick Nguyen": ("40-59", "homme"), "Aïcha Mansouri": ("40-59", "femme"),
    "Denise Roux": ("60+", "femme"), "Lucie Garnier": ("40-59", "femme"), "Hervé Costa": ("60+", "homme"),
}  # fmt: skip


def write(network):
    for name, (age, gender) in DESCRIBED.items():
        Mandate.objects.filter(name=name).update(age_band=age, gender=gender)
    for number, (name, state, body, district, age, gender, words, support) in enumerate(PEOPLE):
        prospect = Prospect.objects.create(
            name=name,
            email=f"vivier{number}@example.org",
            state=state,
            district=District.objects.filter(name=district).first(),
            age_band=age,
            gender=gender,
            words=words,
            support=support,
            availability=["evening"],
            consented_at=timezone.now() - timedelta(days=40),
            mentor=network.people["responsable"] if state == "trying" else None,
        )
        prospect.bodies.set(Body.objects.filter(name=body))
        if state != "listed":
            prospect.contacts.create(
                by=network.people["coordination"],
                kind="meeting",
                state=state,
                words="Un café aux Restanques.",
            )
