"""ModelAdmins of broadcasts, one module per subject."""

from broadcasts.admin import (  # noqa: F401
    bulletins,
    items,
    playout,
    pronunciation,
    stations,
)
