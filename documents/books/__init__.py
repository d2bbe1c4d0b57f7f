"""Books of the registers as spreadsheets and PDF, by decree 30/2020, annex IV."""
