"""Admin URLs of reports beside those of ModelAdmins, beneath ``/quan-tri/``."""

from django.urls import path

from reports.agency import overview_views as agency
from reports.agency import views as assessments
from reports.agency.checks import views as checks
from reports.monthly import briefing, exports, line_views, paper, views

urlpatterns = [
    path("bao-cao/", views.report_list, name="reports"),
    path("bao-cao/so-lieu/<int:pk>/", line_views.snapshot_page, name="report_snapshot"),
    path("bao-cao/tong-hop/<str:code>/", exports.summary_page, name="report_summary"),
    path("bao-cao/<str:code>/du-thao.<str:kind>", exports.draft_file, name="report_draft"),
    path("bao-cao/<str:code>/", views.report_page, name="report"),
    path("bao-cao/<str:code>/lap/", views.create_page, name="report_create"),
    path("bao-cao/<str:code>/sau-so/", views.behind_page, name="report_behind"),
    path("bao-cao/<str:code>/nhan/", views.take_page, name="report_take"),
    path("bao-cao/<str:code>/phan/<slug:section>/", views.section_page, name="report_section"),
    path(
        "bao-cao/<str:code>/phan/<slug:section>/lay-moi/",
        views.take_again_page,
        name="report_take_again",
    ),
    path("bao-cao/<str:code>/y-kien/", line_views.comment_page, name="report_comment"),
    path("bao-cao/<str:code>/y-kien/<int:pk>/", line_views.answer_page, name="report_answer"),
    path("bao-cao/<str:code>/don-vi/", line_views.paragraph_page, name="report_paragraph"),
    path("bao-cao/<str:code>/tinh-den/", line_views.snapshots_page, name="report_snapshots"),
    path("bao-cao/<str:code>/lan/<int:number>/", views.compare_page, name="report_compare"),
    path("bao-cao/<str:code>/giao-ban/", briefing.agenda_page, name="report_agenda"),
    path("bao-cao/<str:code>/so/", paper.paper_page, name="report_paper"),
    path("bao-cao/<str:code>/so/xin/", paper.ask_for_number, name="report_ask_number"),
    path("bao-cao/<str:code>/ban-ky/", paper.add_signed_file, name="report_signed"),
    path("dien-tu/", agency.agency_page, name="agency"),
    path("dien-tu/ky/<str:code>/", agency.agency_period, name="agency_period"),
    path("dien-tu/ky/<str:code>/mo/", agency.open_page, name="agency_open"),
    path("dien-tu/ky/<str:code>/han/", agency.change_days, name="agency_days"),
    path("dien-tu/don-vi/<int:pk>/", agency.unit_page, name="agency_unit"),
    path("dien-tu/phieu/<int:pk>/", assessments.assessment_page, name="assessment"),
    path("dien-tu/phieu/<int:pk>/tu-cham/", assessments.save_self, name="assessment_self"),
    path("dien-tu/phieu/<int:pk>/tham-dinh/", assessments.save_verified, name="assessment_verify"),
    path(
        "dien-tu/phieu/<int:pk>/buoc/<slug:name>/",
        assessments.transition_page,
        name="assessment_transition",
    ),
    path("dien-tu/bo-tieu-chi/<int:pk>/sao/", agency.copy_page, name="criteria_set_copy"),
    path("dien-tu/kiem-tra/", checks.check_list, name="agency_checks"),
    path("dien-tu/kiem-tra/moi/", checks.add_check, name="agency_check_add"),
    path("dien-tu/kiem-tra/<int:pk>/", checks.check_page, name="agency_check"),
    path("dien-tu/kiem-tra/dot/moi/", checks.add_round, name="agency_check_round_add"),
    path("dien-tu/kiem-tra/dot/<int:pk>/", checks.round_page, name="agency_check_round"),
]
