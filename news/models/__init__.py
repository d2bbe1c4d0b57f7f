"""The newsroom's tables: categories, articles, their corrections, and what the board keeps beside them."""

from news.models.articles import Article, Correction
from news.models.categories import Category
from news.models.placements import PINS, Placement
from news.models.previews import PreviewLink
from news.models.quick import QuickEntry
from news.models.words import PreferredWord

__all__ = ["PINS", "Article", "Category", "Correction", "Placement", "PreferredWord", "PreviewLink", "QuickEntry"]
