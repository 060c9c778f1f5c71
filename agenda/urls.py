from django.urls import path

from agenda import feeds, views
from agenda.views import widget

app_name = "agenda"

urlpatterns = [
    path("agenda/", views.listing.agenda, name="event-list"),
    path("agenda.ics", feeds.ics, name="feed-ics"),
    path("agenda.rss", feeds.rss, name="feed-rss"),
    path("agenda.atom", feeds.atom, name="feed-atom"),
    path("agenda.json", feeds.json, name="feed-json"),
    path("agenda.csv", feeds.csv, name="feed-csv"),
    path("agenda.xlsx", feeds.xlsx, name="feed-xlsx"),
    path("agenda.jsonld", feeds.jsonld, name="feed-jsonld"),
    path("agenda.geojson", feeds.geojson, name="feed-geojson"),
    path("agenda/widget/", widget.widget, name="widget"),
    path("agenda/integrer/", widget.builder, name="widget-builder"),
    path("agenda/integrer/sites/<slug:slug>/", widget.sites, name="widget-sites"),
    path("agenda/proposer/", views.writing.EventCreate.as_view(), name="event-create"),
    path("agenda/proposer/resume/", views.writing.schedule_summary, name="schedule-summary"),
    path("agenda/proposer/en-meme-temps/", views.neighbours.neighbours, name="neighbours"),
    path("agenda/propositions/", views.adoption.AdoptableList.as_view(), name="adoptable-list"),
    path("agenda/propositions/<slug:slug>/porter/", views.adoption.adopt, name="adopt"),
    path("agenda/propositions/<slug:slug>/demander/", views.adoption.ask, name="adoption-ask"),
    path("agenda/salles/", views.rooms.room_list, name="room-list"),
    path("agenda/salles/ajouter/", views.rooms.edit_room, name="room-create"),
    path("agenda/salles/<int:pk>/", views.rooms.room_detail, name="room-detail"),
    path("agenda/salles/<int:pk>/modifier/", views.rooms.edit_room, name="room-edit"),
    path("agenda/salles/<int:pk>/reserver/", views.rooms.book, name="room-book"),
    path("agenda/salles/reservations/<int:pk>/annuler/", views.rooms.cancel, name="booking-cancel"),
    path("agenda/proposition/<str:token>/", views.visitor.proposal, name="proposal"),
    path(
        "agenda/proposition/<str:token>/modifier/",
        views.visitor.ProposalUpdate.as_view(),
        name="proposal-edit",
    ),
    path("agenda/moderation/", views.moderation.ModerationList.as_view(), name="moderation-list"),
    path(
        "agenda/moderation/calendriers/<int:pk>/",
        views.calendar_review.calendar_review,
        name="calendar-review",
    ),
    path("agenda/moderation/<slug:slug>/", views.moderation.review, name="moderation-review"),
    path("agenda/calendriers/", views.sources.source_list, name="source-list"),
    path("agenda/calendriers/suivre/", views.sources.follow, name="source-follow"),
    path("agenda/calendriers/apercu/<uuid:key>/", views.sources.preview, name="source-preview"),
    path("agenda/calendriers/<int:pk>/", views.sources.source_detail, name="source-detail"),
    path("agenda/calendriers/<int:pk>/regles/", views.sources.rules, name="source-rules"),
    path("agenda/calendriers/<int:pk>/action/", views.sources.act, name="source-action"),
    path("agenda/calendriers/<int:pk>/arreter/", views.sources.stop, name="source-stop"),
    path("agenda/doublons/", views.doubles.DoubleList.as_view(), name="double-list"),
    path("agenda/doublons/<int:pk>/", views.doubles.decide, name="double-decide"),
    path("agenda/doublons/reunions/<int:pk>/", views.doubles.undo, name="merging-undo"),
    path("agenda/doublons/reunions/<int:pk>/reponse/", views.doubles.answer, name="merging-answer"),
    path("agenda/evenements/<slug:slug>/", views.event.EventDetail.as_view(), name="event-detail"),
    path("agenda/evenements/<slug:slug>.ics", feeds.event_ics, name="event-ics"),
    path("agenda/evenements/<slug:slug>/modifier/", views.writing.EventUpdate.as_view(), name="event-edit"),
    path("agenda/evenements/<slug:slug>/action/", views.event.act, name="event-action"),
    path(
        "agenda/evenements/<slug:slug>/dates/<int:pk>/", views.event.edit_occurrence, name="occurrence-edit"
    ),
    path("agenda/evenements/<slug:slug>/dates/<int:pk>.ics", feeds.occurrence_ics, name="occurrence-ics"),
    path(
        "agenda/evenements/<slug:slug>/dates/<int:pk>/inscription/",
        views.registration.register,
        name="registration-create",
    ),
    path("agenda/inscription/<str:token>/", views.registration.mine, name="registration"),
    path(
        "agenda/evenements/<slug:slug>/inscriptions/", views.registration_list.index, name="registration-list"
    ),
    path(
        "agenda/evenements/<slug:slug>/inscriptions.csv",
        views.registration_list.csv,
        name="registration-csv",
    ),
    path("agenda/series/", views.confirmation.signed_in, name="series-list"),
    path("agenda/series/<str:token>/", views.confirmation.by_link, name="series-confirm"),
    path("agenda/evenements/<slug:slug>/salles/", views.rooms.event_rooms, name="event-rooms"),
    path(
        "agenda/evenements/<slug:slug>/co-organisation/<int:pk>/",
        views.co_organising.answer,
        name="co-organising-answer",
    ),
    path(
        "agenda/evenements/<slug:slug>/dates/<int:pk>/suivantes/",
        views.splitting.edit_following,
        name="following-edit",
    ),
]
