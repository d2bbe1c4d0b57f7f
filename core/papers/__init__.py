"""Official papers by decree 30/2020: model, Word template, PDF, HTTP response."""
