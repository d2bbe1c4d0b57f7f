"""ModelAdmins of broadcasts, one module per subject."""

from broadcasts.admin import pronunciation, stations  # noqa: F401
