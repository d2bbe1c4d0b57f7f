"""Entries of the documents in the registries; imported by ``DocumentsConfig.ready``."""

from datetime import timedelta

from django.urls import reverse

from core import registries as r
from core.reporting.figures import figure_sources
from core.spreadsheet_import.targets import import_targets
from documents import workflow  # noqa: F401  (registers the workflow)
from documents.incoming import reading
from documents.incoming.calendar_source import incoming_entries
from documents.incoming.deciders import substitutes_of
from documents.incoming.openings import log_opening
from documents.jobs import settle_unread
from documents.library import sitemaps
from documents.library.articles import documents_of
from documents.library.dashboard import late_documents, waiting_documents
from documents.library.filters import FilterChoices
from documents.library.search_source import SOURCE
from documents.models import (
    Amendment,
    Authority,
    DocumentArticle,
    DocumentFile,
    DocumentTopic,
    DocumentType,
    FileOpening,
    FileReading,
    IncomingDocument,
    OutgoingDocument,
    PublicDocument,
    Routing,
    RoutingReport,
    UserActivity,
)
from documents.outgoing import workflow as outgoing_workflow  # noqa: F401  (registers it)
from documents.outgoing.dashboard import waiting_outgoing
from documents.permissions import may_edit_documents, may_see_incoming
from documents.register_import import activity_import, entry_import
from documents.routing import workflow as routing_workflow  # noqa: F401  (registers the workflows)
from documents.routing.work_source import (
    incoming_items,
    notify_assigners,
    waiting_decisions,
    waiting_routings,
)
from documents.states import UNSIGNED_STATES
from documents.statistics import figure_source
from documents.statistics.dashboard import incoming_panel
from organization.roles import Role, substitutions
from organization.work.handover import moved_rows, open_assignments, unit_holdings
from organization.work.waiting import WaitingSource, waiting_sources
from organization.work.work_list import WorkSource, work_sources

r.file_owners.register(
    r.FileOwner(
        DocumentFile,
        DocumentFile.objects.published,
        DocumentFile.objects.readable_by,
        on_opened=log_opening,
    )
)
r.admin_menu.register(
    r.AdminMenuEntry("Nhiều văn bản một lúc", "documents_many", may_edit_documents, position=22)
)
r.menu_entries.register(
    r.MenuEntry(
        *("Văn bản", "documents", 20),
        about="quyết định, công văn, thông báo",
        also_called="nghị quyết, tờ trình, tra cứu văn bản, thư viện văn bản",
    )
)
r.feedback_targets.register(
    r.FeedbackTarget(
        "van-ban",
        PublicDocument,
        published=PublicDocument.objects.published,
        admin_url=lambda item: reverse("admin:documents_publicdocument_change", args=[item.pk]),
        answered_by=(Role.CLERK,),
        pages=("documents",),
    )
)
r.site_context_parts.register(
    r.SiteContextPart("document_choices", FilterChoices.load, fallback=FilterChoices)
)
r.sitemaps.register(r.SitemapSection("van-ban", sitemaps.Documents))
r.sitemaps.register(r.SitemapSection("van-ban-muc", sitemaps.Lists))
r.search_sources.register(SOURCE)
r.article_panels.register(r.ArticlePanel("documents/_article_documents.html", documents_of))
r.cache_dependencies.register(
    r.CacheDependency(
        (
            PublicDocument,
            Amendment,
            DocumentFile,
            DocumentType,
            Authority,
            DocumentTopic,
            DocumentArticle,
        )
    )
)
r.dashboard_panels.register(
    r.DashboardPanel(
        "documents/admin/_late_documents.html", late_documents, 14, "Văn bản chưa đăng"
    )
)
r.periodic_jobs.register(r.PeriodicJob("unread documents", settle_unread))
r.file_owners.register(
    r.FileOwner(
        OutgoingDocument,
        OutgoingDocument.objects.none,
        OutgoingDocument.objects.readable_by,
        on_opened=log_opening,
    )
)
waiting_sources.register(WaitingSource("outgoing documents", waiting_outgoing))
waiting_sources.register(WaitingSource("documents", waiting_documents))

# Incoming documents: the register, the list of another software, and the figures.
r.file_owners.register(
    r.FileOwner(
        IncomingDocument,
        IncomingDocument.objects.none,
        IncomingDocument.objects.readable_by,
        on_opened=log_opening,
    )
)
r.admin_menu.register(
    r.AdminMenuEntry("Sổ văn bản", "document_books", may_edit_documents, position=15)
)
r.periodic_jobs.register(r.PeriodicJob("unread incoming files", reading.settle_unread))
r.retention_rules.register(r.RetentionRule(FileReading, "file__uploaded_at", timedelta(days=30)))
r.admin_menu.register(
    r.AdminMenuEntry("Văn bản đến", "incoming_statistics", may_see_incoming, position=16)
)
r.dashboard_panels.register(
    r.DashboardPanel("documents/admin/incoming/_panel.html", incoming_panel, 17, "Văn bản đến")
)
r.calendar_sources.register(r.CalendarSource("incoming documents", incoming_entries))
r.retention_rules.register(r.RetentionRule(FileOpening, "at", timedelta(days=1098)))
r.retention_rules.register(r.RetentionRule(UserActivity, "seen_on", timedelta(days=1098)))
work_sources.register(WorkSource("incoming documents", incoming_items))
for target in (entry_import.TARGET, activity_import.TARGET):
    import_targets.register(target)

# Decisions of leaders and the routings of the units; shown once the ward registers here.
r.file_owners.register(
    r.FileOwner(
        RoutingReport,
        RoutingReport.objects.none,
        RoutingReport.objects.readable_by,
        on_opened=log_opening,
    )
)
r.periodic_jobs.register(r.PeriodicJob("orphaned routings", notify_assigners))
substitutions.register(substitutes_of)
waiting_sources.register(WaitingSource("decisions", waiting_decisions))
waiting_sources.register(WaitingSource("routings", waiting_routings))
figure_sources.register(figure_source.SOURCE)
unit_holdings.register(open_assignments("văn bản đang xử lý", Routing))
unit_holdings.register(
    moved_rows(
        "dự thảo văn bản đi",
        lambda unit: OutgoingDocument.objects.filter(unit=unit, state__in=UNSIGNED_STATES),
    )
)
