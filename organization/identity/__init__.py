"""The ward's identity in the metadata of pages and the head of official papers."""
