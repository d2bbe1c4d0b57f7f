"""Search of the organization: facts, synonyms, searches in vain."""
