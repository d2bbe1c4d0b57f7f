"""Admin URLs of reports beside those of ModelAdmins, beneath ``/quan-tri/``."""

from django.urls import path

from reports.monthly import briefing, line_views, paper, views

urlpatterns = [
    path("bao-cao/", views.report_list, name="reports"),
    path("bao-cao/so-lieu/<int:pk>/", line_views.snapshot_page, name="report_snapshot"),
    path("bao-cao/<str:code>/", views.report_page, name="report"),
    path("bao-cao/<str:code>/lap/", views.create_page, name="report_create"),
    path("bao-cao/<str:code>/sau-so/", views.behind_page, name="report_behind"),
    path("bao-cao/<str:code>/nhan/", views.take_page, name="report_take"),
    path("bao-cao/<str:code>/phan/<slug:section>/", views.section_page, name="report_section"),
    path("bao-cao/<str:code>/y-kien/", line_views.comment_page, name="report_comment"),
    path("bao-cao/<str:code>/y-kien/<int:pk>/", line_views.answer_page, name="report_answer"),
    path("bao-cao/<str:code>/don-vi/", line_views.paragraph_page, name="report_paragraph"),
    path("bao-cao/<str:code>/tinh-den/", line_views.snapshots_page, name="report_snapshots"),
    path("bao-cao/<str:code>/lan/<int:number>/", views.compare_page, name="report_compare"),
    path("bao-cao/<str:code>/giao-ban/", briefing.agenda_page, name="report_agenda"),
    path("bao-cao/<str:code>/so/", paper.paper_page, name="report_paper"),
    path("bao-cao/<str:code>/so/xin/", paper.ask_for_number, name="report_ask_number"),
    path("bao-cao/<str:code>/ban-ky/", paper.add_signed_file, name="report_signed"),
]
