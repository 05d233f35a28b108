"""Forms for others to fill in, and what comes back: a firm's own questionnaire, and the questionnaire on phones."""
