"""Admin URLs of meetings beside those of ModelAdmins, beneath ``/quan-tri/``."""

from django.urls import path

from meetings.figures import views as figures
from meetings.invitations import views as invitations
from meetings.minutes import article_draft_views, paper_facts_views
from meetings.minutes import views as minutes
from meetings.papers import register_numbers
from meetings.papers import views as papers

urlpatterns = [
    path("giao-ban/<int:pk>/", invitations.invitation_page, name="meeting_invitation"),
    path("giao-ban/<int:pk>/bien-ban/", minutes.minutes_page, name="minutes"),
    path(
        "giao-ban/<int:pk>/bien-ban/<str:kind>/<int:row>/",
        minutes.store_row,
        name="minutes_row",
    ),
    path(
        "giao-ban/<int:pk>/so-va-ngay/",
        paper_facts_views.paper_facts_page,
        name="meeting_paper_facts",
    ),
    path(
        "giao-ban/<int:pk>/xin-so/<str:field>/",
        register_numbers.ask_for_number,
        name="meeting_number",
    ),
    path("giao-ban/<int:pk>/so-lieu/<str:kind>/", figures.add_figures, name="minutes_figures"),
    path("giao-ban/<int:pk>/viet-tin/", article_draft_views.write_news, name="meeting_news"),
    path("giao-ban/<int:pk>/tep/", papers.add_file, name="meeting_file"),
    path(
        "giao-ban/<int:pk>/ban/<int:number>/",
        papers.minutes_version,
        name="minutes_version",
    ),
    path(
        "giao-ban/<int:pk>/giay/<str:kind>.<str:extension>",
        papers.paper,
        name="meeting_paper",
    ),
]
