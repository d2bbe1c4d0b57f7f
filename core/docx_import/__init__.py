"""Import of .docx files: title, sanitised body, pictures, report of losses."""
