"""Drawing pairs: by the clock among all who wait, and by moderators' hand."""
