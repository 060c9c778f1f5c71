from django.urls import path

from gouvernance.views import (
    bodies,
    composition,
    concertation,
    consultation_team,
    consultations,
    decisions,
    deliberating,
    deliberations,
    mandates,
    meetings,
    prospects,
    sitting,
)

app_name = "gouvernance"

urlpatterns = [
    path("gouvernance/", composition.overview, name="overview"),
    path("gouvernance/instances/ajouter/", bodies.body_create, name="body-create"),
    path("gouvernance/instances/<slug:slug>/", composition.body_detail, name="body-detail"),
    path("gouvernance/instances/<slug:slug>/modifier/", bodies.body_edit, name="body-edit"),
    path(
        "gouvernance/instances/<slug:slug>/mandats/ajouter/", mandates.mandate_create, name="mandate-create"
    ),
    path(
        "gouvernance/instances/<slug:slug>/seances/ajouter/", meetings.meeting_create, name="meeting-create"
    ),
    path("gouvernance/seances/<int:pk>/", meetings.meeting_detail, name="meeting-detail"),
    path("gouvernance/seances/<int:pk>/modifier/", meetings.meeting_edit, name="meeting-edit"),
    path("gouvernance/seances/<int:pk>/points/ajouter/", meetings.item_write, name="item-create"),
    path("gouvernance/seances/<int:pk>/points/<int:item>/", meetings.item_write, name="item-edit"),
    path("gouvernance/seances/<int:pk>/points/<int:item>/deplacer/", meetings.item_move, name="item-move"),
    path(
        "gouvernance/seances/<int:pk>/documents/<int:document>/",
        meetings.item_document,
        name="item-document",
    ),
    path("gouvernance/seances/<int:pk>/points/<int:item>/notes/", sitting.notes, name="item-notes"),
    path("gouvernance/seances/<int:pk>/convoquer/", meetings.convene, name="meeting-convene"),
    path("gouvernance/seances/<int:pk>/annuler/", meetings.cancel, name="meeting-cancel"),
    path("gouvernance/seances/<int:pk>/seance/", sitting.sitting, name="sitting"),
    path("gouvernance/seances/<int:pk>/seance/<int:attendee>/", sitting.attendance, name="attendance"),
    path("gouvernance/seances/<int:pk>/etape/", sitting.move, name="meeting-move"),
    path("gouvernance/seances/<int:pk>/emargement.pdf", sitting.attendance_sheet, name="attendance-sheet"),
    path("gouvernance/seances/<int:pk>/compte-rendu.pdf", sitting.minutes_pdf, name="minutes-pdf"),
    path("gouvernance/decisions/", decisions.DecisionList.as_view(), name="decision-list"),
    path("gouvernance/decisions/<int:pk>/", decisions.follow_up, name="follow-up"),
    path("gouvernance/convocation/<str:token>/", meetings.answer, name="meeting-answer"),
    path(
        "gouvernance/convocation/<str:token>/documents/<int:document>/",
        meetings.answer_document,
        name="answer-document",
    ),
    path("gouvernance/deliberations/", deliberations.deliberation_list, name="deliberation-list"),
    path(
        "gouvernance/instances/<slug:slug>/deliberations/ajouter/",
        deliberations.deliberation_create,
        name="deliberation-create",
    ),
    path(
        "gouvernance/deliberations/participer/<str:token>/",
        deliberating.take_part,
        name="deliberation-take-part",
    ),
    path(
        "gouvernance/deliberations/<slug:slug>/", deliberating.deliberation_detail, name="deliberation-detail"
    ),
    path("gouvernance/deliberations/<slug:slug>.pdf", deliberating.deliberation_pdf, name="deliberation-pdf"),
    path(
        "gouvernance/deliberations/<slug:slug>/modifier/",
        deliberations.deliberation_edit,
        name="deliberation-edit",
    ),
    path(
        "gouvernance/deliberations/<slug:slug>/ouvrir/",
        deliberations.deliberation_open,
        name="deliberation-open",
    ),
    path(
        "gouvernance/deliberations/<slug:slug>/animer/",
        deliberations.deliberation_take_over,
        name="deliberation-take-over",
    ),
    path(
        "gouvernance/deliberations/<slug:slug>/supprimer/",
        deliberations.deliberation_delete,
        name="deliberation-delete",
    ),
    path("gouvernance/concertation/", concertation.current_scheme, name="scheme"),
    path("gouvernance/concertation/ajouter/", concertation.scheme_create, name="scheme-create"),
    path("gouvernance/concertation/<slug:slug>/", concertation.scheme_detail, name="scheme-detail"),
    path("gouvernance/concertation/<slug:slug>.pdf", concertation.scheme_pdf, name="scheme-pdf"),
    path("gouvernance/concertation/<slug:slug>/modifier/", concertation.scheme_edit, name="scheme-edit"),
    path(
        "gouvernance/concertation/<slug:slug>/sujets/<int:pk>/",
        concertation.subject_edit,
        name="subject-edit",
    ),
    path("gouvernance/consultations/", consultations.consultation_list, name="consultation-list"),
    path(
        "gouvernance/consultations/ajouter/",
        consultation_team.consultation_create,
        name="consultation-create",
    ),
    path(
        "gouvernance/consultations/<slug:slug>/",
        consultations.consultation_detail,
        name="consultation-detail",
    ),
    path("gouvernance/consultations/<slug:slug>/avis/", consultations.answer, name="consultation-answer"),
    path("gouvernance/consultations/<slug:slug>/mes-reponses/", consultations.mine, name="consultation-mine"),
    path("gouvernance/consultations/<slug:slug>/lien/", consultations.link, name="consultation-link"),
    path(
        "gouvernance/consultations/<slug:slug>/proposer/", consultations.propose, name="consultation-propose"
    ),
    path(
        "gouvernance/consultations/<slug:slug>/resultats/", consultations.results, name="consultation-results"
    ),
    path(
        "gouvernance/consultations/<slug:slug>/modifier/",
        consultation_team.consultation_edit,
        name="consultation-edit",
    ),
    path("gouvernance/consultations/<slug:slug>/suivi/", consultation_team.team, name="consultation-team"),
    path("gouvernance/consultations/<slug:slug>/etape/", consultation_team.move, name="consultation-move"),
    path(
        "gouvernance/consultations/<slug:slug>/phrases/<int:pk>/",
        consultation_team.moderate,
        name="statement-moderate",
    ),
    path(
        "gouvernance/consultations/<slug:slug>/reponses.csv",
        consultation_team.votes_csv,
        name="consultation-votes-csv",
    ),
    path(
        "gouvernance/consultations/<slug:slug>/phrases.csv",
        consultation_team.statements_csv,
        name="consultation-statements-csv",
    ),
    path("gouvernance/vivier/", prospects.apply, name="prospect-apply"),
    path("gouvernance/vivier/proposer/", prospects.suggest, name="prospect-suggest"),
    path("gouvernance/vivier/propose/<str:token>/", prospects.suggested, name="prospect-suggested"),
    path("gouvernance/vivier/moi/<str:token>/", prospects.own, name="prospect-own"),
    path("gouvernance/vivier/moi/<str:token>/corriger/", prospects.own_edit, name="prospect-own-edit"),
    path("gouvernance/vivier/suivi/", prospects.prospect_list, name="prospect-list"),
    path("gouvernance/vivier/suivi/<int:pk>/", prospects.prospect_detail, name="prospect-detail"),
    path("gouvernance/mandats/<int:pk>/", mandates.mandate_edit, name="mandate-edit"),
    path("gouvernance/mandats/<int:pk>/terminer/", mandates.mandate_stop, name="mandate-stop"),
]
