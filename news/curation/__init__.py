"""Home page curation: lead story and pinned articles."""
