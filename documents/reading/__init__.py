"""Reading of papers: text and layout of PDF, scan and DOCX, and what they propose for a row."""
