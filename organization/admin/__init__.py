"""ModelAdmins of the organization, one module per model."""

from organization.admin import (  # noqa: F401
    mails,
    officers,
    pages,
    people,
    periods,
    redirects,
    search,
    units,
    ward,
)
