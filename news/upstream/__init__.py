"""Articles sent to the higher portal, and its answers."""
