"""The project around the slices: settings, addresses, start-up. Owns no model and no page."""
