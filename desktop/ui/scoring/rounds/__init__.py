"""The round trip with the province: deadlines, submission, both sides beside each other."""
