"""What Nexus sends, held against what Discord takes."""
