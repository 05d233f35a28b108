"""The help: its pages (written ones and those made of the framework), their markup, the search in them, and the window that shows them."""
