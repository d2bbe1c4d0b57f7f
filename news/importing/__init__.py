"""Articles from Word files and from pages of an old portal."""
