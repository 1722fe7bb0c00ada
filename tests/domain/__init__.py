"""The rules: tables of cases and properties, without storage or screen."""
