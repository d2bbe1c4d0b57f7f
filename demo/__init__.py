"""The demonstration ward Bến Sen: people, articles, pictures, and the loader."""
