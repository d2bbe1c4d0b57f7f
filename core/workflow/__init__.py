"""State machines: tables of transitions, carried out by ``perform``."""
