"""The command line: one module for what reads, one for what writes, one for rosters."""
