"""What search does with words, the same for both databases; no Django."""
