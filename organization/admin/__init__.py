"""What the ward keeps of itself in the admin, one module for each kind of record."""

from organization.admin import mails, officers, pages, people, periods, redirects, units, ward  # noqa: F401
