"""The use cases over real files: what they promise holds under kills, full disks and tampering."""
