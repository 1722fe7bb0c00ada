"""The register on screen: list, filters, one dossier, moves."""
