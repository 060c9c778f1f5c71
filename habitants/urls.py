from django.urls import path

from habitants.views import (
    applying,
    candidates,
    cohorts,
    criteria,
    group,
    meetings,
    nominations,
    seats,
    team_seats,
)

app_name = "habitants"

urlpatterns = [
    path("habitants/", group.group, name="group"),
    path("habitants/candidater/", applying.apply, name="apply"),
    path("habitants/candidater/formulaire.pdf", applying.form_pdf, name="apply-form"),
    path("habitants/candidature/<str:token>/", applying.mine, name="application"),
    path("habitants/candidature/<str:token>/mes-donnees.json", applying.export, name="application-export"),
    path("habitants/accord-parental/<str:token>/", applying.guardian, name="guardian"),
    path("habitants/designation/<str:token>/", nominations.answer, name="nomination"),
    path("habitants/siege/<str:token>/", seats.answer, name="seat"),
    path("habitants/proposer/<slug:slug>/", nominations.propose, name="propose"),
    path("habitants/proposer/<slug:slug>/<int:pk>/annuler/", nominations.cancel, name="nomination-cancel"),
    path("habitants/mon-mandat/", seats.mandate, name="mandate"),
    path("habitants/mon-mandat/<int:pk>/attestation.pdf", seats.attestation_pdf, name="attestation"),
    path("habitants/suivi/", cohorts.cohort_list, name="cohort-list"),
    path("habitants/suivi/nouveau/", cohorts.create, name="cohort-create"),
    path("habitants/suivi/<slug:slug>/", cohorts.detail, name="cohort"),
    path("habitants/suivi/<slug:slug>/modifier/", cohorts.edit, name="cohort-edit"),
    path("habitants/suivi/<slug:slug>/action/", cohorts.action, name="cohort-action"),
    path("habitants/suivi/<slug:slug>/reponses/", cohorts.answers, name="answers"),
    path("habitants/suivi/<slug:slug>/criteres/", criteria.index, name="criteria"),
    path("habitants/suivi/<slug:slug>/criteres/<int:pk>/", criteria.edit, name="criterion"),
    path("habitants/suivi/<slug:slug>/candidatures/", candidates.index, name="candidates"),
    path("habitants/suivi/<slug:slug>/candidatures/<int:pk>/", candidates.decide, name="candidate-decide"),
    path("habitants/suivi/<slug:slug>/saisir/", candidates.enter, name="desk"),
    path("habitants/suivi/<slug:slug>/importer/", candidates.import_file, name="import"),
    path("habitants/suivi/<slug:slug>/importer/modele.csv", candidates.import_model, name="import-model"),
    path("habitants/suivi/<slug:slug>/sieges/", team_seats.index, name="seats"),
    path("habitants/suivi/<slug:slug>/sieges/<int:pk>/", team_seats.decide, name="seat-decide"),
    path("habitants/suivi/<slug:slug>/rencontres/", meetings.index, name="meetings"),
    path("habitants/suivi/<slug:slug>/rencontres/<int:pk>/", meetings.attendance, name="meeting"),
]
