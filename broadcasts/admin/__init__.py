"""ModelAdmins of broadcasts, one module per subject."""

from broadcasts.admin import bulletins, items, pronunciation  # noqa: F401
