"""Where the board works, one module per kind of page."""

from news.admin import articles, categories  # noqa: F401  (registers them)
