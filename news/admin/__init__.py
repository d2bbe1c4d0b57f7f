"""Where the board works, one module per kind of page."""

from news.admin import articles, categories, words  # noqa: F401  (registers them)
