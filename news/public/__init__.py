"""Public pages of the news: views, lists, feeds, metadata, search, previews."""
