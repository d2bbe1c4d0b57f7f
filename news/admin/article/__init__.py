"""The ``ModelAdmin`` of articles."""
