"""Rosters of firms from files into a round."""
