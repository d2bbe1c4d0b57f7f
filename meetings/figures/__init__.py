"""Figures of the review period for the minutes: as of the day of the meeting, as text to edit."""
