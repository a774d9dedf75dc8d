"""The card in the thread, and how one hears of what the other changed."""
