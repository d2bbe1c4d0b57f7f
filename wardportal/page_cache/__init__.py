"""Page cache: whole public pages, in Django and before it."""
