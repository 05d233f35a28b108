"""Rosters of firms as local bureaus hand them over: from cells as read to what would change in a survey. Values in, values out."""
