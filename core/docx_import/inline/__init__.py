"""What stands in a line: runs, fields and links, symbols, drawings."""
