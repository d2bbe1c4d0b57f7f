"""ModelAdmins of reports, one module per subject."""
