"""Admin URLs of spreadsheet imports, beneath ``/quan-tri/``."""

from django.urls import path

from core.spreadsheet_import import views

urlpatterns = [
    path("nhap-bang/<slug:target>/", views.upload_page, name="spreadsheet_upload"),
    path("nhap-bang/<slug:target>/mau.xlsx", views.template_file, name="spreadsheet_template"),
    path("nhap-bang/<slug:target>/<uuid:key>/", views.preview_page, name="spreadsheet_preview"),
    path("nhap-bang/<slug:target>/<uuid:key>/cot/", views.columns_page, name="spreadsheet_columns"),
]
