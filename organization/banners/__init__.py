"""Emergency banners."""
