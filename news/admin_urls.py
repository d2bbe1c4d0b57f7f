"""Admin pages of the news that belong to no model, beneath ``/quan-tri/``; see ``staff_page``."""

from django.urls import path

from news.curation import views as curation
from news.honoraria import views as honoraria
from news.planning import views as planning
from news.quick import views as quick
from news.quotas import views as quotas
from news.reassignment import views as reassignment
from news.statistics import item_views
from news.statistics import views as statistics

urlpatterns = [
    path("nop-nhanh/", quick.quick, name="quick"),
    path("nop-nhanh/<int:pk>/", quick.done, name="quick_done"),
    path("nhap-ho/", quick.on_behalf, name="on_behalf"),
    path("dinh-huong/", planning.present, name="plans"),
    path("dinh-huong/lap/", planning.make, name="plan_make"),
    path("dinh-huong/<str:code>/", planning.of_month, name="plan"),
    path("dinh-huong/<str:code>/xlsx/", planning.spreadsheet, name="plan_xlsx"),
    path("dinh-huong/<str:code>/sua/", planning.edit, name="plan_edit"),
    path(
        "dinh-huong/<str:code>/buoc/<slug:name>/",
        planning.take_transition,
        name="plan_transition",
    ),
    path("chi-tieu/", quotas.quota_page, name="quotas"),
    path("chi-tieu/<str:code>/", quotas.quota_page, name="quotas_period"),
    path("theo-doi/", statistics.statistics_page, name="statistics"),
    path("theo-doi/<str:code>/", statistics.statistics_page, name="statistics_period"),
    path("theo-doi/<str:code>/bai/", item_views.statistics_items, name="statistics_items"),
    path("nhuan-but/", honoraria.honoraria, name="honoraria"),
    path("nhuan-but/danh-sach.xlsx", honoraria.as_xlsx, name="honoraria_xlsx"),
    path("nhuan-but/danh-sach.pdf", honoraria.as_pdf, name="honoraria_pdf"),
    path("nhuan-but/danh-sach.docx", honoraria.as_docx, name="honoraria_docx"),
    path(
        "nhuan-but/<str:code>/buoc/<slug:name>/",
        honoraria.take_transition,
        name="honoraria_transition",
    ),
    path("trang-chu/", curation.home_page, name="home_page"),
    path("trang-chu/dat/", curation.place_item, name="home_page_place"),
    path("trang-chu/<int:pk>/len/", curation.move_up, name="home_page_up"),
    path("trang-chu/<int:pk>/xuong/", curation.move_down, name="home_page_down"),
    path("trang-chu/<int:pk>/han/", curation.change_end, name="home_page_end"),
    path("trang-chu/<int:pk>/bo/", curation.remove_item, name="home_page_remove"),
    path("ban-giao/", reassignment.people, name="reassignment"),
    path("ban-giao/<int:pk>/", reassignment.of_person, name="reassignment_person"),
]
