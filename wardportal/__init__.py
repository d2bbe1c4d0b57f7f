"""The project: settings, URLs, admin site, home page, search, page cache, server."""

__version__ = "0.4.0.dev0"
