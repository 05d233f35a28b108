"""Forms that leave and come back: which empty one is wanted, and what the filled-in ones would change."""

FORM_KINDS = ("firm", "each", "phone", "office", "paper")  # whom an empty form is for
