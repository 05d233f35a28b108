"""Writing in the report: the outline, the section editor, what has changed, versions, comments, and edited files read back."""
