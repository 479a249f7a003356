"""Plain shapes of the editorial slice; no Django."""
