"""The workspace file: opening, migrating, every change to it, files in and out. No Qt, no Word."""
