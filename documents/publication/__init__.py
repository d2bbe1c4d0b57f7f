"""Documents on their way to residents: what is confirmed, duplicates, validity."""
