"""Reports of the demonstration ward, one module per subject."""
