"""Admin URLs of documents beside those of ModelAdmins, beneath ``/quan-tri/``."""

from django.urls import path

from documents.books import views as books
from documents.incoming import entry_views as entry
from documents.incoming import views as incoming
from documents.outgoing import views as outgoing
from documents.routing import bulk, decisions, slip
from documents.routing import views as routing
from documents.statistics import views as statistics
from documents.uploads import file_views, many_views

urlpatterns = [
    path("van-ban/nhieu/", many_views.many_documents, name="documents_many"),
    path("van-ban/nhieu/tep/", many_views.upload_document, name="documents_many_upload"),
    path("van-ban/nhieu/doc/", many_views.read_documents, name="documents_many_read"),
    path("van-ban/nhieu/<int:pk>/", many_views.save_document_row, name="documents_many_row"),
    path("van-ban/<int:pk>/tep/", file_views.add_document_file, name="document_file_add"),
    path(
        "van-ban/<int:pk>/tep/<int:file>/bo/",
        file_views.remove_document_file,
        name="document_file_remove",
    ),
    path(
        "van-ban/<int:pk>/tep/<int:file>/trang-dau.webp",
        file_views.page_picture,
        name="document_page_picture",
    ),
    path("van-ban/<int:pk>/tin-bai/", file_views.add_document_article, name="document_article_add"),
    path(
        "van-ban/<int:pk>/tin-bai/<int:article>/bo/",
        file_views.remove_document_article,
        name="document_article_remove",
    ),
    path("van-ban-di/<int:pk>/tep/", outgoing.add_outgoing_file, name="outgoing_file_add"),
    path(
        "van-ban-di/<int:pk>/tep/<int:use>/bo/",
        outgoing.remove_outgoing_file,
        name="outgoing_file_remove",
    ),
    path("van-ban-di/<int:pk>/thu-vien/", outgoing.make_public_draft, name="outgoing_make_public"),
    path("van-ban-den/", statistics.statistics_page, name="incoming_statistics"),
    path("van-ban-den/so/<int:pk>/sua/", incoming.edit_document, name="incoming_document_edit"),
    path("van-ban-den/vao-so/", entry.enter, name="incoming_entry"),
    path("van-ban-den/vao-so/so/", entry.check_code, name="incoming_entry_code"),
    path("van-ban-den/vao-so/doc/", entry.read_state, name="incoming_entry_reading"),
    path(
        "van-ban-den/vao-so/trang-dau/<int:pk>.webp",
        entry.entry_picture,
        name="incoming_entry_picture",
    ),
    path("so-van-ban/", books.books_page, name="document_books"),
    path("so-van-ban/mo-so/", books.open_usual_registers, name="registers_open_usual"),
    path("so-van-ban/<int:pk>/<slug:kind>.<slug:form>", books.book_file, name="document_book"),
    path("van-ban-den/quyet-dinh/", decisions.decision_page, name="incoming_decisions"),
    path("van-ban-den/quyet-dinh/<int:pk>/", decisions.decision_page, name="incoming_decision"),
    path("van-ban-den/giao-nhieu/", bulk.bulk_page, name="incoming_bulk"),
    path("van-ban-den/so/<int:pk>/", routing.document_with_routings, name="incoming_document"),
    path("van-ban-den/so/<int:pk>/phieu.<str:kind>", slip.slip_page, name="incoming_slip"),
    path(
        "van-ban-den/so/<int:pk>/buoc/<slug:name>/",
        routing.transition_page,
        name="incoming_transition",
    ),
    path(
        "van-ban-den/so/<int:pk>/tep/<int:file>/trang-dau.webp",
        routing.page_picture,
        name="incoming_page_picture",
    ),
    path("van-ban-den/<str:code>/", statistics.statistics_page, name="incoming_statistics_period"),
    path("van-ban-den/<str:code>/danh-sach/", statistics.items_page, name="incoming_items"),
]
