"""Admin URLs of the organization beside those of ModelAdmins, beneath ``/quan-tri/``."""

from django.urls import path

from organization.accounts import views as accounts
from organization.banners import views as banners
from organization.calendar import views as calendar
from organization.feedback import board_views as feedback
from organization.mail import views as mail
from organization.notices import views as notices
from organization.work import views as work

urlpatterns = [
    path("thong-bao/da-doc/", notices.mark_notices_read, name="notices_read"),
    path("thong-bao/<int:pk>/", notices.open_notice, name="notice"),
    path("thong-bao-khan/", banners.banner_page, name="banners"),
    path("thong-bao-khan/<int:pk>/", banners.change_banner, name="banner_change"),
    path("thong-bao-khan/<int:pk>/go/", banners.take_down, name="banner_take_down"),
    path("lich-dang/", calendar.calendar_month, name="calendar"),
    path("bao-sai-sot/", feedback.report_list, name="error_reports"),
    path("bao-sai-sot/<int:pk>/", feedback.report_page, name="error_report"),
    path("bao-sai-sot/<int:pk>/tra-loi/", feedback.answer, name="answer_error_report"),
    path("bao-sai-sot/<int:pk>/khong-tra-loi/", feedback.dismiss, name="dismiss_error_report"),
    path("bao-sai-sot/<int:pk>/mo-lai/", feedback.reopen, name="reopen_error_report"),
    path("dang-nhap-bi-khoa/", accounts.locked_log_ins, name="locked_log_ins"),
    path("thu-bao/", mail.mail_choice, name="mail_choice"),
    path("viec/", work.work_page, name="work"),
]
