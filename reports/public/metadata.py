"""Structured data of a public report: schema.org ``Report`` with its open data."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from organization.identity.metadata import (
    Metadata,
    Node,
    absolute_url,
    breadcrumbs_node,
    organization_id,
)
from reports.public.pages import PublicReport

REPORTS = "Báo cáo"
DATA_SET = "bao-cao"


def report_metadata(report: PublicReport, path: str) -> Metadata:
    """Return title, day and data of a public report."""
    crumbs = breadcrumbs_node((REPORTS, reverse("public_reports")), (report.title, path))
    return Metadata(
        title=report.title,
        dated=report.confirmed_at or report.ends_on,
        section=REPORTS,
        published_at=report.confirmed_at,
        nodes=(_report(report, path), crumbs),
    )


def _report(report: PublicReport, path: str) -> Node:
    at = report.confirmed_at
    node: Node = {
        "@type": "Report",
        "url": absolute_url(path),
        "name": report.title,
        "datePublished": timezone.localtime(at).isoformat(timespec="seconds") if at else "",
        "temporalCoverage": f"{report.starts_on.isoformat()}/{report.ends_on.isoformat()}",
        "inLanguage": "vi",
        "publisher": {"@id": organization_id()},
        "isBasedOn": {
            "@type": "Dataset",
            "name": "Số liệu các báo cáo tháng đã chốt",
            "description": "Số liệu công khai của các báo cáo tháng đã chốt, mỗi tháng một dòng.",
            "license": absolute_url(reverse("open_data") + "#giay-phep"),
            "creator": {"@id": organization_id()},
            "distribution": [
                {
                    "@type": "DataDownload",
                    "encodingFormat": kind,
                    "contentUrl": absolute_url(reverse(name, args=[DATA_SET])),
                }
                for kind, name in (
                    ("text/csv", "open_data_csv"),
                    ("application/json", "open_data_json"),
                )
            ],
        },
    }
    return {name: value for name, value in node.items() if value}
