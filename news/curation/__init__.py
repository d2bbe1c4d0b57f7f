"""What leads the home page and what is pinned on it."""
