"""What typed words mean: terms, days, numbers of documents, question words, synonyms."""
