"""Processes of a ward: start-up, private Postgres, web server."""
