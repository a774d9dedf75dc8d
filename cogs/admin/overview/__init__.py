"""All settings of a guild on a page or two, with what is wrong on top."""
