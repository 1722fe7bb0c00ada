"""The way to the province: packages, mailboxes, receipts, and what must never happen."""
