"""Jinja2 for public pages: environment of their templates, functions of their base template."""
