"""Cache version of the public pages, and values kept for one version."""
