"""Charts painted on the screen from the values that the report draws, with what each mark stands for, and the ways to take them along."""
