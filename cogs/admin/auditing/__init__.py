"""The record of what moderators did: looked through, and taken as a file."""
