"""The programs that lay a Word document out: how each is found, asked for a PDF, and ended."""
