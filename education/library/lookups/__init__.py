"""Asking registers on the internet about our sources: only by a command, only where a clinic turned it on."""
