"""ModelAdmins of broadcasts, one module per subject."""

from broadcasts.admin import playout, pronunciation, stations  # noqa: F401
