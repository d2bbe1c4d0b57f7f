"""URLs of the portal."""

from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.urls import include, path

from organization.accounts.forms import ResetPasswordForm
from wardportal import search, site_map, views
from wardportal.following import machine_files
from wardportal.following import views as following
from wardportal.open_data import views as open_data

# Names that Django's admin expects for the reset link of its log-in page.
password_reset = [
    path("", views.PasswordReset.as_view(), name="admin_password_reset"),
    path("da-gui/", auth_views.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "<uidb64>/<token>/",
        auth_views.PasswordResetConfirmView.as_view(form_class=ResetPasswordForm),
        name="password_reset_confirm",
    ),
    path("xong/", auth_views.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("core.files.urls")),
    path("", include("news.urls")),
    path("", include("meetings.urls")),
    path("", include("documents.urls")),
    path("", include("broadcasts.playout.urls")),
    path("", include("broadcasts.urls")),
    path("", include("reports.urls")),
    path("", include("organization.feedback.urls")),
    path("", include("organization.urls")),
    path("quan-tri/quen-mat-khau/", include(password_reset)),
    path("quan-tri/", admin.site.urls),
    path("tim-kiem/", search.search, name="search"),
    path("nhan-tin-moi/", following.follow_news, name="follow_news"),
    path(".well-known/security.txt", machine_files.security_txt, name="security_txt"),
    path("site.webmanifest", machine_files.manifest, name="manifest"),
    path("favicon.ico", machine_files.favicon, name="favicon"),
    path("so-do-trang/", site_map.site_map_page, name="site_map"),
    path("sitemap.xml", site_map.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", site_map.sitemap_part, name="sitemap_part"),
    path("du-lieu/", open_data.about, name="open_data"),
    path("du-lieu/openapi.json", open_data.openapi, name="open_data_openapi"),
    path("du-lieu/<slug:name>.json", open_data.as_json, name="open_data_json"),
    path("du-lieu/<slug:name>.csv", open_data.as_csv, name="open_data_csv"),
    path("robots.txt", site_map.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

handler404 = "wardportal.system.error_views.not_found"
handler500 = "wardportal.system.error_views.server_error"
