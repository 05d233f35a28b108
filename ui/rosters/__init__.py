"""The import of a roster, step by step: file and header, columns, what comes of it, done."""
