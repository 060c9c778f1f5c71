from django.urls import path

from agenda import feeds, views

app_name = "agenda"

urlpatterns = [
    path("agenda/", views.listing.agenda, name="event-list"),
    path("agenda.ics", feeds.ics, name="feed-ics"),
    path("agenda.rss", feeds.rss, name="feed-rss"),
    path("agenda.json", feeds.json, name="feed-json"),
    path("agenda.csv", feeds.csv, name="feed-csv"),
    path("agenda/proposer/", views.writing.EventCreate.as_view(), name="event-create"),
    path("agenda/proposer/resume/", views.writing.schedule_summary, name="schedule-summary"),
    path("agenda/proposition/<str:token>/", views.visitor.proposal, name="proposal"),
    path(
        "agenda/proposition/<str:token>/modifier/",
        views.visitor.ProposalUpdate.as_view(),
        name="proposal-edit",
    ),
    path("agenda/moderation/", views.moderation.ModerationList.as_view(), name="moderation-list"),
    path("agenda/moderation/<slug:slug>/", views.moderation.review, name="moderation-review"),
    path("agenda/evenements/<slug:slug>/", views.event.EventDetail.as_view(), name="event-detail"),
    path("agenda/evenements/<slug:slug>.ics", feeds.event_ics, name="event-ics"),
    path("agenda/evenements/<slug:slug>/modifier/", views.writing.EventUpdate.as_view(), name="event-edit"),
    path("agenda/evenements/<slug:slug>/action/", views.event.act, name="event-action"),
    path(
        "agenda/evenements/<slug:slug>/dates/<int:pk>/", views.event.edit_occurrence, name="occurrence-edit"
    ),
]
