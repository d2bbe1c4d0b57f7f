"""Wording of minutes: conclusions, people, first letters in mid-sentence."""
