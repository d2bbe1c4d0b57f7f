"""Models of the news."""

from news.models.articles import Article, Correction
from news.models.categories import Category
from news.models.counting import ArticleCountingHistory
from news.models.honoraria import Honorarium, HonorariumClosing, Tariff, TariffLimit
from news.models.notice_times import NoticeTime
from news.models.placements import PINS, Placement
from news.models.planning import (
    Anniversary,
    DeadlineChange,
    DefaultQuota,
    EditorialPlan,
    PlanLine,
    Quota,
    QuotaChange,
    QuotaRating,
)
from news.models.preferred_words import PreferredWord
from news.models.previews import PreviewLink
from news.models.quick import QuickEntry
from news.models.upstream import UpstreamSending

__all__ = [
    "PINS",
    "Anniversary",
    "Article",
    "ArticleCountingHistory",
    "Category",
    "Correction",
    "DeadlineChange",
    "DefaultQuota",
    "EditorialPlan",
    "Honorarium",
    "HonorariumClosing",
    "NoticeTime",
    "Placement",
    "PlanLine",
    "PreferredWord",
    "PreviewLink",
    "QuickEntry",
    "Quota",
    "QuotaChange",
    "QuotaRating",
    "Tariff",
    "TariffLimit",
    "UpstreamSending",
]
