"""What is said of questions unasked: which still waits, and that an answer may be the one."""
