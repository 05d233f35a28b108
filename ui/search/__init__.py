"""Search everything: what there is to find, how it is found, and the palette over the window."""
