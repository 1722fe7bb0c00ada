"""The province's side: setting up, inviting units, collecting packages."""
