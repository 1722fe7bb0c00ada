"""The way to the province: sealed packages, signed receipts, mailboxes.

Nothing here knows the register: records go in and come out as plain data. The format is
described in ``docs/package-format.md``.
"""
