"""What a specialization asks for: one file per kind of requirement. Pure: evidence and rules in, checks out."""
