"""Entries of the documents in the registries; imported by ``DocumentsConfig.ready``."""

from core import registries as r
from documents import workflow  # noqa: F401  (registers the workflow)
from documents.jobs import settle_unread
from documents.library import sitemaps
from documents.library.articles import documents_of
from documents.library.dashboard import late_documents, waiting_documents
from documents.library.search_source import SOURCE
from documents.models import (
    Authority,
    DocumentArticle,
    DocumentFile,
    DocumentTopic,
    DocumentType,
    PublicDocument,
)
from documents.permissions import may_edit_documents
from organization.work.waiting import WaitingSource, waiting_sources

r.file_owners.register(
    r.FileOwner(DocumentFile, DocumentFile.objects.published, DocumentFile.objects.readable_by)
)
r.admin_menu.register(
    r.AdminMenuEntry("Nhiều văn bản một lúc", "documents_many", may_edit_documents, position=22)
)
r.menu_entries.register(r.MenuEntry("Văn bản", "documents", position=20))
r.sitemaps.register(r.SitemapSection("van-ban", sitemaps.Documents))
r.sitemaps.register(r.SitemapSection("van-ban-muc", sitemaps.Lists))
r.search_sources.register(SOURCE)
r.article_panels.register(r.ArticlePanel("documents/_article_documents.html", documents_of))
r.cache_dependencies.register(
    r.CacheDependency(
        (
            PublicDocument,
            DocumentFile,
            DocumentType,
            Authority,
            DocumentTopic,
            DocumentArticle,
        )
    )
)
r.dashboard_panels.register(
    r.DashboardPanel("documents/admin/_late_documents.html", late_documents, position=14)
)
r.periodic_jobs.register(r.PeriodicJob("unread documents", settle_unread))
waiting_sources.register(WaitingSource("documents", waiting_documents))
