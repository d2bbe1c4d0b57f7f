"""Texts that the loudspeakers read: where they come from, and what became of them."""
