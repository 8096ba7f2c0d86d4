"""What is known of Vietnamese text: letters, lines, language, dates, shingles. Pure."""
