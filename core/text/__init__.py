"""Vietnamese text: normal forms, folding, spelling, linting, word diffs, three-way merges."""
