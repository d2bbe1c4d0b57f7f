"""Emergency broadcasts: banner, urgent notice and bulletin with one confirmation."""
