"""What texts are made of: the words of the language, dates and time limits."""
