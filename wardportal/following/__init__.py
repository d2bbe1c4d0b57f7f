"""What people and machines follow the portal by: feeds in browsers, the calendar, small files."""
