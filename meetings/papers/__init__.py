"""Official papers and files of a meeting."""
