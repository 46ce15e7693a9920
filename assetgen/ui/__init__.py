"""Values to words: text, progress, JSON. The only room that prints."""
