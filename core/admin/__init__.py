"""Base classes of ``ModelAdmin``s: workflow, live lint, panels, access."""
