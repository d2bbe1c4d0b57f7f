"""Checks of units by the IT committee, one by one and planned in rounds."""
