"""Editorial workflow of articles: states, guards, mutations, effects, linting, comments."""
