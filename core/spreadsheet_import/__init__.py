"""Import of spreadsheets (XLSX, CSV): reading, column mapping, preview, one transaction."""
