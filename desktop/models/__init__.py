"""Tables, one file per aggregate, and the encrypted database they live in.

SQLAlchemy Core only: rows leave the services as frozen dataclasses, and the mapper would
cost a tenth of a second at every start (DECISIONS.md).
"""
