"""The dialogs. They never run an event loop of their own: they are opened, and say how they were closed."""
