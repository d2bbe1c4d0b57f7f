"""What the ward keeps of itself in the admin, one module for each kind of record."""

from organization.admin import people, redirects, units, ward  # noqa: F401
