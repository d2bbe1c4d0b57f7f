"""Facts that stand in running text: times and phone numbers."""
