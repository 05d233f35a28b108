"""What others have filled in and sent back: the questionnaires of firms, and submissions from phones. Values in, values out."""
