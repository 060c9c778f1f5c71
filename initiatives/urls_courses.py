"""`/formations/`. `formations/<slug>/` is a course: what stands beside courses comes first, and is in RESERVED_SLUGS."""

from django.urls import path

from initiatives.views import certificates, courses, enrolments, methods, questionnaires, workshops

urlpatterns = [
    path("formations/", courses.course_list, name="course-list"),
    path("formations/ajouter/", courses.course_create, name="course-create"),
    # Methods
    path("formations/methodes/", methods.MethodList.as_view(), name="method-list"),
    path("formations/methodes/ecrire/", methods.method_create, name="method-create"),
    path("formations/methodes/<slug:slug>.pdf", methods.method_pdf, name="method-pdf"),
    path("formations/methodes/<slug:slug>/", methods.method_detail, name="method-detail"),
    path("formations/methodes/<slug:slug>/modifier/", methods.method_edit, name="method-edit"),
    path("formations/methodes/<slug:slug>/action/", methods.method_action, name="method-action"),
    path("formations/methodes/<slug:slug>/employee/", methods.method_use, name="method-use"),
    # Certificates
    path("formations/attestations/", certificates.certificate_form, name="certificate-form"),
    path("formations/attestations/<str:number>.pdf", certificates.certificate_pdf, name="certificate-pdf"),
    path("formations/attestations/<str:number>/", certificates.certificate_check, name="certificate-check"),
    # People
    path("formations/inscription/<str:token>/", enrolments.mine, name="enrolment"),
    path(
        "formations/questionnaire/<str:token>/<slug:moment>/", enrolments.questionnaire, name="questionnaire"
    ),
    # One course
    path("formations/<slug:slug>/", courses.course_detail, name="course-detail"),
    path("formations/<slug:slug>/inscription/", enrolments.enrol, name="enrolment-create"),
    path("formations/<slug:slug>/modifier/", courses.course_edit, name="course-edit"),
    path("formations/<slug:slug>/equipe/", courses.course_team, name="course-team"),
    path("formations/<slug:slug>/equipe/action/", courses.course_action, name="course-action"),
    path("formations/<slug:slug>/equipe/heures.csv", courses.course_csv, name="course-csv"),
    path("formations/<slug:slug>/questionnaire/", questionnaires.statements, name="statements-edit"),
    path(
        "formations/<slug:slug>/inscriptions/<int:pk>/retirer/",
        courses.enrolment_remove,
        name="enrolment-remove",
    ),
    path(
        "formations/<slug:slug>/attestations/<int:pk>/revoquer/",
        courses.certificate_revoke,
        name="certificate-revoke",
    ),
    path("formations/<slug:slug>/ateliers/ajouter/", workshops.workshop_create, name="workshop-create"),
    path("formations/<slug:slug>/ateliers/<int:pk>/", workshops.workshop_edit, name="workshop-edit"),
    path(
        "formations/<slug:slug>/ateliers/<int:pk>/presences/",
        workshops.attendance,
        name="workshop-attendance",
    ),
    path(
        "formations/<slug:slug>/ateliers/<int:pk>/emargement.pdf",
        workshops.signing_sheet,
        name="workshop-signing",
    ),
]
