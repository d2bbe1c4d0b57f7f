"""Public views of fixed pages, organization chart and contact details."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organization.identity.metadata import Metadata, breadcrumbs_node, department_node
from organization.models import Block, Hotline, Officer, Page, Unit


@dataclass(frozen=True)
class UnitEntry:
    """A unit with its officers."""

    unit: Unit
    officers: list[Officer] = field(default_factory=list)


@require_safe
def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page.objects.published(), slug=slug)
    context = {
        "page": page,
        "feedback_item": page,
        "canonical_url": settings.SITE_URL + page.get_absolute_url(),
    }
    return render(request, "organization/page_detail.html", context)


@require_safe
def structure(request: HttpRequest) -> HttpResponse:
    """Show today's leaders, then the valid units of each block. Two queries."""
    officers = list(Officer.objects.published().select_related("photo"))
    entries = {unit.pk: UnitEntry(unit) for unit in Unit.objects.valid(on=timezone.localdate())}
    for officer in officers:
        if officer.unit_id in entries:
            entries[officer.unit_id].officers.append(officer)
    blocks = [
        (block, [entry for entry in entries.values() if entry.unit.block == block])
        for block in Block
    ]
    context = {
        "leaders": [officer for officer in officers if officer.unit_id is None],
        "blocks": [(block, of_block) for block, of_block in blocks if of_block],
        "canonical_url": settings.SITE_URL + reverse("structure"),
        "metadata": Metadata(
            title="Cơ cấu tổ chức",
            nodes=(
                breadcrumbs_node(("Cơ cấu tổ chức", reverse("structure"))),
                *(department_node(entry.unit) for entry in entries.values()),
            ),
        ),
    }
    return render(request, "organization/structure.html", context)


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "organization/contact.html",
        {
            "hotlines": list(Hotline.objects.select_related("unit")),
            "canonical_url": settings.SITE_URL + reverse("contact"),
        },
    )
