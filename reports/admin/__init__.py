"""ModelAdmins of reports, one module per subject."""

from reports.admin import agency, reports  # noqa: F401
