"""ModelAdmins of reports, one module per subject."""

from reports.admin import reports  # noqa: F401
