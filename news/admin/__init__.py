"""Where the board works, one module per kind of page."""

from news.admin import articles, categories, quotas, words  # noqa: F401  (registers them)
