"""Invitations to meetings: notices, and the page of the invited."""
