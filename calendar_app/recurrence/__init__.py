"""Rule to occurrences, pure. Events do not recur yet; this package keeps their place."""
