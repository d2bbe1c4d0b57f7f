"""Reporting periods, working days, holidays, the board's calendar."""
