"""Public URLs of meetings and the working calendar."""

from django.urls import path

from core.search.item_addresses import cut_off
from meetings.calendar import ics
from meetings.public import views

urlpatterns = [
    path("hop/", views.meeting_list, name="meetings"),
    path("hop/<int:pk>/", views.meeting_detail, {"slug": ""}, name="meeting_by_number"),
    path("hop/<str:slug>-<int:pk>/", views.meeting_detail, name="meeting"),
    path("hop/<str:slug>/", cut_off),
    path("lich-cong-tac/", views.working_calendar, name="working_calendar"),
    path("lich.ics", ics.calendar_file, name="calendar_file"),
]
