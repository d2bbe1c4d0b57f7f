"""Structured data of documents: Dublin Core by ``Metadata``, schema.org ``Legislation``."""

from __future__ import annotations

from django.urls import reverse

from documents.models import PublicDocument
from documents.states import ValidityToday
from organization.identity.metadata import Metadata, Node, absolute_url, breadcrumbs_node

_FORCE = {
    ValidityToday.IN_EFFECT: "InForce",
    ValidityToday.AMENDED: "PartiallyInForce",
    ValidityToday.PENDING: "NotInForce",
    ValidityToday.EXPIRED: "NotInForce",
    ValidityToday.REPLACED: "NotInForce",
}


def document_metadata(document: PublicDocument) -> Metadata:
    """Return title, authority, date and legal facts of a published document."""
    path = document.get_absolute_url()
    authority = document.authority.name if document.authority else ""
    node: Node = {
        "@type": "Legislation",
        "url": absolute_url(path),
        "name": document.subject,
        "legislationIdentifier": document.code,
        "legislationType": document.type.name if document.type else "",
        "legislationDate": document.issued_on.isoformat() if document.issued_on else "",
        "legislationPassedBy": {"@type": "Organization", "name": authority} if authority else "",
        "legislationLegalForce": f"https://schema.org/{_FORCE[document.current_validity]}",
        "inLanguage": "vi",
    }
    title = f"{document.title}: {document.subject}"
    crumbs = breadcrumbs_node(("Văn bản", reverse("documents")), (document.title, path))
    return Metadata(
        title=title,
        creator=authority,
        dated=document.issued_on,
        section="Văn bản",
        published_at=document.published_at,
        nodes=({name: value for name, value in node.items() if value}, crumbs),
    )
