"""The province's desk: devices, received packages, records of the units.

Works inside a transaction that the services give; decides what is accepted and answers.
"""
