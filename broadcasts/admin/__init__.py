"""ModelAdmins of broadcasts, one module per subject."""

from broadcasts.admin import pronunciation  # noqa: F401
