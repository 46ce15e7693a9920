"""What is remembered and seen: the lock file, the index, the tree."""
