"""Admin URLs of reports beside those of ModelAdmins, beneath ``/quan-tri/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from reports.agency import overview_views as agency
from reports.agency import views as assessments
from reports.agency.checks import views as checks

urlpatterns: list[URLPattern] = [
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
