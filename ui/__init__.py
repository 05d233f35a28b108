"""The window: shows, asks, and calls the other rooms; decides nothing about clusters. The only room that imports Qt."""
