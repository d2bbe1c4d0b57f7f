"""The admin of the news, a module per model; ``article`` is a package."""

from news.admin import categories, planning, preferred_words, quotas, tariffs  # noqa: F401  (registers them)
from news.admin.article import admin  # noqa: F401  (registers it)
