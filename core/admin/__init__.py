"""Base classes of the ``ModelAdmin``s of every app."""
