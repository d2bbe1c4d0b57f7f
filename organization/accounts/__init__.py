"""Accounts: changes of roles and locks, and limits of log-in."""
