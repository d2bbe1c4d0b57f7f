"""Where the board works, one module per kind of page."""

from news.admin import articles, categories, planning, quotas, tariffs, words  # noqa: F401  (registers them)
