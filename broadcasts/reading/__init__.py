"""Reading text: Vietnamese text as it is spoken, without digits, signs and abbreviations."""
