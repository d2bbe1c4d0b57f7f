"""Facts of the public reports for the search: the list, and each confirmed month."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from core.registries import Fact, FactSource, SearchKind
from reports.models import MonthlyReport

KIND = SearchKind("bao-cao", "Báo cáo")
MAX_MONTHS = 36


def _reports() -> Iterator[Fact]:
    published = MonthlyReport.objects.published().select_related("period")
    months = list(published.order_by("-period__year", "-period__month")[:MAX_MONTHS])
    if not months:
        return
    yield Fact(
        "Báo cáo",
        reverse("public_reports"),
        "Số liệu hoạt động của phường trong các tháng đã chốt.",
        "báo cáo tháng, báo cáo quý, báo cáo năm, số liệu, thống kê, kết quả hoạt động, phường",
    )
    for month in months:
        yield Fact(str(month), month.get_absolute_url(), words="số liệu, thống kê, kết quả")


SOURCE = FactSource("reports", KIND, _reports, position=94)
