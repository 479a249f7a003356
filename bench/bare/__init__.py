"""The smallest Django app that does what a step must: know the reader, read one row, write one row, render one page."""
