"""The first-run tour: a bubble beside the real widgets of the sample workspace."""
