"""A diagnosis -> blocks -> a Word document. No Qt, no SQL."""
