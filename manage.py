#!/usr/bin/env python
"""Django's command line, with secret key and private Postgres made ready when none are named."""

import os
import sys

from wardportal.runtime.startup import StartupError, prepare


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wardportal.settings")
    if sys.argv[1:2] and sys.argv[1].startswith("bench"):
        os.environ["BENCH"] = "1"  # installs the app of these commands
    try:
        prepare()
    except StartupError as error:
        sys.exit(str(error))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
