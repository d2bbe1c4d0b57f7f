"""Editorial plans (*định hướng*) of a period: create, give to units, write, evaluate."""
