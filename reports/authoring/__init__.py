"""Draft and authored text become one report: the markup, the sections, what they become, what has changed since, and reading back."""
