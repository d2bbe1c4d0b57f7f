"""ModelAdmins of the organization, one module per model."""

from organization.admin import mails, officers, pages, people, periods, redirects, units, ward  # noqa: F401
