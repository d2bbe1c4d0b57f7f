"""What the ward keeps of itself in the admin, one module for each kind of record."""

from organization.admin import officers, pages, people, redirects, units, ward  # noqa: F401
