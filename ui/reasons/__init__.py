"""What the rows of the diagnosis page open to: the reasons of each judgement, down to the answers and the section of the paper."""
