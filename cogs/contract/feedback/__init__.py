"""What the frontend needs, and what either finds in using the API."""
