"""The work list of each unit and its reminders."""
